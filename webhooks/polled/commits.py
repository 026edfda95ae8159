"""A poll's `polled.commits`: a page of commits with their parents, which no push tells."""

from domain.commit import CommitMade
from domain.fact import Actor, Keyed, Sha
from domain.message import authorship
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, utc
from webhooks.translation import Envelope, Translation


class Signature(Part, frozen=True, kw_only=True):
    name: str = ""
    email: str = ""
    date: Moment


class Content(Part, frozen=True):
    """What git keeps of a commit."""

    author: Signature
    committer: Signature
    message: str


class Parent(Part, frozen=True):
    sha: Sha


class Commit(Part, frozen=True):
    sha: Sha
    commit: Content
    parents: tuple[Parent, ...]


class Payload(common.Payload, frozen=True, kw_only=True):
    commits: tuple[Commit, ...]


def translate(payload: Payload, envelope: Envelope) -> Translation:
    """Children before parents, as GitHub lists them: the graph does not mind."""
    return tell(payload, envelope, *(_made(one, payload, envelope) for one in payload.commits))


def _made(commit: Commit, payload: Payload, envelope: Envelope) -> Keyed:
    author, message = commit.commit.author, commit.commit.message
    fact = CommitMade(
        at=utc(commit.commit.committer.date),
        via=envelope.via,
        sha=commit.sha,
        parents=tuple(parent.sha for parent in commit.parents),
        authorship=authorship(
            Actor(author.name, kind="git", email=author.email),
            utc(author.date),
            message,
            repository=payload.repository.full_name,
        ),
    )
    return Keyed(fact, f"commit:{commit.sha}")
