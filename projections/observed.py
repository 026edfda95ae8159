"""What was found running, target by target, held against what is said to run there."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.deployment import EnvironmentObserved, EnvironmentSighted
from domain.fact import Told
from domain.version import read
from projections.environments import Cell, environments
from projections.fold import in_order
from projections.running import Running
from projections.tags_at import tags_at
from projections.view import View
from projections.who import Who, who

Stay = list[tuple[int, EnvironmentObserved]]


class Observed(Struct, frozen=True):
    """The last that was found on one target; `target` is empty for the environment as a whole.

    `agrees` tells whether it is what was declared by a deployment; None where nobody can say, for
    the reason in `why`. `since` is when it was first found of late, and `seen` when last.
    """

    environment: str
    target: str
    sha: str
    version: str
    releases: tuple[str, ...]
    agrees: bool | None
    why: str
    since: datetime
    seen: datetime
    by: Who | None
    url: str
    positions: tuple[int, ...]


class Survey(Struct, frozen=True):
    """The environments with what is declared to run in each, and beside it what was found.

    Production first, then by name; `transient` ones come and go, and are only named.
    """

    cells: tuple[Cell, ...]
    transient: tuple[str, ...]
    observed: tuple[Observed, ...]


def survey(view: View) -> Survey:
    """The matrix of one repository, at the view's moment."""
    found = environments(view)
    return Survey(found.cells, found.transient, observed(view, found.cells))


def observed(view: View, cells: Iterable[Cell]) -> tuple[Observed, ...]:
    """By environment, production first, and target."""
    sighted = (one.fact for one in view.about(subject.ENVIRONMENTS))
    names = sorted({fact.name for fact in sighted if isinstance(fact, EnvironmentSighted)})
    stays = list(_stays(view.about(*map(subject.observed, names))))
    releases = tags_at(view, (stay[-1][1].sha for stay in stays if stay[-1][1].sha))
    declared: dict[str, list[Cell]] = {}
    for cell in cells:
        declared.setdefault(cell.environment, []).append(cell)
    found = (_observed(stay, releases, declared) for stay in stays)
    produce = {name for name, here in declared.items() if any(one.production for one in here)}
    return tuple(
        sorted(found, key=lambda one: (one.environment not in produce, one.environment, one.target))
    )


def _stays(told: Iterable[Told]) -> Iterator[Stay]:
    """By target, the last observations in a row that found the same."""
    stays: dict[tuple[str, str], Stay] = {}
    for position, fact in in_order(told):
        if isinstance(fact, EnvironmentObserved):
            stay = stays.setdefault((fact.environment, fact.target), [])
            if stay and not _same(stay[-1][1], fact):
                stay.clear()
            stay.append((position, fact))
    yield from stays.values()


def _same(one: EnvironmentObserved, other: EnvironmentObserved) -> bool:
    if one.sha and other.sha:
        return one.sha == other.sha
    return bool(one.version) and one.version == other.version


def _observed(
    stay: Stay, releases: dict[str, tuple[str, ...]], declared: dict[str, list[Cell]]
) -> Observed:
    (_, first), (_, last) = stay[0], stay[-1]
    own = releases.get(last.sha, ())
    running = [one.running for one in declared.get(last.environment, ()) if one.running]
    agrees, why = _held(last, own, running, first.at)
    return Observed(
        environment=last.environment,
        target=last.target,
        sha=last.sha,
        version=last.version,
        releases=own,
        agrees=agrees,
        why=why,
        since=first.at,
        seen=last.at,
        by=who(last.by),
        url=last.url,
        positions=tuple(position for position, _ in stay),
    )


def _held(
    found: EnvironmentObserved, own: tuple[str, ...], running: list[Running], since: datetime
) -> tuple[bool | None, str]:
    """Several components may run in an environment: what is any of them is as declared."""
    names = own or ((found.version,) if found.version else ())
    called = names[0] if names else found.sha[:10]
    where = f" on {found.target}" if found.target else ""
    told = f"found {called}{where} since {since:%Y-%m-%d %H:%M} UTC"
    if not running:
        return False, f"nothing is declared to run here, {told}"
    if any(_is(found, names, one) for one in running):
        return True, f"declared and {told}"
    latest = max(one.since for one in running)
    if found.at < latest:
        return None, f"nobody looked{where} since the deployment on {latest:%Y-%m-%d %H:%M} UTC"
    declared = " and ".join(sorted(_called(one) for one in running))
    if not found.sha and not any(one.releases for one in running):
        return None, f"declared {declared}, of which no version is known, {told}"
    return False, f"declared {declared}, {told}"


def _is(found: EnvironmentObserved, names: tuple[str, ...], declared: Running) -> bool:
    """By the commit where it was told, for a name may move; else by the version."""
    if found.sha:
        return found.sha == declared.sha
    return any(_equal(name, other) for name in names for other in declared.releases)


def _equal(one: str, other: str) -> bool:
    """`1.2.0` is `v1.2.0`; a program that is a component does not always say so."""
    first, second = read(one), read(other)
    if not first.versioned or not second.versioned:
        return one == other
    same = first.precedence == second.precedence
    return same and (not first.component or first.component == second.component)


def _called(running: Running) -> str:
    return running.releases[0] if running.releases else running.sha[:10]
