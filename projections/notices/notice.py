"""A notice: one thing that happened, as those are told of it who want to hear."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import product
from typing import Any, Final

from msgspec import Struct

from domain import subject
from domain.alert import AlertFact
from domain.deployment import DeploymentFact
from domain.fact import Fact, Told
from domain.freezing import Freezing
from domain.incident import IncidentFact
from domain.release import ReleaseFact, ReleasePromoted
from domain.selector import Selector
from domain.tag import TagFact
from domain.version import read
from projections.case import type_by
from projections.notices.occasions import OF_DECISIONS, OF_FACTS, decided_in, told_of
from projections.plan import plan_of
from projections.recorded import Recorded
from projections.tags_at import tags_at
from projections.view import View

# What we hear of so long after it happened is history: a backfill must not be announced.
LATE: Final = timedelta(days=1)


class Place(Struct, frozen=True):
    """Of which releases and environments it is; None where it is of all of them."""

    releases: tuple[str, ...] = ()
    types: tuple[str, ...] | None = ()
    components: tuple[str, ...] | None = ()
    environments: tuple[str, ...] | None = ()

    def within(self, selector: Selector) -> bool:
        """Whether a rule with this selector is about it."""
        limits = Selector(
            () if self.types is None else selector.types,
            () if self.components is None else selector.components,
            () if self.environments is None else selector.environments,
        )
        return any(
            limits.selects(type_=type_, component=component, environment=environment)
            for type_, component, environment in product(
                self.types or ("",), self.components or ("",), self.environments or ("",)
            )
        )


class Notice(Struct, frozen=True):
    """`key` makes it this one for ever, among those of its event; `position` is what it rests on.

    `people` are those whom it waits for, by their keys.
    """

    event: str
    key: str
    sentence: str
    at: datetime
    by: str
    place: Place
    about: tuple[str, ...]
    position: int
    people: tuple[str, ...] = ()


def of_facts(view: View, told: Iterable[Told]) -> Iterator[Notice]:
    """Of those facts that may be news, and that we heard of soon after they happened."""
    known = [one for one in told if type(one.fact) in OF_FACTS]
    recorded = view.recorded([one.position for one in known])
    for position, fact in known:
        late = recorded[position] - fact.at > LATE
        if not late and not _told_already(view, position, fact):
            yield Notice(
                event=OF_FACTS[type(fact)].event,
                key=_key(position, fact),
                sentence=told_of(fact),
                at=fact.at,
                by=fact.by.name if fact.by else "",
                place=_of_fact(view, fact),
                about=tuple(fact.about()),
                position=position,
            )


def of_decisions(view: View, decided: Iterable[Recorded]) -> Iterator[Notice]:
    """Of those decisions that may be news."""
    for position, made in decided:
        if type(made) in OF_DECISIONS:
            yield Notice(
                event=OF_DECISIONS[type(made)].event,
                key=_named(getattr(made, "release", ""), str(position)),
                sentence=decided_in(made),
                at=made.at,
                by=made.by,
                place=_of_decision(view, made),
                about=made.about(),
                position=position,
            )


def place_of(view: View, releases: Iterable[str], environments: tuple[str, ...]) -> Place:
    """The place of releases by their names, with the types that their plans give them."""
    names = tuple(releases)
    types = (type_by(plan_of(view, name)) for name in names)
    components = (read(name).component for name in names)
    return Place(names, tuple(dict.fromkeys(types)), tuple(dict.fromkeys(components)), environments)


def _told_already(view: View, position: int, fact: Fact) -> bool:
    """GitHub says of each full release that it was published, and that it is no prerelease."""
    if not isinstance(fact, ReleasePromoted):
        return False
    before = view.about(subject.release(fact.release.id))
    return not any(
        isinstance(one.fact, ReleaseFact) and one.fact.release.prerelease
        for one in before
        if one.position < position
    )


def _key(position: int, fact: Fact) -> str:
    """A deployment may be said to have ended more than once; other things happen each time."""
    match fact:
        case DeploymentFact():
            return _named(fact.deployment.environment, fact.deployment.id)
        case TagFact():
            return _named(fact.name, str(position))
        case ReleaseFact():
            return _named(fact.release.tag, str(position))
        case _:
            return str(position)


def _named(name: str, what: str) -> str:
    """With a name before it, for people who read a list of them."""
    return ", ".join(filter(None, (name, what)))


def _of_fact(view: View, fact: Fact) -> Place:
    match fact:
        case TagFact():
            return place_of(view, [fact.name], ())
        case ReleaseFact():
            return place_of(view, [fact.release.tag], ())
        case DeploymentFact():
            return _shipped(view, fact.deployment.sha, fact.deployment.environment)
        case IncidentFact():
            return _shipped(view, fact.sha, fact.environment)
        case AlertFact():
            return _shipped(view, "", fact.environment)
        case _:
            return Place()


def _shipped(view: View, sha: str, environment: str) -> Place:
    names = tags_at(view, [sha])[sha] if sha else ()
    return place_of(view, names, (environment,) if environment else ())


def _of_decision(view: View, made: Any) -> Place:
    if isinstance(made, Freezing.Declared):
        # For whom a pattern holds is not known here: rather one hears of it who need not.
        return Place((), None, _exact(made.components), _exact(made.environments))
    if isinstance(made, Freezing.Ended):
        return Place((), None, None, None)
    environment = getattr(made, "environment", "")
    there = (environment,) if environment else ()
    if release := getattr(made, "release", ""):
        return place_of(view, [release], there)
    return Place((), (), (made.component,), there)  # what has no tag, or is of all releases


def _exact(names: Iterable[str]) -> tuple[str, ...] | None:
    known = tuple(names)
    return known if known and not any(set(one) & set("*?[") for one in known) else None
