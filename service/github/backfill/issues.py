"""Issues as they stand: the last changed first, a hundred a request.

Pull requests are in GitHub's list too, and are passed over: they are read by themselves.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from domain import subject
from domain.issue import Issue, IssueFact
from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("number", "title", "state", "state_reason", "created_at", "updated_at", "closed_at"),
    *("body", "user"),
)


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


def _known(reading: Reading, numbers: Iterable[int]) -> dict[int, Issue]:
    """As they were told last."""
    last: dict[int, Issue] = {}
    with reading.look() as view:
        for told in view.about(*map(subject.issue, numbers)):
            if isinstance(told.fact, IssueFact):
                issue = told.fact.issue
                held = last.get(issue.number)
                if held is None or issue.updated_at >= held.updated_at:
                    last[issue.number] = issue
    return last


def _tell(reading: Reading, row: Mapping[str, Any], known: Issue | None) -> int:
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


def _actions(row: Mapping[str, Any], known: Issue | None) -> Iterator[str]:
    """What its state implies to have happened, beside what we know of it."""
    if known is None:
        yield "opened"
    else:
        yield from _edits(row, known)
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
