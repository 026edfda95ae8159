"""What waits for approval: the open layers of a repository's newest and planned releases."""

from collections.abc import Iterator
from datetime import datetime
from fnmatch import fnmatchcase
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from domain import subject
from domain.approval import OPEN
from domain.deployment import EnvironmentSighted
from projections.approvals.judged import Judged
from projections.case import Case, case_of
from projections.plan import plans
from projections.policy.in_force import policy_of
from projections.releases import releases
from projections.shipments import shipments_of
from projections.view import View

# Of each repository so many of the highest versions are looked at: an older one waits for nobody.
_NEWEST: Final = 4


class Waiting(Struct, frozen=True):
    """A layer of a release that is open, for those who could stand in it.

    `could` are their keys; «whoever may approve» where the policy names nobody.
    """

    repository: str
    release: str
    environment: str
    layer: str
    missing: int
    could: tuple[str, ...]
    why: str


def waiting(view: View, repository: str, now: datetime, person: str = "") -> Iterator[Waiting]:
    """What waits for the person, or for anybody where none is named, the highest version first."""
    layers = policy_of(view).sections.approvals.layers
    if not layers:
        return
    places = _places(view, {one for layer in layers for one in layer.selector.environments})
    if not all(layer.selector.environments for layer in layers):
        places = ["", *places]
    for name in _open(view):
        case = case_of(view, name, "", now)
        gone = _shipped_to(case)
        for place in places:
            if case.sha is not None and place not in gone:
                yield from _of(replace(case, environment=place), repository, person)


def _of(case: Case, repository: str, person: str) -> Iterator[Waiting]:
    judged = Judged(case)
    for one in judged.standings:
        could = judged.could(one.place)
        anybody = one.place.eligible is None
        theirs = person in could or (anybody and person not in judged.excluded)
        if one.state == OPEN and (not person or theirs):
            yield Waiting(
                repository=repository,
                release=case.release,
                environment=case.environment,
                layer=one.place.name,
                missing=one.missing,
                could=could,
                why=one.place.meaning,
            )


def _open(view: View) -> Iterator[str]:
    """Those that are planned and not cut, then the highest versions that are."""
    yield from (one.name for one in plans(view) if not one.tag)
    groups = releases(view, limit=_NEWEST).groups
    newest = (row.name for group in groups for row in (*group.final, *group.prereleases)[:1])
    yield from islice(newest, _NEWEST)


def _shipped_to(case: Case) -> set[str]:
    """Where the release runs, or ran: nobody is asked about that any more."""
    if case.sha is None:
        return set()
    shipments = shipments_of(case.view.about(subject.shipped(case.sha)))
    return {one.environment for one in shipments if one.succeeded_at}


def _places(view: View, patterns: set[str]) -> list[str]:
    """The environments that facts told of and a pattern takes; else what is named outright."""
    sighted = {
        one.fact.name
        for one in view.about(subject.ENVIRONMENTS)
        if isinstance(one.fact, EnvironmentSighted)
    }
    named = {one for one in patterns if not any(mark in one for mark in "*?[")}
    matched = {
        name
        for name in sighted
        if any(fnmatchcase(name.casefold(), one.casefold()) for one in patterns)
    }
    return sorted(named | matched)
