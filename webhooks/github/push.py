"""GitHub's `push`: a branch or a tag came to be, moved or went, and commits came with it."""

from collections.abc import Iterable, Iterator
from typing import Annotated

import msgspec

from domain.branch import BranchAdvanced, BranchCreated, BranchDeleted, BranchForcePushed
from domain.commit import CommitPushed, touched
from domain.fact import Actor, Fact, Keyed, Sha
from domain.message import authorship
from domain.tag import TagAnnounced, TagCut, TagDeleted, TagMoved
from webhooks.github import payload as common
from webhooks.github.payload import Account, Moment, Part, When, tell, unfollowed, utc, when
from webhooks.translation import Envelope, Translation

Ref = Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+\Z", max_length=1024)]

# GitHub lists no more commits than this; which ones it leaves out is not told.
MOST = 2048


class Author(Part, frozen=True):
    name: str
    email: str | None = None
    username: str | None = None

    def actor(self) -> Actor:
        """An account where GitHub found one for the address, else the name in the commit."""
        email = self.email or ""
        if not self.username:
            return Actor(self.name, kind="git", email=email)
        kind = "bot" if self.username.endswith("[bot]") else "user"
        return Actor(self.username, kind=kind, email=email)


class Commit(Part, frozen=True):
    id: Sha
    message: str
    timestamp: Moment
    author: Author
    distinct: bool = True  # it was on no other branch before
    added: tuple[str, ...] | None = None
    removed: tuple[str, ...] | None = None
    modified: tuple[str, ...] | None = None

    def touched(self) -> tuple[str, ...] | None:
        """None where the push did not say."""
        told = [one for one in (self.added, self.removed, self.modified) if one is not None]
        return touched(path for paths in told for path in paths) if told else None


class Pusher(Part, frozen=True):
    name: str


class Payload(common.Payload, frozen=True, kw_only=True):
    ref: Ref
    before: Sha
    after: Sha
    created: bool = False
    deleted: bool = False
    forced: bool = False
    commits: tuple[Commit, ...] = ()
    head_commit: Commit | None = None
    pusher: Pusher | None = None

    def by(self) -> Actor | None:
        if self.sender or not self.pusher:
            return super().by()
        return Account(self.pusher.name).actor()


def translate(payload: Payload, envelope: Envelope) -> Translation:
    # The push is when it was pushed: its commits may be years old.
    head = payload.head_commit
    moment = when(payload, envelope, payload.repository.pushed_at, head.timestamp if head else None)
    for prefix, noun, told in KINDS:
        name = payload.ref.removeprefix(prefix)
        if name and name != payload.ref:
            fact = told(payload, envelope, moment, name)
            once = moment.once(noun, name, payload.before, payload.after)
            return tell(payload, envelope, Keyed(fact, once), *_commits(payload, envelope))
    return unfollowed(payload, envelope, f"of {payload.ref}")


def _branch(payload: Payload, envelope: Envelope, moment: When, name: str) -> Fact:
    at, inferred, via, by = moment.at, moment.inferred, envelope.via, payload.by()
    before, sha = payload.before, payload.after
    if _deleted(payload):
        return BranchDeleted(at=at, via=via, by=by, inferred=inferred, name=name, before=before)
    if _created(payload):
        return BranchCreated(at=at, via=via, by=by, inferred=inferred, name=name, sha=sha)
    moved = BranchForcePushed if payload.forced else BranchAdvanced
    return moved(at=at, via=via, by=by, inferred=inferred, name=name, before=before, sha=sha)


def _tag(payload: Payload, envelope: Envelope, moment: When, name: str) -> Fact:
    """For an annotated tag `before` and `after` are tag objects; the head commit is the commit."""
    at, inferred, via, by = moment.at, moment.inferred, envelope.via, payload.by()
    before, tag = payload.before, payload.after
    if _deleted(payload):
        return TagDeleted(at=at, via=via, by=by, inferred=inferred, name=name, before=before)
    if payload.head_commit is None:
        inferred = "the push named no commit: the tag may be of something else"
        return TagAnnounced(at=at, via=via, by=by, inferred=inferred, name=name)
    sha = payload.head_commit.id
    if _created(payload):
        return TagCut(at=at, via=via, by=by, inferred=inferred, name=name, sha=sha, object=tag)
    return TagMoved(
        at=at, via=via, by=by, inferred=inferred, name=name, before=before, sha=sha, object=tag
    )


KINDS = (("refs/heads/", "branch", _branch), ("refs/tags/", "tag", _tag))


def _created(payload: Payload) -> bool:
    return payload.created or not payload.before.strip("0")


def _deleted(payload: Payload) -> bool:
    return payload.deleted or not payload.after.strip("0")


def _commits(payload: Payload, envelope: Envelope) -> Iterator[Keyed]:
    """The commits in the order of the push, each with the one that it follows, as far as known."""
    commits, head = payload.commits, payload.head_commit
    whole = len(commits) < MOST
    ends = bool(commits) and head is not None and commits[-1].id == head.id
    # Cut at one end: at the beginning where it still ends with the head, else at the end.
    begins = not payload.forced and not _created(payload) and (whole or not ends)
    for commit, follows in _lines(commits, head, payload.before if begins else None):
        yield _pushed(commit, follows, payload, envelope)
    if head and not any(commit.id == head.id for commit in commits):
        yield _pushed(head, None, payload, envelope)


def _lines(
    commits: Iterable[Commit], head: Commit | None, before: str | None
) -> Iterator[tuple[Commit, str | None]]:
    """What is new, after the former head, and what was on another branch already, after nothing.

    A merge of another branch lists both kinds by their dates. That they descend from each other is
    sure of the head alone, which stands on them all.
    """
    lines: dict[bool, str | None] = {True: before, False: None}
    for commit in commits:
        if head and commit.id == head.id:
            known = [end for end in lines.values() if end]
            yield from ((commit, end) for end in known or (None,))
        else:
            yield commit, lines[commit.distinct]
        lines[commit.distinct] = commit.id


def _pushed(commit: Commit, follows: str | None, payload: Payload, envelope: Envelope) -> Keyed:
    """What the commit is, and not who pushed it: others may push it too, to other branches."""
    at = utc(commit.timestamp)
    fact = CommitPushed(
        at=at,
        via=envelope.via,
        sha=commit.id,
        authorship=authorship(
            commit.author.actor(), at, commit.message, repository=payload.repository.full_name
        ),
        follows=follows,
        touched=commit.touched(),
    )
    return Keyed(fact, f"pushed:{commit.id}:{follows or ''}")
