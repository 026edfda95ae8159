"""On any graph, with any tags, bases, spans and owners are what a slow and plain look finds."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from domain.commit import CommitMade, CommitPushed
from domain.fact import Fact
from domain.version import read
from projections.base import base_of
from projections.commit_graph import CommitGraph
from projections.notes.settings import ANCESTOR, CUMULATIVE, STABLE, Series, Settings
from projections.notes.span import range_span, release_span, release_spans, unreleased_span
from projections.reach import firsts, releases_of
from projections.standing import standing
from projections.view import View
from tests.projections.commits import Lite, filed, known, with_tables
from tests.story import Story, StoryView, minute

SETTINGS = Settings()
PARTS = ("", "core")
OFTEN = ("", "", "core")


class Tag(NamedTuple):
    """A tag that stands."""

    name: str
    part: str
    version: Version
    sha: str
    cut_at: datetime


class World(NamedTuple):
    story: Story
    parents: Mapping[str, Sequence[str]]
    tags: Sequence[Tag]
    order: Sequence[Fact]

    def view(self, facts: Iterable[Fact]) -> StoryView:
        """With the graph as the ledger keeps it."""
        facts = list(facts)
        view, db = StoryView(facts), Lite()
        with_tables(db)
        told = [one for one in filed(facts) if isinstance(one.fact, CommitMade | CommitPushed)]
        CommitGraph().absorb(db, told)
        view.commits = known(db)  # type: ignore[assignment]
        return view

    def reach(self, head: str | None) -> set[str]:
        reached = {head} if head else set()
        ways = list(reached)
        while ways:
            new = set(self.parents[ways.pop()]) - reached
            reached |= new
            ways += new
        return reached


@st.composite
def worlds(draw: st.DrawFn) -> World:
    story = Story()
    story.repository()
    parents: dict[str, Sequence[str]] = {}
    commits: list[str] = []
    for number in range(draw(st.integers(1, 9))):
        before = (
            draw(st.lists(st.sampled_from(commits), max_size=2, unique=True)) if commits else []
        )
        commits.append(story.commit(str(number), *before))
        parents[commits[-1]] = before
    story.branch("main", draw(st.sampled_from(commits[-2:])))
    bits = st.integers(0, 1)
    numbers = st.tuples(bits, bits, bits, st.sampled_from([0, 0, 0, 1, 2]))
    asked = draw(st.sets(st.tuples(st.sampled_from(OFTEN), numbers), max_size=8))
    tags = [_tag(draw, story, commits, part, *one) for part, one in sorted(asked)]
    order = draw(st.permutations(story.facts))
    return World(story, parents, [tag for tag in tags if tag], order)


def _tag(draw: st.DrawFn, story: Story, commits: list[str], part: str, *numbers: int) -> Tag | None:
    """Cut once, and then moved, deleted, cut again, or none of it."""
    major, minor, patch, pre = numbers
    text = f"{major}.{minor}.{patch}" + (f"-rc.{pre}" if pre else "")
    name = f"{part}-v{text}" if part else f"v{text}"
    at = minute(draw(st.integers(100, 120)))
    commit, other = draw(st.sampled_from(commits)), draw(st.sampled_from(commits))
    fate = draw(st.sampled_from(["stands", "stands", "moved", "deleted", "cut again"]))
    story.cut(name, commit, at=at)
    if fate == "moved":
        story.moved(name, commit, other, at=minute(130))
        commit = other
    elif fate != "stands":
        story.deleted(name, commit, at=minute(140))
    if fate == "cut again":
        at, commit = minute(150), other
        story.cut(name, commit, at=at)
    return None if fate == "deleted" else Tag(name, part, Version(text), commit, at)


def _core(version: Version) -> tuple[int, ...]:
    return version.release


def plain_base(world: World, tag: Tag, policy: str) -> Tag | None:
    """The rules, said over all tags at once."""
    same = [one for one in world.tags if one.part == tag.part and one.name != tag.name]
    if policy == ANCESTOR:
        inside = world.reach(tag.sha) - {tag.sha}
        older = [one for one in same if one.sha in inside and one.cut_at < tag.cut_at]
        return max(older, key=lambda one: (one.cut_at, one.name), default=None)
    lower = [
        one
        for one in same
        if one.version < tag.version
        and (_core(one.version)[:2] == _core(tag.version)[:2] or one.cut_at <= tag.cut_at)
        and (
            not one.version.is_prerelease
            or (
                policy == STABLE
                and tag.version.is_prerelease
                and _core(one.version) == _core(tag.version)
            )
        )
    ]
    return max(lower, key=lambda one: one.version, default=None)


def commits_of(view: View, base: str | None, head: str, less: Iterable[str]) -> set[str]:
    found = {one.sha for one in view.commits.between(base, head).commits}
    for one in less:
        found &= {member.sha for member in view.commits.between(one, head).commits}
    return found


@given(worlds(), st.sampled_from([STABLE, CUMULATIVE, ANCESTOR]))
def test_every_base_is_the_one_that_the_rules_name(world: World, policy: str) -> None:
    view = world.view(world.story.facts)
    settings = Settings(series=(Series(policy=policy),))
    standing_ = {tag.name: tag for tag in standing(view, [tag.name for tag in world.tags])}
    assert standing_.keys() == {tag.name for tag in world.tags}
    for tag in world.tags:
        expected = plain_base(world, tag, policy)
        found = base_of(view, standing_[tag.name], settings)
        assert found.tag == (expected.name if expected else None)
        assert found.sha == (expected.sha if expected else None)


@given(worlds())
def test_every_release_has_the_commits_since_its_base(world: World) -> None:
    view = world.view(world.story.facts)
    for tag in world.tags:
        span = release_span(view, tag.name, SETTINGS)
        expected = world.reach(tag.sha) - world.reach(span.base_sha)
        assert commits_of(view, span.base_sha, span.head_sha, span.less) == expected
    for part in PARTS:
        spans = release_spans(view, part, SETTINGS)
        assert {span.name for span in spans} == {one.name for one in world.tags if one.part == part}


@given(worlds())
def test_the_unreleased_is_what_no_final_release_has(world: World) -> None:
    view = world.view(world.story.facts)
    for part in {tag.part for tag in world.tags} | {""}:
        finals = [one for one in world.tags if one.part == part and not one.version.is_prerelease]
        span = unreleased_span(view, part, SETTINGS)
        released = {one for tag in finals for one in world.reach(tag.sha)}
        expected = world.reach(span.head_sha) - released
        assert commits_of(view, span.base_sha, span.head_sha, span.less) == expected


@given(worlds())
def test_every_commit_knows_its_releases_and_the_first_on_every_line(world: World) -> None:
    view = world.view(world.story.facts)
    found = releases_of(view, list(world.parents))
    for commit in world.parents:
        holding = [tag for tag in world.tags if commit in world.reach(tag.sha)]
        ordered = sorted(holding, key=lambda tag: (tag.part, tag.version))
        assert found[commit] == tuple(tag.name for tag in ordered)
        lines: dict[object, str] = {}
        for tag in ordered:
            lines.setdefault((tag.part, _core(tag.version)[:2]), tag.name)
        assert firsts(map(read, found[commit])) == set(lines.values())


@given(worlds(), st.data())
def test_no_order_of_arrival_changes_an_answer(world: World, data: st.DataObject) -> None:
    one, other = world.view(world.story.facts), world.view(world.order)
    heads = list(world.parents)
    base, head = data.draw(st.sampled_from(heads)), data.draw(st.sampled_from(heads))
    assert releases_of(one, heads) == releases_of(other, heads)
    for tag in world.tags:
        left, right = (release_span(view, tag.name, SETTINGS) for view in (one, other))
        assert (left.previous, left.base_sha, left.head_sha, left.date) == (
            *(right.previous, right.base_sha, right.head_sha, right.date),
        )
    left, right = (range_span(view, base, head, "", SETTINGS) for view in (one, other))
    assert (left.note, left.fixed) == (right.note, True)
