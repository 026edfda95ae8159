"""Of real histories an import tells what git tells."""

import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.branch import BranchObserved
from domain.commit import CommitMade
from domain.tag import TagCut
from tests.service.repositories import of, told

HISTORIES = [
    "semantic-pr",
    "flask",
    *(
        pytest.param(name, marks=pytest.mark.slow)
        for name in ("git-cliff", "pydantic", "vite", "rails")
    ),
]
FIELDS = "%H%n%P%n%an%n%ae%n%at%n%ct%n%B"

pytestmark = [pytest.mark.corpus, pytest.mark.parametrize("name", HISTORIES)]


def git(path: Path, *arguments: str) -> bytes:
    command = ["git", f"--git-dir={path}", *arguments]
    return subprocess.run(command, check=True, capture_output=True).stdout


def logged(path: Path) -> Iterator[tuple[str, ...]]:
    out = git(path, "log", "--all", "-z", "--encoding=UTF-8", "--no-mailmap", f"--format={FIELDS}")
    for record in out.decode("utf-8", "replace").rstrip("\0").split("\0"):
        *fields, message = record.split("\n", 6)
        yield *fields, message.rstrip("\n")


def as_logged(fact: CommitMade) -> tuple[str, ...]:
    words, author = fact.authorship, fact.authorship.author
    dates = (str(int(at.timestamp())) for at in (words.authored_at, fact.at))
    return (fact.sha, " ".join(fact.parents), author.name, author.email, *dates, words.message)


def test_commits_are_told_as_git_logs_them(history: Callable[[str], Path], name: str) -> None:
    facts = of(CommitMade, told(history(name)))

    assert sorted(map(as_logged, facts)) == sorted(logged(history(name)))
    seen: set[str] = set()
    for fact in facts:
        assert seen.issuperset(fact.parents)
        seen.add(fact.sha)


def test_names_are_told_as_git_lists_them(history: Callable[[str], Path], name: str) -> None:
    facts = told(history(name), since=[])
    listing = "--format=%(objectname) %(creatordate:unix) %(refname)"
    listed = [
        line.split() for line in git(history(name), "for-each-ref", listing).decode().splitlines()
    ]

    assert {(cut.object, cut.at, f"refs/tags/{cut.name}") for cut in of(TagCut, facts)} | {
        (head.sha, head.at, f"refs/heads/{head.name}") for head in of(BranchObserved, facts)
    } == {(id_, datetime.fromtimestamp(int(seconds), UTC), ref) for id_, seconds, ref in listed}
    commits = git(
        history(name), "rev-parse", *(f"{cut.object}^{{commit}}" for cut in of(TagCut, facts))
    )
    assert [cut.sha for cut in of(TagCut, facts)] == commits.decode().split()


def test_a_second_import_reads_only_what_is_new(history: Callable[[str], Path], name: str) -> None:
    path = history(name)
    head = git(path, "rev-parse", "HEAD").decode().strip()
    new = git(path, "rev-list", "--all", "--not", head).decode().split()

    assert {one.sha for one in of(CommitMade, told(path, since=[head]))} == set(new)
