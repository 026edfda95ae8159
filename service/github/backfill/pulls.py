"""Pull requests with their labels and milestones: the last changed first, a hundred a request.

What is changed while the list is read comes to its front, so nothing is missed from one page to
the next; what came to the front after its first page is news for the next reading.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from domain import subject
from domain.pull_request import (
    PullRequest,
    PullRequestAbandoned,
    PullRequestFact,
    PullRequestMerged,
    PullRequestOpened,
    PullRequestReopened,
)
from projections.fold import in_order
from projections.pull_state import pulls_of
from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("number", "title", "state", "created_at", "updated_at", "closed_at", "merged_at"),
    *("merge_commit_sha", "body", "draft", "user"),
)

_STATES: Final[Mapping[type, str]] = {
    PullRequestOpened: "open",
    PullRequestReopened: "open",
    PullRequestAbandoned: "closed",
    PullRequestMerged: "merged",
}


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the next page."""
    for number, rows in listed(reading, place or 1):
        known = _known(reading, (row["number"] for row in rows))
        news = sum(_tell(reading, row, known.get(row["number"])) for row in rows)
        yield Step(number + 1, len(rows), news)


class Known(NamedTuple):
    """A pull request as it was told last; `state` is what somebody told to have happened to it,
    which its newest snapshot may be ahead of.
    """

    pull: PullRequest
    state: str


def listed(reading: Reading, first: int) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """The pages of those that may have changed since the last reading."""
    how = {"state": "all", "sort": "updated", "direction": "desc"}
    for number, rows in reading.pages("/pulls", first, **how):
        recent = [row for row in rows if reading.is_recent(row["updated_at"])]
        yield number, recent
        if len(recent) < len(rows):
            return


def _known(reading: Reading, numbers: Iterable[int]) -> dict[int, Known]:
    with reading.look() as view:
        told = view.about(*map(subject.pull, numbers))
    states: dict[int, str] = {}
    for one in in_order(told):
        if isinstance(one.fact, PullRequestFact) and type(one.fact) in _STATES:
            states[one.fact.pull.number] = _STATES[type(one.fact)]
    return {
        number: Known(one.pull, states.get(number, "open"))
        for number, one in pulls_of(told).items()
    }


def _tell(reading: Reading, row: Mapping[str, Any], known: Known | None) -> int:
    pull = kept(row)
    news = 0
    for action, more in _actions(pull, known):
        if action == "closed" and pull["merged"] and reading.since is not None:
            pull["merged_by"] = more["sender"] = _merger(reading, row["number"])
        key = f"pull:{row['number']}:{action}@{row['updated_at']}"
        sender = {"sender": row["user"]} if action == "opened" else {}
        body = {"action": action, "pull_request": pull, **sender, **more}
        news += reading.tell("pull_request", key, **body)
    return news


def _merger(reading: Reading, number: int) -> Any:
    """A list does not say who merged. Where few are news it is asked for; of a whole past it would
    cost as many requests as there are pull requests.
    """
    return reading.calls.read(f"{reading.path}/pulls/{number}").json["merged_by"]


def kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """Of a row what a webhook's translator reads."""
    pull = {name: row.get(name) for name in _KEPT}
    sides = {side: {name: row[side][name] for name in ("ref", "sha")} for side in ("base", "head")}
    milestone = row.get("milestone")
    return {
        **pull,
        **sides,
        "merged": row["merged_at"] is not None,
        "labels": [{"name": label["name"]} for label in row["labels"]],
        "milestone": milestone and {"title": milestone["title"]},
    }


def _actions(pull: Mapping[str, Any], known: Known | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """What its state implies to have happened, beside what we know of it."""
    if known is None:
        yield "opened", {}
    else:
        yield from _edits(pull, known.pull)
    state = "merged" if pull["merged"] else pull["state"]
    if state == (known.state if known else "open"):
        return
    yield ("reopened" if state == "open" else "closed"), {}


def _edits(pull: Mapping[str, Any], known: PullRequest) -> Iterator[tuple[str, dict[str, Any]]]:
    if (known.title, known.body) != (pull["title"], pull["body"] or ""):
        yield "edited", {"changes": {"title": {"from": known.title}}}
    if known.base != pull["base"]["ref"]:
        yield "edited", {"changes": {"base": {"ref": {"from": known.base}}}}
    if known.head_sha != pull["head"]["sha"]:
        yield "synchronize", {"before": known.head_sha}
    if known.draft != bool(pull["draft"]):
        yield ("converted_to_draft" if pull["draft"] else "ready_for_review"), {}
    if set(known.labels) != {label["name"] for label in pull["labels"]}:
        yield "labeled", {}
    milestone = pull["milestone"]["title"] if pull["milestone"] else ""
    if known.milestone != milestone:
        yield ("milestoned" if milestone else "demilestoned"), {}
