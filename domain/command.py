"""A command: what somebody asks of us in a comment, such as `/release status`."""

import re
from typing import Final

from domain import subject
from domain.fact import Fact, Name

_COMMAND: Final = re.compile(
    r"^[ \t]*/release(?:[ \t]+(?P<words>[^\r\n]*))?[ \t]*\r?$", re.MULTILINE
)
LONGEST: Final = 200


class CommandGiven(Fact, frozen=True, kw_only=True, tag="command.given.1"):
    """A line of a new comment began with `/release`; `words` is what followed.

    `thread` is the number of the issue or pull request that was commented on.
    """

    comment: int
    thread: int
    words: str
    pull: bool = False
    name: Name | None = None  # the commenter's account
    account: int | None = None
    url: str = ""

    def about(self) -> tuple[str, ...]:
        thread = subject.pull if self.pull else subject.issue
        return (thread(self.thread),)


def command_in(text: str) -> str | None:
    """The words of the first command in a comment; None where there is none."""
    found = _COMMAND.search(text)
    return None if found is None else " ".join((found["words"] or "").split())[:LONGEST]
