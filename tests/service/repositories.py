"""Real git repositories with fixed dates, and what a clone tells of them."""

import os
import subprocess
from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from domain.commit import CommitMade
from domain.fact import EPOCH, Fact, Keyed
from domain.tag import TagFact
from domain.topics import decode, encode
from service.clone.clone import Clone
from service.clone.view import CloneView
from service.clone.walk import walk

NOON = 1_600_000_000  # 13 September 2020, 12:26:40 UTC

WHO = {
    "GIT_AUTHOR_NAME": "Mira Okafor",
    "GIT_AUTHOR_EMAIL": "mira@example.org",
    "GIT_COMMITTER_NAME": "Jonas Feld",
    "GIT_COMMITTER_EMAIL": "jonas@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


class Repository:
    """A repository in a directory; each commit is made a minute after the one before."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self.seconds = NOON
        path.mkdir(parents=True, exist_ok=True)
        self("init", "--quiet", "--initial-branch=main", *options)

    def __call__(self, *arguments: str, given: bytes = b"") -> str:
        return run(["git", *arguments], self.path, given, f"{self.seconds} +0200")

    def commit(self, message: str = "Round the tax per line", *options: str) -> str:
        self.seconds += 60
        self("commit", "--quiet", "--allow-empty", "-m", message, *options)
        return self("rev-parse", "HEAD")

    def stored(self, content: bytes, kind: str = "commit", name: str = "main") -> str:
        """An object to the byte, even one that git itself would not make."""
        sha = self("hash-object", "-t", kind, "-w", "--literally", "--stdin", given=content)
        place = "refs/heads" if kind == "commit" else "refs/tags"
        (self.path / ".git" / place / name).write_text(f"{sha}\n", encoding="ascii")
        return sha

    def tree(self) -> str:
        return self("write-tree")


def run(command: Sequence[str], path: Path, given: bytes = b"", date: str = "") -> str:
    dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date} if date else {}
    done = subprocess.run(
        command,
        check=False,
        cwd=path,
        input=given,
        env=os.environ | WHO | dates,
        capture_output=True,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "surrogateescape").rstrip("\n")


F = TypeVar("F", bound=Fact)
SEEN = datetime(2026, 3, 14, 12, tzinfo=UTC)


def told(
    path: Path,
    *,
    since: Collection[str] = (),
    known_tags: Mapping[str, str] | None = None,
    via: str = "git:1",
) -> list[Keyed]:
    with Clone(path).history(via=via, seen=SEEN, since=since, known_tags=known_tags) as history:
        facts = [one for chunk in history.facts() for one in chunk]
        assert len(facts) == history.total
    assert [decode(encode(one.fact)) for one in facts] == [one.fact for one in facts]
    return facts


def notes(path: Path, known_tags: Mapping[str, str] | None = None) -> tuple[str, ...]:
    with Clone(path).history(via="git:1", seen=SEEN, known_tags=known_tags) as history:
        return history.notes


def view(path: Path, as_at: datetime | None = None) -> CloneView:
    with walk(path) as begun:
        return Clone(path).view(begun, seen=SEEN, as_at=as_at)


def of(kind: type[F], facts: list[Keyed]) -> list[F]:
    return [one.fact for one in facts if isinstance(one.fact, kind)]


def commits(path: Path) -> list[CommitMade]:
    return of(CommitMade, told(path))


def tags(path: Path, **known: str) -> list[TagFact]:
    return list(of(TagFact, told(path, known_tags=known)))


def at(minutes: int) -> datetime:
    return EPOCH + timedelta(seconds=NOON + 60 * minutes)
