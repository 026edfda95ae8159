"""A promotion: what an environment runs now, and what it would run after it."""

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from domain.errors import NotFound
from projections.ends import End, end
from projections.environments import Cell, environments
from projections.notes.series import Lineup
from projections.notes.settings import Settings
from projections.view import View

Cells = Mapping[str, Cell]  # by component


class Promotion(Struct, frozen=True):
    """`now` is None where nothing is known to run there, and `note` says why."""

    component: str
    now: End | None
    then: End
    note: str


def promotion(view: View, environment: str, candidate: str, settings: Settings) -> Promotion:
    """`NotFound` where the environment or the candidate is not known."""
    cells = environments(view).cells
    here = _of(cells, environment)
    if not here:
        raise NotFound(f"no environment {environment} is known here: {_advice(cells, environment)}")
    there = _of(cells, candidate)
    if there:
        component = _component(environment, list(here.keys() & there.keys()) or list(here))
        then = _running(there.get(component), candidate)
        if then is None:
            raise NotFound(f"nothing is known to run in {candidate}: name a tag, branch or commit")
    else:
        then = end(view, candidate.removeprefix("environment:"), settings=settings)
        released = Lineup(view, settings).read(candidate).component
        own = [released] if then.kind == "tag" and released in here else list(here)
        component = _component(environment, own)
    now = _running(here[component], environment) if component in here else None
    note = "" if now else f"It would be all that {candidate} has. {here[component].note}"
    return Promotion(component, now, then, note.strip())


def _of(cells: tuple[Cell, ...], environment: str) -> Cells:
    name = environment.removeprefix("environment:")
    return {cell.component: cell for cell in cells if cell.environment == name}


def _component(environment: str, parts: list[str]) -> str:
    if "" in parts or len(parts) == 1:
        return "" if "" in parts else parts[0]
    raise NotFound(
        f"{environment} runs several components: as the candidate, name a tag of one of "
        f"{', '.join(sorted(parts))}"
    )


def _running(cell: Cell | None, environment: str) -> End | None:
    if cell is None or cell.running is None:
        return None
    running = cell.running
    what = f" ({', '.join(running.releases)})" if running.releases else ""
    why = f"runs in {environment}{what} since {running.since:%Y-%m-%d %H:%M:%S} UTC."
    return End(environment, "environment", running.sha, why, running.positions)


def _advice(cells: tuple[Cell, ...], environment: str) -> str:
    names = sorted({cell.environment for cell in cells})
    if not names:
        return "nothing was deployed yet, as far as is known"
    return f"there is {', '.join(get_close_matches(environment, names, n=3) or names[:5])}"
