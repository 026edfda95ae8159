"""A long history is read by a second process: the same rows, and the same words when it fails."""

import gc
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from domain.errors import Malformed
from domain.repository import stream_of
from service.clone.apart import ReaderLost
from service.clone.clone import Clone
from service.recorders.batch import FactRow
from tests.service.repositories import SEEN, Repository

STREAM = stream_of("git", "local/app")
ALWAYS, NEVER = 0, 10**9


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


def long(repo: Repository, commits: int = 2100) -> None:
    """A history with merges, and words that do not fit into a pipe."""
    lines = []
    for number in range(1, commits + 1):
        message = f"Round the tax per line (#{number})\n\nCloses #7. " + "x" * 400
        merged = f"merge :{number - 2}\n" if number % 10 == 0 else ""
        lines.append(
            f"commit refs/heads/main\nmark :{number}\ncommitter M <m@example.org> {number} +0000\n"
            f"data {len(message)}\n{message}\n{merged}"
        )
    repo("fast-import", "--quiet", given="".join(lines).encode())
    repo("tag", "v1", "main")


def rows(repo: Repository, apart_from: int) -> Iterator[tuple[FactRow, ...]]:
    with Clone(repo.path).history(via="git:1", seen=SEEN) as history:
        yield from history.rows(STREAM, apart_from=apart_from)


def readers() -> list[psutil.Process]:
    return [
        one for one in psutil.Process().children() if "service.clone.apart" in str(one.cmdline())
    ]


def gits() -> list[psutil.Process]:
    return [one for one in psutil.Process().children() if "cat-file" in one.cmdline()]


def test_two_processes_tell_what_one_tells(repo: Repository) -> None:
    long(repo)

    here = [row for piece in rows(repo, NEVER) for row in piece]
    apart = [row for piece in rows(repo, ALWAYS) for row in piece]
    assert len(here) == 2103
    assert apart == here


def test_words_of_any_kind_go_through(repo: Repository) -> None:
    repo.commit("Grüße 🎉\n\nThis reverts commit 0123456789abcdef0123456789abcdef01234567.")
    content = f"tree {repo.tree()}\nauthor nobody\n\n\xff\x00\xfe".encode("latin-1")
    repo.stored(content, name="odd")

    assert list(rows(repo, ALWAYS))[1] == next(rows(repo, NEVER))[1:3]


def test_what_git_cannot_read_is_refused_in_the_same_words(repo: Repository) -> None:
    lost = repo.commit("One")
    repo.commit("Two")
    place = repo.path / ".git" / "objects" / lost[:2] / lost[2:]
    whole = place.read_bytes()
    said = []
    for apart_from in (ALWAYS, NEVER):
        with Clone(repo.path).history(via="git:1", seen=SEEN) as history:
            place.unlink()
            with pytest.raises(Malformed, match=f"{lost} is missing") as refused:
                list(history.rows(STREAM, apart_from=apart_from))
            place.write_bytes(whole)
        said.append(str(refused.value))

    assert said[0] == said[1]


def test_a_reader_that_is_killed_is_missed(repo: Repository) -> None:
    long(repo)
    pieces = rows(repo, ALWAYS)
    next(pieces)
    next(pieces)
    (reader,) = readers()
    reader.kill()

    with pytest.raises(ReaderLost, match=r"ended by signal 9.*the same import again"):
        list(pieces)
    assert gits() == []


def test_a_git_that_is_killed_is_missed(repo: Repository) -> None:
    long(repo, 6000)
    pieces = rows(repo, ALWAYS)
    next(pieces)
    next(pieces)
    (git,) = gits()
    git.kill()

    with pytest.raises(Malformed, match="git cannot read"):
        list(pieces)
    assert readers() == []


def test_reading_may_stop_at_any_time(repo: Repository) -> None:
    long(repo)
    pieces = rows(repo, ALWAYS)
    next(pieces)
    next(pieces)
    assert len(readers()) == 1
    pieces.close()  # type: ignore[attr-defined]

    assert readers() == []
    gc.collect()  # an abandoned process or file would be reported now


def test_modules_that_lie_where_the_command_is_typed_are_not_run(
    repo: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit()
    (repo.path / "service").mkdir()
    (repo.path / "service" / "__init__.py").write_text("raise SystemExit('caught')")
    (repo.path / "signal.py").write_text("raise SystemExit('caught')")
    monkeypatch.chdir(repo.path)

    assert len(list(rows(repo, ALWAYS))) == 3
