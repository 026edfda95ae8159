"""Of the pull requests that projects listed in their own notes, nearly all are found in git alone.

What is missed, and why, is told in docs/notes-accuracy.md.
"""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from projections.contents import contents
from projections.notes.settings import Series, Settings
from projections.notes.span import release_span
from projections.view import View
from tests.service import repositories

pytestmark = pytest.mark.corpus

STABLE = Settings(series=(Series(policy="stable"),))

# name: the least recall and the least precision
FLOORS = {
    "semantic-pr": (0.91, 0.59),
    "git-cliff": (0.985, 0.51),
    "pydantic": (0.96, 0.36),
    "vite": (0.995, 0.52),
}


class Figures(Struct):
    listed: int = 0
    found: int = 0
    both: int = 0

    @property
    def recall(self) -> float:
        return self.both / self.listed

    @property
    def precision(self) -> float:
        return self.both / self.found


def figures(view: View, listed: dict[str, list[int]]) -> Figures:
    """Over all releases that the project wrote notes for; what is reverted inside counts not."""
    sums = Figures()
    for tag, numbers in listed.items():
        span = release_span(view, tag, STABLE)
        held = contents(view, span.base_sha, span.head_sha, less=span.less, reach=False)
        printed = {one.number for one in held.pulls if one.net != "gone"}
        sums.listed += len(set(numbers))
        sums.found += len(printed)
        sums.both += len(printed.intersection(numbers))
    return sums


@pytest.mark.parametrize("name", FLOORS)
def test_what_projects_listed_is_found(
    name: str, history: Callable[[str], Path], corpora: Path
) -> None:
    listed = json.loads((corpora / "histories" / f"{name}.notes.json").read_text())
    found = figures(repositories.view(history(name)), listed)
    recall, precision = FLOORS[name]

    told = f"{name}: recall {found.recall:.4f}, precision {found.precision:.4f}"
    print(told)  # noqa: T201 - the figures are what one runs it for
    assert found.recall >= recall
    assert found.precision >= precision
