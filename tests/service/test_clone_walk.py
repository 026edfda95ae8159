"""A walk goes on by itself, and may be left at any time."""

from pathlib import Path

import pytest

from domain.errors import Malformed
from service.clone.walk import walk
from tests.service.repositories import Repository

LONG = "A long message\n\n" + "word " * 1000


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """What git has to say of it is more than waits to be read."""
    repo = Repository(tmp_path / "app")
    place = (
        f"commit refs/heads/main\ncommitter J <j@example.org> 1600000000 +0000\ndata {len(LONG)}\n"
    )
    repo("fast-import", "--quiet", given=f"{place}{LONG}\n".encode() * 1000)
    return repo


def test_all_commits_are_read_the_newest_first(repo: Repository) -> None:
    with walk(repo.path) as begun:
        shas = [one.id for one in begun.commits]

    assert shas == repo("rev-list", "main").split("\n")


@pytest.mark.parametrize("read", [0, 1])
def test_it_may_be_left_before_its_end(repo: Repository, read: int) -> None:
    with walk(repo.path) as begun:
        for _ in range(read):
            next(begun.commits)


def test_what_git_cannot_read_is_refused_where_it_is_reached(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "app")
    lost = repo.commit("One")
    repo.commit("Two")
    (repo.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()

    with walk(repo.path) as begun, pytest.raises(Malformed, match="git fsck"):
        list(begun.commits)


def test_without_a_commit_there_is_nothing_to_read(tmp_path: Path) -> None:
    with walk(Repository(tmp_path / "app").path) as begun:
        assert list(begun.commits) == []
