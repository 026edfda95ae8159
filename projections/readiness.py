"""Readiness: whether a commit could be released now, and what is still in its way."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from domain import subject
from projections import condition
from projections.at_commit import conditions_to_deploy, conditions_to_release
from projections.checks import Check, checks
from projections.gates.by_checks import OURS as NAME
from projections.publish import Publish
from projections.tag_state import tag_of
from projections.view import View

__all__ = ["MET", "NAME", "Condition", "Readiness", "readiness"]

MET, WAITING, UNMET = "met", "waiting", "unmet"
# How the states of a verdict are told here; what is neither open nor failed waits for somebody.
_TOLD: Final = dict.fromkeys(condition.OPEN, MET) | {condition.FAILED: UNMET}


class Condition(Struct, frozen=True):
    """Something that a release needs; `state` is met, waiting or unmet."""

    name: str
    state: str
    why: str


class Readiness(Struct, frozen=True):
    """`state` is success, failure (something is unmet), pending, or neutral: nothing was asked."""

    sha: str
    state: str
    conditions: tuple[Condition, ...]
    tags: tuple[str, ...]
    positions: tuple[int, ...]

    @property
    def unmet(self) -> tuple[Condition, ...]:
        return tuple(one for one in self.conditions if one.state != MET)


def readiness(  # noqa: PLR0913 - what it is judged by, all named
    view: View,
    sha: str,
    tags: Sequence[str],
    publish: Publish,
    problems: Sequence[str] = (),
    *,
    now: datetime,
    environment: str = "",
) -> Readiness:
    """Of a commit, which the tags name; `problems` are those of the settings of its notes.

    Where the policy asks for something, that is what it needs, in the environment if there is one;
    else all checks that reported.
    """
    found = checks(view, sha)
    others = [one for one in found.checks if one.name != NAME]
    asked = (
        conditions_to_deploy(view, sha, environment, now)
        if environment
        else conditions_to_release(view, sha, tags, now)
    )
    conditions = (
        *(_required(others, publish.required) if publish.required or asked else map(_of, others)),
        *map(_judged, asked),
        *_tags(view, tags),
        *(Condition("release notes", UNMET, problem) for problem in problems),
    )
    places = {*found.positions, *(position for one in asked for position in one.positions)}
    return Readiness(sha, _state(conditions), conditions, tuple(tags), tuple(sorted(places)))


def _judged(asked: condition.Condition) -> Condition:
    who = f" ({', '.join(asked.who)} could meet it)" if asked.who else ""
    return Condition(
        asked.name, _TOLD.get(asked.state, WAITING), f"{asked.state}: {asked.why}{who}"
    )


def _state(conditions: Sequence[Condition]) -> str:
    states = {one.state for one in conditions}
    if UNMET in states:
        return "failure"
    if WAITING in states:
        return "pending"
    return "success" if states else "neutral"


def _required(found: Sequence[Check], required: Iterable[str]) -> Iterator[Condition]:
    for wanted in required:
        named = [one for one in found if wanted in (one.name, f"{one.app}/{one.name}")]
        if not named:
            yield Condition(wanted, WAITING, "it did not report yet")
        yield from map(_of, named)


def _of(check: Check) -> Condition:
    state = {"passing": MET, "failing": UNMET}.get(check.verdict, WAITING)
    name = f"{check.app}/{check.name}" if check.app else check.name
    return Condition(name, state, (check.conclusion or check.status).replace("_", " "))


def _tags(view: View, tags: Iterable[str]) -> Iterator[Condition]:
    for name in tags:
        tag = tag_of(name, view.about(subject.tag(name)))
        if tag is not None and tag.moved:
            yield Condition(f"tag {name}", UNMET, "it named another commit before")
