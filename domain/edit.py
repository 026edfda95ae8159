"""An edit: what a person may decide of a line in release notes, proved before it is recorded."""

import re
from datetime import datetime
from typing import Final, NamedTuple

from domain.errors import Refused

TITLE, TEXT, SECTION = "title", "text", "section"
ORDER, HIDDEN, HIGHLIGHT = "order", "hidden", "highlight"
# What can be decided of a change, and how a sentence calls it.
EDITABLE: Final = {
    TITLE: "title",
    TEXT: "text",
    SECTION: "section",
    ORDER: "place within its section",
    HIDDEN: "hiding",
    HIGHLIGHT: "highlight",
}

LONGEST_TITLE: Final = 500
LONGEST_TEXT: Final = 20_000
LONGEST_SECTION: Final = 200
LONGEST_REASON: Final = 1_000
LONGEST_NAME: Final = 1_024
LARGEST_FILE: Final = 256 * 1024
FURTHEST: Final = 1_000_000

# `/2` is the second of the messages that a pull request or commit has by an override.
_KEY = re.compile(
    r"(?:pull:[1-9][0-9]{0,9}|commit:(?:[0-9a-f]{40}|[0-9a-f]{64}))(?:/[2-9]|/[1-9][0-9])?"
)
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_CONTROL_BUT_BREAKS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class AlreadySo(Refused):
    """What was decided stands already: to say it again is no news, and no harm."""


class Signature(NamedTuple):
    """Who decides, why, and when."""

    by: str
    reason: str
    at: datetime


def signed(by: str, reason: str, at: datetime) -> Signature:
    """A signature that can be answered for; refuses one without a reason."""
    if not reason.strip():
        raise Refused("Say why, in a sentence: whoever reads the notes later will ask.")
    return Signature(by, line("reason", reason, LONGEST_REASON), at)


def key(text: str) -> str:
    """The key of a change."""
    if not _KEY.fullmatch(text):
        raise Refused(
            "A change is pull:12, or commit: with the whole SHA in small letters after it."
        )
    return text


def line(what: str, text: str, longest: int) -> str:
    """One line of text, without the blanks around it."""
    if _CONTROL.search(text.strip()):
        raise Refused(f"Leave control characters and line breaks out of the {what}.")
    return _bounded(what, text.strip(), longest)


def paragraphs(text: str) -> str:
    """Markdown under a line of the notes, with the line breaks of one kind."""
    told = text.replace("\r\n", "\n").strip()
    if _CONTROL_BUT_BREAKS.search(told):
        raise Refused("Leave control characters out of the text.")
    return _bounded("text", told, LONGEST_TEXT)


def place(number: int) -> int:
    """Where a line stands within its section."""
    if abs(number) > FURTHEST:
        raise Refused(f"Order lines by numbers from {-FURTHEST:,} to {FURTHEST:,}.")
    return number


def path(text: str) -> str:
    """Where a file of settings would lie in the repository."""
    told = line("path", text, LONGEST_NAME)
    if told.startswith("/") or {"", ".", ".."} & set(told.split("/")):
        raise Refused("Name the file as git does, from the top: .github/release.yml.")
    return told


def content(text: str) -> str:
    """What stands in a file of settings."""
    if _CONTROL_BUT_BREAKS.search(text):
        raise Refused("Leave control characters out of the file: it is to be read as text.")
    if len(text.encode()) > LARGEST_FILE:
        raise Refused(f"The file is larger than {LARGEST_FILE // 1024} KiB, more than is read.")
    return text


def _bounded(what: str, text: str, longest: int) -> str:
    if not text:
        raise Refused(f"The {what} is empty. To have the former one back, undo the decision.")
    if len(text) > longest:
        raise Refused(f"The {what} has {len(text):,} characters; {longest:,} are the most.")
    return text
