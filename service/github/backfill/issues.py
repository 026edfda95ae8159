"""Issues as they stand: the last changed first, a hundred a request.

Pull requests are in GitHub's list too, and are passed over: they are read by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from domain import subject
from domain.issue import Issue, IssueDismissed, IssueFact, IssueOpened, IssueReopened, IssueResolved
from projections.fold import in_order
from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("number", "title", "state", "state_reason", "created_at", "updated_at", "closed_at"),
    *("body", "user"),
)

_STATES: Final[Mapping[type, str]] = {
    IssueOpened: "open",
    IssueReopened: "open",
    IssueResolved: "closed",
    IssueDismissed: "closed",
}


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the next page."""
    how = {"state": "all", "sort": "updated", "direction": "desc"}
    for number, rows in reading.pages("/issues", place or 1, **how):
        recent = [row for row in rows if reading.is_recent(row["updated_at"])]
        issues = [row for row in recent if "pull_request" not in row]
        known = _known(reading, (row["number"] for row in issues))
        news = sum(_tell(reading, row, known.get(row["number"])) for row in issues)
        yield Step(number + 1, len(issues), news)
        if len(recent) < len(rows):
            return


class Known(NamedTuple):
    """An issue as it was told last; `state` is what somebody told to have happened to it, which its
    newest snapshot may be ahead of.
    """

    issue: Issue
    state: str


def _known(reading: Reading, numbers: Iterable[int]) -> dict[int, Known]:
    with reading.look() as view:
        told = view.about(*map(subject.issue, numbers))
    last: dict[int, Known] = {}
    for fact in (one.fact for one in in_order(told)):
        if isinstance(fact, IssueFact):
            held = last.get(fact.issue.number, Known(fact.issue, "open"))
            newer = fact.issue.updated_at >= held.issue.updated_at
            state = _STATES.get(type(fact), held.state)
            last[fact.issue.number] = Known(fact.issue if newer else held.issue, state)
    return last


def _tell(reading: Reading, row: Mapping[str, Any], known: Known | None) -> int:
    news = 0
    for action in _actions(row, known):
        key = f"issue:{row['number']}:{action}@{row['updated_at']}"
        # Who closed it is told where GitHub does; of the rest nobody says who it was.
        by = {"opened": row["user"], "closed": row.get("closed_by")}.get(action)
        sender = {"sender": by} if by else {}
        news += reading.tell("issues", key, action=action, issue=_kept(row), **sender)
    return news


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    milestone = row.get("milestone")
    return {
        **{name: row.get(name) for name in _KEPT},
        "labels": [{"name": label["name"]} for label in row["labels"]],
        "milestone": milestone and {"title": milestone["title"]},
    }


def _actions(row: Mapping[str, Any], known: Known | None) -> Iterator[str]:
    """What its state implies to have happened, beside what we know of it."""
    if known is None:
        yield "opened"
    else:
        yield from _edits(row, known.issue)
    if row["state"] != (known.state if known else "open"):
        yield "reopened" if row["state"] == "open" else "closed"


def _edits(row: Mapping[str, Any], known: Issue) -> Iterator[str]:
    if known.title != row["title"]:
        yield "edited"
    if set(known.labels) != {label["name"] for label in row["labels"]}:
        yield "labeled"
    milestone = row["milestone"]["title"] if row.get("milestone") else ""
    if known.milestone != milestone:
        yield "milestoned" if milestone else "demilestoned"
