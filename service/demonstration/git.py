"""Git without files: commits with true parents, and names that a person would believe."""

import hashlib
from datetime import datetime

from msgspec import Struct

from service.demonstration.cast import Person

NOWHERE = "0" * 40


def sha(*parts: object) -> str:
    """A SHA-1 of what it is about, so that the demonstration is the same on every day."""
    content = "\x00".join(map(str, parts))
    return hashlib.sha1(content.encode(), usedforsecurity=False).hexdigest()


class Commit(Struct, frozen=True):
    sha: str
    parents: tuple[str, ...]
    author: Person
    at: datetime
    message: str

    @property
    def title(self) -> str:
        return self.message.partition("\n")[0]


def commit(
    *parents: Commit, author: Person, at: datetime, message: str, committer: str = ""
) -> Commit:
    """A commit upon its parents; its SHA depends on them, and not on the day of the show."""
    shas = tuple(parent.sha for parent in parents)
    return Commit(sha(author.login, committer, message, *shas), shas, author, at, message)
