"""GitHub's `pull_request`: a proposed change, from its opening to its end."""

from collections.abc import Callable, Iterator

from domain import pull_request as domain
from domain.fact import Actor, Keyed, Sha, topic
from domain.message import closes_of_pull
from webhooks.github import payload as common
from webhooks.github.payload import (
    Account,
    From,
    Moment,
    Number,
    Part,
    digest,
    tell,
    unfollowed,
    utc,
)
from webhooks.translation import Envelope, Translation


class Head(Part, frozen=True):
    ref: str
    sha: Sha


class Label(Part, frozen=True):
    name: str


class Milestone(Part, frozen=True):
    title: str


class PullRequest(Part, frozen=True, kw_only=True):
    number: Number
    title: str
    state: str
    base: Head
    head: Head
    created_at: Moment
    updated_at: Moment
    closed_at: Moment | None = None
    merged_at: Moment | None = None
    merged: bool | None = None
    merged_by: Account | None = None
    merge_commit_sha: Sha | None = None
    body: str | None = None
    commits: Number = 0
    draft: bool = False
    labels: tuple[Label, ...] = ()
    milestone: Milestone | None = None
    user: Account | None = None


class BaseChange(Part, frozen=True):
    ref: From | None = None


class Changes(Part, frozen=True):
    base: BaseChange | None = None
    body: From | None = None
    title: From | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    pull_request: PullRequest
    changes: Changes = Changes()
    before: str = ""
    reason: str | None = None


def translate(payload: Payload, envelope: Envelope) -> Translation:
    pull, action = snapshot(payload), payload.action
    if special := SPECIAL.get(action):
        facts = tuple(special(payload, envelope, pull))
    elif plain := PLAIN.get(action):
        facts = (_plain(plain, payload, envelope, pull),)
    else:
        facts = ()
    return tell(payload, envelope, *facts) if facts else unfollowed(payload, envelope)


def snapshot(payload: Payload) -> domain.PullRequest:
    """The pull request as it stands; `merge_commit_sha` is a trial until it is merged."""
    pull, merged = payload.pull_request, bool(payload.pull_request.merged)
    body = pull.body or ""
    return domain.PullRequest(
        number=pull.number,
        title=pull.title,
        author=_actor(pull.user),
        base=pull.base.ref,
        head=pull.head.ref,
        head_sha=pull.head.sha,
        updated_at=utc(pull.updated_at),
        state="merged" if merged else pull.state,
        draft=pull.draft,
        labels=tuple(label.name for label in pull.labels),
        milestone=pull.milestone.title if pull.milestone else "",
        body=body,
        closes=closes_of_pull(pull.title, body, repository=payload.repository.full_name),
        merge_commit_sha=pull.merge_commit_sha if merged else None,
        merged_at=utc(pull.merged_at) if merged and pull.merged_at else None,
        merged_by=_actor(pull.merged_by) if merged else None,
        commits=pull.commits,
        base_sha=pull.base.sha,
        created_at=utc(pull.created_at),
    )


def _actor(account: Account | None) -> Actor | None:
    return account.actor() if account else None


def _once(pull: domain.PullRequest, told: str, *content: str) -> str:
    """GitHub's `updated_at` is good to the second, so what changed is in the key too."""
    return f"pull:{pull.number}:{told}:{pull.updated_at.isoformat()}:{digest(*content)}"


def _plain(
    told: type[domain.PullRequestFact],
    payload: Payload,
    envelope: Envelope,
    pull: domain.PullRequest,
) -> Keyed:
    fact = told(at=pull.updated_at, via=envelope.via, by=payload.by(), pull=pull)
    return Keyed(fact, _once(pull, topic(fact), pull.milestone, *sorted(pull.labels)))


def _opened(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    at = pull.created_at or pull.updated_at
    fact = domain.PullRequestOpened(at=at, via=envelope.via, by=payload.by(), pull=pull)
    yield Keyed(fact, f"pull:{pull.number}:opened")


def _closed(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    closed_at = payload.pull_request.closed_at
    at = pull.merged_at or (utc(closed_at) if closed_at else pull.updated_at)
    if pull.state == "merged":
        merged = domain.PullRequestMerged(
            at=at, via=envelope.via, by=pull.merged_by or payload.by(), pull=pull
        )
        yield Keyed(merged, f"pull:{pull.number}:merged:{pull.merge_commit_sha}")
    else:
        ended = domain.PullRequestAbandoned(at=at, via=envelope.via, by=payload.by(), pull=pull)
        yield Keyed(ended, f"pull:{pull.number}:abandoned:{at.isoformat()}")


def _edited(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    at, via, by, changes = pull.updated_at, envelope.via, payload.by(), payload.changes
    if changes.base and changes.base.ref:
        before = changes.base.ref.from_ or ""
        retargeted = domain.PullRequestRetargeted(at=at, via=via, by=by, pull=pull, before=before)
        yield Keyed(retargeted, _once(pull, "retargeted", before, pull.base))
    if changes.title or changes.body:
        reworded = domain.PullRequestReworded(at=at, via=via, by=by, pull=pull)
        yield Keyed(reworded, _once(pull, "reworded", pull.title, pull.body))


def _extended(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    fact = domain.PullRequestExtended(
        at=pull.updated_at, via=envelope.via, by=payload.by(), pull=pull, before=payload.before
    )
    yield Keyed(fact, _once(pull, "extended", fact.before, pull.head_sha))


def _disarmed(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    at, via, by, reason = pull.updated_at, envelope.via, payload.by(), payload.reason or ""
    fact = domain.AutoMergeDisabled(at=at, via=via, by=by, pull=pull, reason=reason)
    yield Keyed(fact, _once(pull, "auto_merge_disabled", reason))


def _dequeued(payload: Payload, envelope: Envelope, pull: domain.PullRequest) -> Iterator[Keyed]:
    at, via, by, reason = pull.updated_at, envelope.via, payload.by(), payload.reason or ""
    fact = domain.PullRequestDequeued(at=at, via=via, by=by, pull=pull, reason=reason)
    yield Keyed(fact, _once(pull, "dequeued", reason))


PLAIN: dict[str, type[domain.PullRequestFact]] = {
    "reopened": domain.PullRequestReopened,
    "labeled": domain.PullRequestClassified,
    "unlabeled": domain.PullRequestClassified,
    "milestoned": domain.PullRequestClassified,
    "demilestoned": domain.PullRequestClassified,
    "ready_for_review": domain.PullRequestReadied,
    "converted_to_draft": domain.PullRequestDrafted,
    "auto_merge_enabled": domain.AutoMergeEnabled,
    "enqueued": domain.PullRequestEnqueued,
}
SPECIAL: dict[str, Callable[[Payload, Envelope, domain.PullRequest], Iterator[Keyed]]] = {
    "opened": _opened,
    "closed": _closed,
    "edited": _edited,
    "synchronize": _extended,
    "auto_merge_disabled": _disarmed,
    "dequeued": _dequeued,
}
