"""On real histories no half of a reverted pair is printed, and what was shipped is told by git."""

import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from domain.version import read
from projections.change import Change
from projections.contents import Contents, contents
from projections.notes.settings import Settings
from projections.notes.span import release_span
from projections.standing import standing
from projections.view import View
from tests.service import repositories

pytestmark = pytest.mark.corpus

SAYS = re.compile(r"This reverts commit ([0-9a-f]{7,40})\b")
PICKED = re.compile(r"\(cherry picked from commit ([0-9a-f]{40})\)")
ALL = 10_000


class Git:
    """What git itself says; messages are read here in the plainest way."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.parents: dict[str, list[str]] = {}
        self.says: dict[str, list[str]] = {}
        self.picks: dict[str, list[str]] = {}
        for entry in self("log", "--all", "--format=%H %P%x00%B%x01").split("\x01"):
            head, _, message = entry.strip().partition("\0")
            if head:
                sha, *self.parents[sha] = head.split()
                self.says[sha] = [self.whole(one) for one in SAYS.findall(message)]
                for origin in PICKED.findall(message):
                    self.picks.setdefault(origin, []).append(sha)

    def __call__(self, *arguments: str) -> str:
        command = ["git", f"--git-dir={self._path}", *arguments]
        done = subprocess.run(command, check=True, capture_output=True)
        return done.stdout.decode("utf-8", "replace")

    @cache  # noqa: B019 - lives as long as its test
    def whole(self, sha: str) -> str:
        if len(sha) == 40:
            return sha
        command = ["git", f"--git-dir={self._path}", "rev-parse", "-q", "--verify", f"{sha}^0"]
        return subprocess.run(command, check=False, capture_output=True, text=True).stdout.strip()

    def has(self, sha: str, head: str) -> bool:
        command = ["git", f"--git-dir={self._path}", "merge-base", "--is-ancestor", sha, head]
        return sha in self.parents and subprocess.run(command, check=False).returncode == 0

    @cache  # noqa: B019 - lives as long as its test
    def tags(self, sha: str) -> frozenset[str]:
        return frozenset(self("tag", "--contains", sha).split())

    @cache  # noqa: B019 - lives as long as its test
    def with_all(self, sha: str) -> list[str]:
        """A merge goes with all that it brought in."""
        merged = len(self.parents.get(sha, ())) > 1
        return self("rev-list", sha, f"^{sha}^1").split() if merged else [sha]

    def shipped(self, target: str, revert: str, head: str) -> str:
        """The lowest release that has the target, or its pick on that line, and not the revert."""
        here = [one for one in (target, *self.picks.get(target, ())) if self.has(one, head)]
        names = {name for one in here for name in self.tags(one)} - self.tags(revert)
        places = (
            (read(name).component != "", read(name).component, read(name).key) for name in names
        )
        return min(zip(places, names, strict=True), default=((), ""))[1]


class Pair(NamedTuple):
    revert: str
    target: str


class Checked:
    """One release: its contents, and the pairs that stand in its messages."""

    def __init__(self, git: Git, held: Contents) -> None:
        self.git, self.head = git, held.head
        self.changes = [*held.pulls, *held.commits]
        self.order = {sha: place for place, sha in enumerate(self._range(held))}
        self.of = {sha: one for one in self.changes for sha in one.commits}
        self.pairs = [Pair(sha, target) for sha in self.order for target in git.says[sha] if target]
        self.reverting: dict[str, list[str]] = {}
        for pair in self.pairs:
            for sha in git.with_all(self.inside(pair)):
                self.reverting.setdefault(sha, []).append(pair.revert)
        by_key = {one.key: one for one in self.changes}
        for change in self.changes:
            for said in change.reverts:
                if said.how == "title" and said.inside:
                    for sha in by_key[said.key].commits:
                        self.reverting.setdefault(sha, []).append(change.sha)

    def _range(self, held: Contents) -> list[str]:
        told = [held.head, *([f"^{held.base}"] if held.base else [])]
        return self.git("rev-list", "--topo-order", *told).split()

    def undone(self, sha: str) -> bool:
        """By a revert that is not undone itself; a title says it where its id is another line's."""
        return any(not self.undone(one) for one in self.reverting.get(sha, ()))

    def inside(self, pair: Pair) -> str:
        """The target in the range, by its own id or as the pick of it."""
        places = [
            one for one in (pair.target, *self.git.picks.get(pair.target, ())) if one in self.order
        ]
        older = [one for one in places if self.order[one] > self.order[pair.revert]]
        return older[0] if older else ""

    def plain(self, change: Change) -> list[str]:
        return [sha for sha in change.commits if len(self.git.parents[sha]) < 2]


def releases(git: Git, view: View, names: list[str]) -> Iterator[tuple[str, Checked]]:
    for name in names:
        span = release_span(view, name, Settings())
        held = contents(view, span.base_sha, span.head_sha, less=span.less, reach=False)
        if held.size:
            yield name, Checked(git, held)


def no_half_is_printed(name: str, one: Checked) -> int:
    """How many pairs there are; a change that holds more than its half may stand, and says so."""
    pairs = 0
    for pair in one.pairs:
        target = one.inside(pair)
        if not target or one.undone(pair.revert) or one.of[target].key == one.of[pair.revert].key:
            continue
        pairs += 1
        for half in (one.of[target], one.of[pair.revert]):
            if half.net in ("gone", "reverts"):  # of several, some may have been shipped
                continue
            halves = {sha for each in one.pairs for sha in (each.revert, one.inside(each))}
            more = set(one.plain(half)) - halves
            assert more or "\n\n* " in half.message, (name, pair, half.key, half.net_why)
            assert half.net_why, (name, pair, half.key)
    return pairs


def each_shipped_is_told(name: str, one: Checked) -> int:
    shipped = 0
    for pair in one.pairs:
        if one.inside(pair) or pair.target in one.order or one.undone(pair.revert):
            continue
        change = one.of[pair.revert]
        if change.net == "gone":
            continue  # all of it is reverted, by more than one
        expected = one.git.shipped(pair.target, pair.revert, one.head)
        told = {
            reverted.shipped_in
            for reverted in change.reverts
            if one.git.whole(reverted.named) == pair.target
        }
        assert told <= {expected}, (name, pair, change.key)
        if expected:
            shipped += 1
            assert told == {expected}, (name, pair, change.key)
            assert change.net == "reverts", (name, pair, change.net_why)
    return shipped


def check(path: Path, every: int) -> tuple[int, int]:
    git, view = Git(path), repositories.view(path)
    names = [tag.name for tag in standing(view, view.names.all())]
    pairs = shipped = 0
    for name, one in releases(git, view, names[:: max(1, len(names) // every)]):
        pairs += no_half_is_printed(name, one)
        shipped += each_shipped_is_told(name, one)
    print(f"{path.name}: {pairs} pairs, {shipped} of shipped changes")  # noqa: T201 - to be read
    return pairs, shipped


@pytest.mark.parametrize(
    ("name", "every", "least"),
    [
        ("git-cliff", ALL, (9, 10)),
        ("vite", 60, (1, 1)),
        pytest.param("vite", ALL, (121, 39), marks=pytest.mark.slow),
        pytest.param("rails", ALL, (1900, 290), marks=pytest.mark.slow),
    ],
)
def test_reverts_of_a_history(
    name: str, every: int, least: tuple[int, int], history: Callable[[str], Path]
) -> None:
    pairs, shipped = check(history(name), every)
    assert pairs >= least[0]
    assert shipped >= least[1]
