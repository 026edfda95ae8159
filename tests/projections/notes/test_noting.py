"""What many notes have in common is found out once, and each is what it would be by itself."""

import random
from collections import Counter

import pytest
from msgspec.structs import replace

from domain import subject
from domain.fact import Told
from projections import kept
from projections.brought import Brought
from projections.change import REVERTS, Change
from projections.contained import Around, Made
from projections.heard import Heard
from projections.notes.notes import Noting, notes
from projections.notes.settings import Settings
from projections.notes.span import Span, range_span, release_spans
from projections.reverts import Net
from tests.story import Story, StoryView, sha

TITLES = ("Add x", "fix: mend y", "feat!: drop z", "Bump rake from 1.0 to 1.1", "Tidy up")


def history(seed: int) -> Story:
    """Two lines with releases of their own, picks from one to the other, merges and reverts."""
    chance, story = random.Random(seed), Story()
    story.repository()
    trunk = line = story.commit("root")
    for number in range(1, 25):
        on_line = chance.random() < 0.4
        before = line if on_line else trunk
        title = chance.choice(TITLES)
        said = chance.choice(
            (
                title,
                f"{title} (#{number})",
                f"{title}\n\n(cherry picked from commit {chance.choice((trunk, line))})",
                f'Revert "{title}"\n\nThis reverts commit {before}.',
            )
        )
        merge = (before, line) if not on_line and line != trunk and chance.random() < 0.2 else ()
        made = story.commit(str(number), *(merge or (before,)), message=said)
        if chance.random() < 0.4:
            story.merged(number, made, title, labels=("bug",))
        line, trunk = (made, trunk) if on_line else (line, made)
        if number % 4 == 0:
            story.cut(f"v1.{number // 4}.0", trunk)
        if number % 6 == 0:
            story.cut(f"v0.9.{number // 6}", line)
    story.branch("main", trunk)
    return story


@pytest.mark.parametrize("most", [0, 10, 20_000])
@pytest.mark.parametrize("seed", range(6))
def test_notes_made_together_are_those_made_one_by_one(
    seed: int, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "MOST", most)
    view = history(seed).view()
    settings = Settings()
    spans = [*release_spans(view, "", settings)]
    names = [span.tag for span in spans]
    spans += [range_span(view, one, two, "", settings) for one in names[::2] for two in names[1::2]]
    noting = Noting(view, settings)
    random.Random(seed).shuffle(spans)

    assert len(spans) > 20
    for span in spans:
        assert noting.notes(span) == notes(view, span, settings)


def test_a_change_that_is_the_same_in_the_next_range_is_not_made_anew() -> None:
    story = history(1)
    view = story.view()
    noting = Noting(view, Settings())
    [older, newer] = [one for one in release_spans(view, "", Settings()) if one.tag < "v1.3"][-2:]
    wide = range_span(view, older.tag, "v1.6.0", "", Settings())
    again = range_span(view, newer.tag, "v1.6.0", "", Settings())

    def made(span: Span) -> dict[str, Change]:
        told = noting.notes(span)
        every = [one for part in told.headings for one in part.entries] + [*told.unlisted]
        return {one.change.key: one.change for one in every}

    first, second = made(wide), made(again)
    same = [key for key in first if key in second and first[key] is second[key]]
    assert same
    assert all(first[key] == second[key] for key in same)


def test_a_change_with_another_end_is_made_anew() -> None:
    story = Story()
    one = story.commit("one")
    texts = Heard(story.view()).of((one,)).texts
    lone = Brought(f"commit:{one}", None, one, (one,), "one", texts[one])
    made = Made()

    plain = made.change(lone, texts, Around())

    assert made.change(lone, texts, Around()) is plain
    assert made.change(lone, texts, Around(Net(net=REVERTS))).net == REVERTS
    assert made.change(replace(lone, title="two"), texts, Around()).title == "two"


class Counting(StoryView):
    """A view that knows what it was asked."""

    def about(self, *subjects: str) -> list[Told]:
        self.asked = [*getattr(self, "asked", ()), *subjects]
        return super().about(*subjects)


def test_what_a_commit_says_is_asked_once() -> None:
    story = Story()
    one = story.commit("one")
    two = story.commit("two", one)
    pick = story.commit("pick", message=f"y\n\n(cherry picked from commit {two})")
    view = Counting(story.facts)
    known = Heard(view)

    assert [*known.of((one,)).texts] == [one]
    said = known.of((two, one))
    assert ([*said.texts], [*said.others]) == ([two, one], [pick])
    assert known.of((pick, two)).others == {}
    asked = Counter(view.asked)
    assert asked.pop(subject.commit(two)) == 2  # once as what another was picked from
    assert set(asked.values()) == {1}
    assert len(asked) == 5
    assert known.of((sha("nobody told"),)).texts == {}
