"""What people wish for on the stage: issues, and milestones to gather them."""

from datetime import datetime

from service.demonstration.cast import Person
from service.demonstration.payloads import common, proposals
from service.demonstration.props.proposals import Issue, Milestone
from service.demonstration.stage import Stage


def plan(stage: Stage, title: str, by: Person, *, due_on: datetime) -> Milestone:
    """A milestone is opened; they are numbered apart from issues."""
    planned = Milestone(
        id=stage.id(),
        number=1,
        title=title,
        creator=by,
        created_at=stage.clock,
        updated_at=stage.clock,
        due_on=due_on,
    )
    _tell_milestone(stage, "created", planned, by)
    return planned


def fulfil(stage: Stage, planned: Milestone, by: Person) -> None:
    planned.closed_at = planned.updated_at = stage.clock
    _tell_milestone(stage, "closed", planned, by)


def report(
    stage: Stage,
    title: str,
    by: Person,
    *labels: str,
    milestone: Milestone | None = None,
) -> Issue:
    issue = Issue(
        id=stage.id(),
        number=stage.number(),
        title=title,
        author=by,
        created_at=stage.clock,
        updated_at=stage.clock,
        labels=labels,
        milestone=milestone,
    )
    _tell_issue(stage, "opened", issue, by)
    stage.wait(2, 8)
    return issue


def close_issue(stage: Stage, issue: Issue, by: Person, reason: str = "completed") -> None:
    issue.closed_at = issue.updated_at = stage.clock
    issue.reason = reason
    _tell_issue(stage, "closed", issue, by)


def _tell_issue(stage: Stage, action: str, issue: Issue, by: Person) -> None:
    told = proposals.issue(stage.repository, issue)
    stage.tell("issues", by, {"action": action, "issue": told})


def _tell_milestone(stage: Stage, action: str, planned: Milestone, by: Person) -> None:
    told = common.milestone(stage.repository, planned)
    stage.tell("milestone", by, {"action": action, "milestone": told})
