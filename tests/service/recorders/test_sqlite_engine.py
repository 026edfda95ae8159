"""A SQLite with the WAL-reset bug is written by one process, and by no second one."""

from pathlib import Path

import pytest

from service.recorders.errors import UnsafeStore
from service.recorders.sqlite_engine import SoleWriter, has_wal_reset_bug, newest


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 44, 5), (3, 50, 6), (3, 51, 2), (3, 47, 0)])
def test_the_bug_is_in_every_release_before_its_fix(version: tuple[int, ...]) -> None:
    assert has_wal_reset_bug(version)


@pytest.mark.parametrize("version", [(3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 4), (4, 0, 0)])
def test_the_fix_was_carried_back(version: tuple[int, ...]) -> None:
    assert not has_wal_reset_bug(version)


def test_the_wheel_stands_in_for_an_affected_interpreter() -> None:
    pytest.importorskip("pysqlite3", reason="this platform has no wheel of pysqlite3")

    assert not has_wal_reset_bug(newest().sqlite_version_info)


def test_a_second_writer_is_refused_and_told_why(tmp_path: Path) -> None:
    first = SoleWriter(tmp_path / "x.db", affected=lambda: True)
    second = SoleWriter(tmp_path / "x.db", affected=lambda: True)
    first.claim()
    first.claim()

    with pytest.raises(UnsafeStore, match="stop the other one first"):
        second.claim()
    first.release()
    second.claim()
    second.release()


def test_where_the_bug_is_mended_all_may_write(tmp_path: Path) -> None:
    writers = [SoleWriter(tmp_path / "x.db", affected=lambda: False) for _ in range(2)]
    for writer in writers:
        writer.claim()

    assert list(tmp_path.iterdir()) == []
