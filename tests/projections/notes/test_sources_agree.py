"""Whoever told of the commits, a clone, the API or pushes in any order, the notes are the same, and
they are what a slow and plain look at the same history finds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from projections.change import REVERTS
from projections.notes.answer import Notes
from projections.notes.notes import notes
from projections.notes.settings import Settings
from projections.notes.span import release_span
from projections.view import View
from tests.story import Story, StoryView, sha

SETTINGS = Settings()
CHANGE, REVERT, PICK = "change", "revert", "pick"


class Commit(NamedTuple):
    """`about` is the label of the commit that it reverts, or was picked from."""

    label: str
    deed: str
    about: str

    @property
    def message(self) -> str:
        number = int(self.label[1:]) + 100
        if self.deed == REVERT:
            return f"Take back {self.about} (#{number})\n\nThis reverts commit {sha(self.about)}."
        if self.deed == PICK:
            picked = f"(cherry picked from commit {sha(self.about)})"
            return f"Change {self.about}\n\n{picked}"
        return f"Change {self.label} (#{number})"


class History(NamedTuple):
    """Two lines: main, and one that left it after `fork` of its commits.

    The tags stand at places of a line, in order: v1.1.0, v1.2.0, … on main, and cut after those
    v0.9.1, v0.9.2, … on the other.
    """

    main: Sequence[Commit]
    side: Sequence[Commit]
    fork: int
    main_tags: Sequence[int]
    side_tags: Sequence[int]


@st.composite
def histories(draw: st.DrawFn) -> History:
    main: list[Commit] = []
    for number in range(draw(st.integers(2, 9))):
        about = draw(st.sampled_from(main)) if main and draw(st.booleans()) else None
        deed = REVERT if about else CHANGE
        main.append(Commit(f"m{number}", deed, about.label if about else ""))
    fork = draw(st.integers(1, len(main)))
    side: list[Commit] = []
    later = [one for one in main[fork:] if one.deed == CHANGE]
    for number in range(draw(st.integers(0, 4))):
        picked = draw(st.sampled_from(later)) if later and draw(st.booleans()) else None
        if picked and all(one.about != picked.label for one in side):
            side.append(Commit(f"s{50 + number}", PICK, picked.label))
        else:
            side.append(Commit(f"s{50 + number}", CHANGE, ""))
    places = st.lists(st.integers(1, len(main)), min_size=1, max_size=3, unique=True).map(sorted)
    on_side = range(1, len(side) + 1)
    side_places = draw(st.lists(st.sampled_from(on_side), max_size=2, unique=True)) if side else []
    return History(main, side, fork, draw(places), sorted(side_places))


def told(history: History, *, pushed: bool) -> Story:
    story = Story()
    story.repository()

    def tell(line: Sequence[Commit], before: str | None) -> None:
        for one in line:
            if pushed:
                before = story.pushed(one.label, before, one.message)
            else:
                before = story.commit(one.label, *filter(None, [before]), message=one.message)

    tell(history.main, None)
    tell(history.side, sha(history.main[history.fork - 1].label))
    for minor, place in enumerate(history.main_tags, 1):
        story.cut(f"v1.{minor}.0", sha(history.main[place - 1].label))
    for patch, place in enumerate(history.side_tags, 1):
        story.cut(f"v0.9.{patch}", sha(history.side[place - 1].label))
    return story


def ranges(history: History) -> Mapping[str, Sequence[Commit]]:
    """What each release holds beyond the one before it on its line, said plainly."""
    found = {}
    start = 0
    for minor, place in enumerate(history.main_tags, 1):
        found[f"v1.{minor}.0"] = history.main[start:place]
        start = place
    trunk = list(history.main[: history.fork])
    begun = 0
    for patch, place in enumerate(history.side_tags, 1):
        own = history.side[begun:place]
        found[f"v0.9.{patch}"] = [*trunk, *own] if patch == 1 else own
        begun = place
    return found


def plainly_listed(inside: Sequence[Commit]) -> set[str]:
    """Parity along every chain of reverts, newest first."""
    labels = {one.label for one in inside}
    works = {}
    for one in reversed(inside):
        if one.deed == REVERT:
            takers = [label for label, about in works.items() if about == one.label]
            if not takers:
                works[one.label] = one.about
    gone = set(works.values())
    return {
        one.label
        for one in inside
        if one.label not in gone
        and not (one.deed == REVERT and one.about in labels)
        and not (one.deed == REVERT and one.label not in works)
    }


def listed(view: View, tag: str) -> Notes:
    return notes(view, release_span(view, tag, SETTINGS), SETTINGS)


def digest(found: Notes) -> object:
    """Everything that does not say who told it."""
    entries = [one for heading in found.headings for one in heading.entries] + list(found.unlisted)
    return (
        found.previous,
        found.size,
        sorted(
            (
                *(one.change.sha, one.title, one.section, one.listed, one.reason),
                *(one.change.net, one.change.releases, one.change.also_as),
            )
            for one in entries
        ),
    )


def shown(found: Notes) -> set[str]:
    return {one.change.sha for heading in found.headings for one in heading.entries}


@given(histories(), st.randoms(use_true_random=False))
def test_clones_and_pushes_tell_the_same_notes(history: History, chance: object) -> None:
    clone, pushes = told(history, pushed=False), told(history, pushed=True)
    shuffled = list(pushes.facts)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    doubled: Iterable[object] = [*shuffled, *shuffled[::2]]
    views = [StoryView(clone.facts), StoryView(pushes.facts), StoryView(doubled)]  # type: ignore[arg-type]
    for tag, inside in ranges(history).items():
        first, *others = (listed(view, tag) for view in views)
        assert [digest(one) for one in others] == [digest(first)] * 2
        assert shown(first) == {sha(one) for one in plainly_listed(inside)}


def shipped_in(history: History, revert: Commit) -> str:
    """The lowest release that has what it takes back, and not yet the revert."""
    places = {one.label: place for place, one in enumerate(history.main, 1)}
    target, taken_back = places[revert.about], places[revert.label]
    on_side = target <= history.fork < taken_back and history.side_tags
    on_main = (
        f"v1.{minor}.0"
        for minor, at in enumerate(history.main_tags, 1)
        if target <= at < taken_back
    )
    return "v0.9.1" if on_side else next(on_main, "")


@given(histories())
def test_a_shipped_revert_names_the_first_release_that_shipped(history: History) -> None:
    view = StoryView(told(history, pushed=False).facts)
    commits = {sha(one.label): one for one in history.main}
    for tag in (f"v1.{minor}.0" for minor in range(1, len(history.main_tags) + 1)):
        for heading in listed(view, tag).headings:
            for one in (entry.change for entry in heading.entries):
                if one.net == REVERTS:
                    told_as = [target.shipped_in for target in one.reverts]
                    assert told_as == [shipped_in(history, commits[one.sha])]
