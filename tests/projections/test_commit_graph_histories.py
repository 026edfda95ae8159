"""On real histories the commit graph answers what git answers."""

import subprocess
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import TypeVar

import pytest

from domain.commit import CommitMade, CommitPushed
from domain.fact import EPOCH, Fact
from projections.commit_graph import CommitGraph
from projections.view import Commits
from tests.projections.commits import WORDS, Lite, filed, known, with_tables

HISTORIES = ["semantic-pr", "git-cliff", "flask", "pydantic", "vite"]
T = TypeVar("T")
SOME, MANY = 6, 60

pytestmark = pytest.mark.corpus


class Git:
    """What git itself says of a repository."""

    def __init__(self, path: Path, samples: int) -> None:
        self.path = path
        self.samples = samples
        self.random = Random(path.name)

    def __call__(self, *arguments: str) -> list[str]:
        return subprocess.run(
            ["git", f"--git-dir={self.path}", *arguments],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.splitlines()

    def commits(self, *order: str) -> Iterator[CommitMade]:
        for line in self("log", "--all", *order, "--format=%H %ct %P"):
            sha, seconds, *parents = line.split()
            at = EPOCH + timedelta(seconds=int(seconds))
            yield CommitMade(at=at, via="git:1", sha=sha, parents=tuple(parents), authorship=WORDS)

    def tags(self) -> dict[str, str]:
        """The commits of tags, oldest tag first."""
        lines = self(
            "for-each-ref", "--sort=creatordate", "--format=%(objectname) %(refname)", "refs/tags"
        )
        commits = self("rev-parse", *(f"{line.split()[0]}^{{commit}}" for line in lines))
        return {line.split("/", 2)[2]: sha for line, sha in zip(lines, commits, strict=True)}

    def some(self, values: Sequence[T]) -> list[T]:
        """As many of them as the test has time for."""
        return self.random.sample(values, min(self.samples, len(values)))

    def between(self, base: str, head: str) -> set[str]:
        return set(self("rev-list", head, f"^{base}"))


def graph(facts: Iterable[Fact]) -> Commits:
    db = Lite()
    with_tables(db)
    CommitGraph().absorb(db, filed(facts))
    return known(db)


THOROUGH = [pytest.param((name, MANY), marks=pytest.mark.slow) for name in [*HISTORIES, "rails"]]


@pytest.fixture(scope="module", params=[*((name, SOME) for name in HISTORIES), *THOROUGH], ids=str)
def git(request: pytest.FixtureRequest, history: Callable[[str], Path]) -> Git:
    name, samples = request.param
    return Git(history(name), samples)


@pytest.fixture(scope="module")
def commits(git: Git) -> Commits:
    return graph(git.commits("--topo-order", "--reverse"))


def test_tags_since_the_tag_before(git: Git, commits: Commits) -> None:
    for base, head in git.some(list(pairwise(git.tags().values()))):
        found = commits.between(base, head)
        assert {one.sha for one in found.commits} == git.between(base, head)
        assert not found.missing


def test_random_ranges(git: Git, commits: Commits) -> None:
    ends = [*git.tags().values(), *git("rev-list", "--all")[::10]]
    for base, head in zip(git.some(ends), git.some(ends), strict=True):
        found = commits.between(base, head)
        assert {one.sha for one in found.commits} == git.between(base, head)
        assert found.diverged == bool(git.between(head, base))


def test_no_parent_comes_before_its_child(git: Git, commits: Commits) -> None:
    head = git("rev-parse", "HEAD")[0]
    seen: set[str] = set()
    parents = {one.sha: one.parents for one in git.commits()}

    for member in commits.between(None, head).commits:
        assert seen.isdisjoint(parents[member.sha])
        seen.add(member.sha)
    assert seen == set(git("rev-list", head))


def test_tags_that_contain_a_commit(git: Git, commits: Commits) -> None:
    tags = git.tags()
    for sha in git.some(git("rev-list", "--all")):
        containing = set(git("tag", "--contains", sha))
        heads = commits.heads_containing(sha, set(tags.values()))
        assert {name for name, head in tags.items() if head in heads} == containing


def test_short_ids(git: Git, commits: Commits) -> None:
    for sha in git.some(git("rev-list", "--all")):
        assert commits.expand(sha[:12]) == sha


@pytest.mark.parametrize("order", ["newest first", "shuffled"])
def test_the_order_of_arrival_changes_no_answer(git: Git, commits: Commits, order: str) -> None:
    facts = list(git.commits("--topo-order"))
    if order == "shuffled":
        git.random.shuffle(facts)
    other = graph(facts)

    for base, head in git.some(list(pairwise(git.tags().values()))):
        found, again = commits.between(base, head), other.between(base, head)
        assert [one.sha for one in again.commits] == [one.sha for one in found.commits]


def pushes(git: Git) -> Iterator[CommitPushed]:
    """The main line as webhooks would have told it: each branch by itself, then its merge."""
    commits = {one.sha: one for one in git.commits()}
    place = {sha: at for at, sha in enumerate(git("rev-list", "--topo-order", "--reverse", "HEAD"))}
    told: set[str] = set()
    before = None
    for head in git("rev-list", "--first-parent", "--reverse", "HEAD"):
        new = {head}
        ways = [head]
        while ways:
            further = set(commits[ways.pop()].parents) - told - new
            new |= further
            ways += further
        listed = sorted(new, key=place.__getitem__)
        for start, some in ((None, listed[:-1]), (before, listed)):
            for follows, sha in zip([start, *some], some, strict=False):
                yield CommitPushed(
                    at=commits[sha].at, via="github:1", sha=sha, authorship=WORDS, follows=follows
                )
        told |= new
        before = head


def test_pushes_alone_give_the_ranges_of_the_main_line(git: Git) -> None:
    main = set(git("rev-list", "--first-parent", "HEAD"))
    tags = [sha for sha in git.tags().values() if sha in main]
    graph_of_pushes = graph(pushes(git))

    for base, head in git.some(list(pairwise(tags))):
        found = graph_of_pushes.between(base, head)
        assert {one.sha for one in found.commits} == git.between(base, head)
        assert all(one.inferred for one in found.commits)
