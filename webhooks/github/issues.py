"""GitHub's `issues`: a wish or a fault, from its report to its end."""

from domain import issue as domain
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.payload import (
    Account,
    Moment,
    Number,
    Part,
    When,
    digest,
    not_before,
    tell,
    unfollowed,
    utc,
)
from webhooks.github.pull_request import Label, Milestone
from webhooks.translation import Envelope, Translation


class Anything(Part, frozen=True):
    """Something is there, whatever it holds."""


class Issue(Part, frozen=True, kw_only=True):
    number: Number
    title: str
    created_at: Moment
    updated_at: Moment
    closed_at: Moment | None = None
    state: str = "open"
    state_reason: str | None = None
    labels: tuple[Label, ...] = ()
    milestone: Milestone | None = None
    user: Account | None = None
    body: str | None = None
    pull_request: Anything | None = None


class NewRepository(Part, frozen=True):
    full_name: str = ""


class Changes(Part, frozen=True):
    new_repository: NewRepository | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    issue: Issue
    changes: Changes = Changes()


FACTS: dict[str, type[domain.IssueFact]] = {
    "opened": domain.IssueOpened,
    "closed": domain.IssueResolved,
    "reopened": domain.IssueReopened,
    "edited": domain.IssueReworded,
    "labeled": domain.IssueClassified,
    "unlabeled": domain.IssueClassified,
    "milestoned": domain.IssueClassified,
    "demilestoned": domain.IssueClassified,
    "transferred": domain.IssueTransferred,
    "deleted": domain.IssueDeleted,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told = FACTS.get(payload.action)
    if told is None:
        return unfollowed(payload, envelope)
    if payload.issue.pull_request:
        return unfollowed(payload, envelope, "it is a pull request, which tells of itself")
    issue, moment = snapshot(payload.issue), _when(payload, envelope)
    at, inferred, via, by = moment.at, moment.inferred, envelope.via, payload.by()
    if payload.action == "closed" and issue.reason not in ("", "completed"):
        told = domain.IssueDismissed
    if payload.action == "closed" and not issue.reason:
        inferred = "resolved: GitHub gave no reason for the closing"
    if payload.action == "transferred":
        new = payload.changes.new_repository
        fact: domain.IssueFact = domain.IssueTransferred(
            at=at, via=via, by=by, inferred=inferred, issue=issue, to=new.full_name if new else ""
        )
    else:
        fact = told(at=at, via=via, by=by, inferred=inferred, issue=issue)
    return tell(payload, envelope, Keyed(fact, _once(payload, moment)))


def snapshot(issue: Issue) -> domain.Issue:
    return domain.Issue(
        number=issue.number,
        title=issue.title,
        state=issue.state,
        updated_at=utc(issue.updated_at),
        reason=issue.state_reason or "",
        labels=tuple(label.name for label in issue.labels),
        milestone=issue.milestone.title if issue.milestone else "",
        author=issue.user.actor() if issue.user else None,
        closed_at=utc(issue.closed_at) if issue.closed_at else None,
    )


def _when(payload: Payload, envelope: Envelope) -> When:
    issue, action = payload.issue, payload.action
    if action == "deleted":
        return not_before(payload, envelope, issue.updated_at)
    own = {"opened": issue.created_at, "closed": issue.closed_at}.get(action)
    return When(utc(own or issue.updated_at))


def _once(payload: Payload, moment: When) -> str:
    issue, action = payload.issue, payload.action
    if action in ("opened", "deleted"):
        return f"issue:{issue.number}:{action}"
    milestone = issue.milestone.title if issue.milestone else ""
    labels = sorted(label.name for label in issue.labels)
    content = digest(issue.title, issue.body or "", milestone, *labels)
    return moment.once("issue", issue.number, action, content)
