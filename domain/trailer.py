"""A trailer: a `Token: value` line at the end of a message, as git reads it."""

import re
from collections.abc import Iterator

from msgspec import Struct

_LINE = re.compile(r"([A-Za-z0-9-]{1,100})[ \t]{0,9}:[ \t]*(.*)", re.ASCII)
_BY_GIT = ("Signed-off-by: ", "(cherry picked from commit ")

# GitLab's own categories of a change log, by https://docs.gitlab.com/development/changelog
CHANGELOG = frozenset(
    {"added", "fixed", "changed", "deprecated", "removed", "security", "performance", "other"}
)


class Trailer(Struct, frozen=True):
    token: str
    value: str


def trailers(message: str) -> tuple[Trailer, ...]:
    """Those of the last paragraph, if it is all trailers, or a quarter of it beside one by git."""
    title, _, rest = message.replace("\r\n", "\n").strip().partition("\n\n")
    last = rest.rpartition("\n\n")[2]
    if ":" not in last or not title:
        return ()
    lines = last.split("\n")
    read = [one for one in lines if _LINE.fullmatch(one)]
    continued = sum(one.startswith((" ", "\t")) for one in lines)
    by_git = sum(one.startswith(_BY_GIT) for one in lines)
    others = len(lines) - len(read) - continued - sum(one.startswith(_BY_GIT[1]) for one in lines)
    if not read or (others and not (by_git and len(read) * 3 >= others)):
        return ()
    return tuple(_read(lines))


def _read(lines: list[str]) -> Iterator[Trailer]:
    """A line that begins with white space goes on with the value before it."""
    token, value = "", ""
    for line in lines:
        if token and line.startswith((" ", "\t")):
            value = f"{value} {line.strip()}"
        elif found := _LINE.fullmatch(line):
            if token:
                yield Trailer(token, value)
            token, value = found[1], found[2].strip()
    yield Trailer(token, value)


def changelog(message: str) -> str:
    """The category by GitLab's `Changelog: added`, in lower case; empty where none is named.

    «EE» after it marks what is in the Enterprise Edition alone, and is no part of the category.
    """
    if "hangelog:" not in message:
        return ""
    named = [one.value for one in trailers(message) if one.token.lower() == "changelog"]
    word = named[-1].lower().split() if named else []
    return word[0] if word and set(word[1:]) <= {"ee", "(ee)"} else ""


def release_as(message: str) -> str:
    """The version that `Release-As: 2.0.0` asks for; empty where none is named."""
    if "elease-" not in message:
        return ""
    named = [one.value for one in trailers(message) if one.token.lower() == "release-as"]
    return named[-1].removeprefix("v") if named else ""
