"""The promotion graph: where a commit has to have been before it may go into an environment."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from domain.selector import EVERYTHING, Selector


class Stage(Struct, frozen=True):
    """An environment with those before it.

    `needs` of `upstream` suffice; 0 stands for all of them. Whoever may skip an `optional` one has
    to have been where it would have come from. An `automatic` one takes what may go there, and of
    that `prereleases` only where it says so.
    """

    name: str
    upstream: tuple[str, ...] = ()
    needs: int = 0
    soak: timedelta = timedelta()
    optional: bool = False
    automatic: bool = False
    prereleases: bool = False
    selector: Selector = EVERYTHING

    @property
    def wanted(self) -> int:
        """How many of the upstream environments it takes."""
        return self.needs or len(self.upstream)


# How long a commit stayed somewhere, at its longest; None where it never was.
Stayed = Callable[[str], timedelta | None]
Graph = Mapping[str, Stage]


class Upstream(NamedTuple):
    """One environment before another: how long the commit stayed there of how long it has to.

    `skipped` is true where it was never there, and need not have been.
    """

    environment: str
    stayed: timedelta | None
    soak: timedelta
    skipped: bool

    @property
    def met(self) -> bool:
        """Whether it counts."""
        return self.skipped or (self.stayed is not None and self.stayed >= self.soak)


def graph(stages: Iterable[Stage]) -> dict[str, Stage]:
    """By name, without regard to case, as GitHub takes names of environments."""
    return {one.name.casefold(): one for one in stages}


def upstream_of(stage: Stage, stages: Graph, stayed: Stayed) -> Iterator[Upstream]:
    """How each environment before it stands; the graph has no circle, which `circle` proves."""
    for name in stage.upstream:
        before = stages.get(name.casefold())
        time = stayed(name)
        skipped = time is None and before is not None and _may_skip(before, stages, stayed)
        yield Upstream(name, time, stage.soak, skipped)


def _may_skip(stage: Stage, stages: Graph, stayed: Stayed) -> bool:
    if not stage.optional:
        return False
    return enough(stage, upstream_of(stage, stages, stayed))


def enough(stage: Stage, found: Iterable[Upstream]) -> bool:
    """Whether as many as it takes count."""
    return sum(one.met for one in found) >= stage.wanted


_OPEN: Final = object()


def circle(stages: Graph) -> tuple[str, ...]:
    """The names of a circle in the graph, in their order; empty where there is none."""
    seen: dict[str, object] = {}

    def walk(name: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if seen.get(name) is _OPEN:
            return path[path.index(name) :]
        if name in seen or name not in stages:
            return ()
        seen[name] = _OPEN
        for before in stages[name].upstream:
            if found := walk(before.casefold(), (*path, name)):
                return found
        seen[name] = None
        return ()

    for name in stages:
        if found := walk(name, ()):
            return found
    return ()
