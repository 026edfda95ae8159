"""Conventional Commits 1.0.0: what a message says of its type, scope and breaking changes.

https://www.conventionalcommits.org/en/v1.0.0/ by the letter, and beside it what is near: what was
wrong then stands in `diagnosis`, so that whoever wants the letter alone can tell.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

# The types that are in use. The specification allows any noun, so that «note: see below» has a
# type, too: whoever shortens a title by its type should know the type.
FEATURE = frozenset({"feat", "feature", "features"})
FIX = frozenset({"fix", "fixes", "bugfix", "hotfix"})
TYPES = (
    FEATURE
    | FIX
    | frozenset(
        {
            *("perf", "performance", "docs", "doc", "refactor", "refact", "test", "tests"),
            *("build", "ci", "chore", "style", "revert", "deps", "security", "release", "types"),
            *("deprecate", "deprecated", "remove", "removed", "improvement", "enhancement"),
        }
    )
)

_HEADER = re.compile(
    r"(?P<type>[A-Za-z][\w-]{0,39})"
    r"(?P<early>!?)(?P<gap>[ \t]{0,3})(?:\((?P<scope>[^()\r\n]{0,200})\))?"
    r"(?P<space>[ \t]{0,3})(?P<breaking>!?)(?P<late>[ \t]{0,3}):(?P<after>[ \t]*)(?P<rest>.*)",
    re.ASCII,
)
_FOOTER = re.compile(r"((?i:BREAKING CHANGE)|[A-Za-z][A-Za-z0-9-]{0,99})(: | #)(.*)", re.DOTALL)
_BREAKING = frozenset({"BREAKING CHANGE", "BREAKING-CHANGE"})
_BREAKS = re.compile(r"^BREAKING[ -]CHANGE: ", re.MULTILINE)
_BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# A title does not begin later than this, and no pattern shall look further.
_LONGEST = 260


class Header(Struct, frozen=True):
    """The first line, read; `type` is in lower case, since the specification does not mind case."""

    type: str
    scope: str
    breaking: bool
    description: str
    diagnosis: str


class Footer(Struct, frozen=True):
    """`Reviewed-by: Z` or `Refs #133`; a value may go over several lines."""

    token: str
    value: str

    @property
    def breaking(self) -> bool:
        """Upper case alone counts, by rules 12, 15 and 16."""
        return self.token in _BREAKING


class Conventional(Struct, frozen=True):
    """A whole message, read. `diagnosis` is empty where it keeps to the specification."""

    type: str
    scope: str
    breaking: bool
    breaking_text: str
    description: str
    body: str
    footers: tuple[Footer, ...]
    diagnosis: str


def header(line: str) -> Header | None:
    """A title as Conventional Commits read it; None where it is nothing like it."""
    colon = line.find(":", 0, _LONGEST)
    if colon < 1 or (found := _HEADER.match(line)) is None:
        return None
    kind, early, gap, scope, space, late_mark, late, after, rest = found.groups()
    # «https://…», «std::vector» and «Remove :symbol» have no types.
    if not rest.strip() or (not after and (space or late or gap or rest[0] in "/:")):
        return None
    plain = not (early or gap or space or late) and len(after) == 1 and scope is None
    return Header(
        type=kind.lower(),
        scope=(scope or "").strip(),
        breaking=bool(early or late_mark),
        description=rest.strip(),
        diagnosis="" if plain else _diagnosis(found),
    )


def _diagnosis(found: re.Match[str]) -> str:
    """What keeps the line from the specification, in words; empty where nothing does."""
    scope = found["scope"]
    wrong = (
        (scope is not None and found["early"], "`!` must stand right before the colon"),
        (scope is None and found["early"] and found["breaking"], "one `!` is enough"),
        (found["gap"] or found["space"] or found["late"], "no space may stand before the colon"),
        (not found["after"], "a space must follow the colon"),
        (scope is not None and not scope.strip(), "the scope is empty"),
        (scope and len(scope.split()) > 1, "the scope must be one noun"),
        (scope and scope.strip() and scope.strip() != scope, "no space may stand in the scope"),
    )
    return "; ".join(words for holds, words in wrong if holds)


def conventional(message: str) -> Conventional | None:
    """The whole message; None where its first line is nothing like Conventional Commits."""
    title, _, rest = message.replace("\r\n", "\n").strip("\n").partition("\n")
    first = header(title)
    if first is None:
        return None
    body, notes, lacks_blank = _parted(rest)
    wrong = (
        (first.diagnosis, first.diagnosis),
        (
            rest and not rest.startswith("\n"),
            "the body must begin one blank line after the description",
        ),
        (lacks_blank, "a blank line must stand before the footers"),
        (
            any(not one.breaking and one.token.upper() in _BREAKING for one in notes),
            "BREAKING CHANGE counts in upper case only",
        ),
    )
    told = [one.value for one in notes if one.breaking]
    breaking = first.breaking or bool(told)
    return Conventional(
        type=first.type,
        scope=first.scope,
        breaking=breaking,
        breaking_text="\n\n".join(told) or (first.description if breaking else ""),
        description=first.description,
        body=body,
        footers=notes,
        diagnosis="; ".join(words for holds, words in wrong if holds),
    )


def breaking_footers(text: str) -> tuple[str, ...]:
    """What is breaking by the footers of a text that has no title, or by those after its title."""
    if "BREAKING" not in text:
        return ()
    notes = _parted(text.replace("\r\n", "\n"))[1]
    return tuple(one.value for one in notes if one.breaking)


def _parted(text: str) -> tuple[str, tuple[Footer, ...], bool]:
    """The body, the footers after it, and whether these lack the blank line before them.

    The footers are the last paragraphs that each begin with one. A `BREAKING CHANGE` begins them
    wherever it stands, since what follows it may well be its own text.
    """
    paragraphs = [one for one in _BLANK.split("\n" + text.strip("\n")) if one.strip()]
    paragraphs = [one.strip("\n") for one in paragraphs]
    first = len(paragraphs)
    while first and _FOOTER.match(paragraphs[first - 1]):
        first -= 1
    for at, paragraph in enumerate(paragraphs[:first]):
        if breaks := _BREAKS.search(paragraph):
            if _FOOTER.match(paragraph):
                first = at
                break
            start = breaks.start()
            paragraphs[at : at + 1] = [paragraph[:start].strip("\n"), paragraph[start:]]
            return _body(paragraphs[: at + 1]), _read(paragraphs[at + 1 :]), True
    return _body(paragraphs[:first]), _read(paragraphs[first:]), False


def _body(paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def _read(paragraphs: list[str]) -> tuple[Footer, ...]:
    return tuple(_footers("\n\n".join(paragraphs)))


def _footers(text: str) -> Iterator[Footer]:
    """Each value ends where the next token and separator begin."""
    token, value = "", list[str]()
    for line in text.split("\n"):
        if found := _FOOTER.match(line):
            if token:
                yield Footer(token, "\n".join(value).strip())
            token, value = found[1], [found[3]]
        else:
            value.append(line)
    if token:
        yield Footer(token, "\n".join(value).strip())
