"""On real histories every commit is in the releases that git says, the first on every line."""

import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest

from domain.commit import CommitMade
from domain.fact import EPOCH
from domain.version import Version, read
from projections.commit_graph import CommitGraph
from projections.ownership import Ownership
from projections.reach import firsts
from tests.projections.commits import WORDS, Lite, filed, known, with_tables

Line = tuple[str, str]

pytestmark = pytest.mark.corpus

WHOLE = ["semantic-pr", "git-cliff", "flask"]
LARGE = ["pydantic", "vite", "rails"]
MANY = 20_000  # commits
SOME = 2  # lines of a large history, where time is short


class Git:
    """What git itself says of a repository."""

    def __init__(self, path: Path, lines: int | None) -> None:
        self.path = path
        self.most = lines
        self.tags = dict(self._tags())

    @property
    def is_sampled(self) -> bool:
        return self.most is not None

    def __call__(self, *arguments: str) -> list[str]:
        command = ["git", f"--git-dir={self.path}", *arguments]
        return subprocess.run(
            command, check=True, capture_output=True, text=True
        ).stdout.splitlines()

    def _tags(self) -> Iterable[tuple[str, str]]:
        form = "--format=%(refname:strip=2) %(objectname) %(*objectname)"
        for line in self("for-each-ref", form, "refs/tags"):
            name, *ids = line.split()
            yield name, ids[-1]

    def parents(self) -> dict[str, tuple[str, ...]]:
        rows = (line.split() for line in self("rev-list", "--all", "--topo-order", "--parents"))
        return {sha: tuple(parents) for sha, *parents in rows}

    def lines(self) -> dict[Line, list[Version]]:
        """The versions of each series of each component, lowest first, as time allows."""
        lines: dict[Line, list[Version]] = defaultdict(list)
        for version in sorted(map(read, self.tags), key=lambda one: one.key):
            if version.versioned:
                lines[version.component, version.series].append(version)
        names = sorted(lines)
        if self.most is not None:
            names = Random(self.path.name).sample(names, min(self.most, len(names)))
        return {name: lines[name] for name in names}

    def first(self, line: list[Version]) -> dict[str, str]:
        """Of every commit in any release of a line, the first: what none before it had."""
        owners: dict[str, str] = {}
        before: list[str] = []
        for version in line:
            new = self("rev-list", self.tags[version.name], *(f"^{sha}" for sha in before))
            owners |= dict.fromkeys(new, version.name)
            before.append(self.tags[version.name])
        return owners


@pytest.fixture(
    scope="module",
    params=[
        *((name, None) for name in WHOLE),
        *((name, SOME) for name in LARGE),
        *(pytest.param((name, None), marks=pytest.mark.slow) for name in LARGE),
    ],
    ids=lambda one: f"{one[0]}, {'all' if one[1] is None else one[1]} lines",
)
def git(request: pytest.FixtureRequest, history: Callable[[str], Path]) -> Git:
    name, lines = request.param
    return Git(history(name), lines)


def test_the_first_release_of_every_commit_on_every_line(git: Git) -> None:
    ownership: Ownership[str] = Ownership()
    ownership.mark(git.tags.values())
    ownership.take(git.parents().items())
    names: dict[str, list[Version]] = defaultdict(list)
    for name, sha in git.tags.items():
        names[sha].append(read(name))
    found: dict[Line, dict[str, str]] = defaultdict(dict)
    for bits, commits in ownership.groups():
        for name in firsts(one for sha in ownership.named(bits) for one in names[sha]):
            line = read(name).component, read(name).series
            found[line] |= dict.fromkeys(commits, name)

    for line, versions in git.lines().items():
        assert found[line] == git.first(versions)


def test_the_branches_and_tags_that_contain_a_commit(git: Git) -> None:
    parents = git.parents()
    if git.is_sampled and len(parents) > MANY:
        pytest.skip("git takes too long for it on a large history: the thorough run waits")
    refs = dict(
        line.split()
        for line in git("for-each-ref", "--format=%(refname) %(objectname)", "refs/heads")
    )
    heads = {*refs.values(), *git.tags.values()}
    ownership: Ownership[str] = Ownership()
    ownership.take(parents.items())
    ownership.mark(heads)

    for sha in Random(git.path.name).sample(sorted(parents), 3):
        form = "--format=%(if)%(*objectname)%(then)%(*objectname)%(else)%(objectname)%(end)"
        told = git("for-each-ref", f"--contains={sha}", form, "refs/heads", "refs/tags")
        assert ownership.named(ownership.containing(sha)) == set(told)


def test_the_table_of_commits_says_the_same(git: Git) -> None:
    db = Lite()
    with_tables(db)
    facts = []
    for line in git("log", "--all", "--topo-order", "--reverse", "--format=%H %ct %P"):
        sha, seconds, *parents = line.split()
        at = EPOCH + timedelta(seconds=int(seconds))
        facts.append(
            CommitMade(at=at, via="git:1", sha=sha, parents=tuple(parents), authorship=WORDS)
        )
    if git.is_sampled and len(facts) > MANY:
        pytest.skip("to take in a large history takes long: the thorough run does")
    CommitGraph().absorb(db, filed(facts))
    every = [fact.sha for fact in facts]
    heads = set(git.tags.values())
    containing = known(db).containing(every, heads)

    for name in Random(git.path.name).sample(sorted(git.tags), min(12, len(git.tags))):
        head = git.tags[name]
        assert {sha for sha in every if head in containing[sha]} == set(git("rev-list", head))
