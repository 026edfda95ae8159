"""What issues, milestones and labels tell."""

from datetime import datetime
from typing import Any

import pytest

from domain import issue as issues
from domain import milestone as milestones
from domain.fact import Actor
from domain.issue import Issue
from tests.payloads import Repo, issue, label, labels, milestone, minute
from tests.webhooks.reading import fact, keyed, note
from webhooks.github.payload import JUST_AFTER, NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
AFTER = minute(9) + JUST_AFTER


def wish(**changed: Any) -> Issue:
    whole: dict[str, Any] = {
        "number": 7,
        "title": "Wish 7",
        "state": "open",
        "updated_at": minute(9),
        "author": ADA,
    }
    return Issue(**(whole | changed))


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("reopened", issues.IssueReopened),
        ("edited", issues.IssueReworded),
        ("labeled", issues.IssueClassified),
        ("unlabeled", issues.IssueClassified),
        ("milestoned", issues.IssueClassified),
        ("demilestoned", issues.IssueClassified),
    ],
)
def test_an_action_is_a_fact(action: str, told: type[issues.IssueFact]) -> None:
    expected = told(at=minute(9), via=VIA, by=ADA, issue=wish())
    assert fact(issue(REPO, action, 7, minute(9))) == expected


def test_it_is_opened_when_it_was_created() -> None:
    sent = issue(REPO, "opened", 7, minute(9))
    assert fact(sent).at == minute(0)
    assert keyed(sent)[0].once == "issue:7:opened"


@pytest.mark.parametrize(
    ("reason", "told", "inferred"),
    [
        ("completed", issues.IssueResolved, ""),
        (None, issues.IssueResolved, "resolved: GitHub gave no reason for the closing"),
        ("not_planned", issues.IssueDismissed, ""),
        ("duplicate", issues.IssueDismissed, ""),
    ],
)
def test_it_is_resolved_or_dismissed(
    reason: str | None, told: type[issues.IssueFact], inferred: str
) -> None:
    closed = wish(state="closed", reason=reason or "", closed_at=minute(9))
    expected = told(at=minute(9), via=VIA, by=ADA, inferred=inferred, issue=closed)
    assert fact(issue(REPO, "closed", 7, minute(9), issue={"state_reason": reason})) == expected


def test_it_moves_to_another_repository() -> None:
    changes = {"new_repository": {"id": 43, "full_name": "octo/window"}, "new_issue": None}
    assert fact(
        issue(REPO, "transferred", 7, minute(9), changes=changes)
    ) == issues.IssueTransferred(at=minute(9), via=VIA, by=ADA, issue=wish(), to="octo/window")
    unknown = fact(issue(REPO, "transferred", 7, minute(9)))
    assert isinstance(unknown, issues.IssueTransferred)
    assert unknown.to == ""


def test_it_is_deleted_at_some_time_after_its_last_change() -> None:
    sent = issue(REPO, "deleted", 7, minute(9), issue={"user": None})
    assert fact(sent) == issues.IssueDeleted(
        at=AFTER, via=VIA, by=ADA, inferred=NOT_BEFORE, issue=wish(author=None)
    )
    assert keyed(sent)[0].once == "issue:7:deleted"


def test_labels_and_milestone_tell_two_facts_apart() -> None:
    def key(**of: Any) -> str:
        return keyed(issue(REPO, "labeled", 7, minute(9), issue=of))[0].once

    assert key(labels=labels("bug", "web")) == key(labels=labels("web", "bug"))
    assert key(labels=labels("bug")) != key(labels=labels("bug"), milestone={"title": "v1"})


def test_a_pull_request_tells_of_itself() -> None:
    sent = issue(REPO, "labeled", 7, minute(9), issue={"pull_request": {"url": "…"}})
    assert note(sent) == (
        "unfollowed: issues labeled (it is a pull request, which tells of itself)"
    )
    assert note(issue(REPO, "pinned", 7, minute(9))) == "unfollowed: issues pinned"


@pytest.mark.parametrize(
    ("action", "told", "at", "state", "inferred"),
    [
        ("created", milestones.MilestoneOpened, minute(0), "open", ""),
        ("opened", milestones.MilestoneOpened, minute(9), "open", ""),
        ("closed", milestones.MilestoneClosed, minute(9), "closed", ""),
        ("edited", milestones.MilestoneReworded, minute(9), "open", ""),
        ("deleted", milestones.MilestoneDeleted, AFTER, "open", NOT_BEFORE),
    ],
)
def test_a_milestone_comes_and_goes(
    action: str, told: type[milestones.MilestoneFact], at: datetime, state: str, inferred: str
) -> None:
    expected = told(at=at, via=VIA, by=ADA, inferred=inferred, number=2, title="v2", state=state)
    assert fact(milestone(REPO, action, 2, minute(9))) == expected


def test_a_milestone_may_have_a_day_to_be_met() -> None:
    due = fact(milestone(REPO, "edited", 2, minute(9), due_on="2026-04-01T07:00:00Z"))
    assert isinstance(due, milestones.MilestoneReworded)
    assert due.due_on is not None
    assert note(milestone(REPO, "sung", 2, minute(9))) == "unfollowed: milestone sung"


def test_a_label_is_made_renamed_and_dropped() -> None:
    made = fact(label(REPO, "created", "bug", minute(9)))
    renamed = fact(label(REPO, "edited", "fault", minute(9), before="bug"))
    dropped = fact(label(REPO, "deleted", "fault", minute(9)))

    common: dict[str, Any] = {"at": AFTER, "via": VIA, "by": ADA, "inferred": NOT_BEFORE}
    assert made == milestones.LabelCreated(**common, name="bug")
    assert renamed == milestones.LabelRenamed(**common, name="fault", before="bug")
    assert dropped == milestones.LabelDeleted(**common, name="fault")


def test_a_new_colour_is_no_news() -> None:
    assert note(label(REPO, "edited", "bug", minute(9))) == "unfollowed: label edited"


def test_a_label_may_come_again_so_its_delivery_alone_guards_it() -> None:
    assert keyed(label(REPO, "created", "bug", minute(9)))[0].once == ""
