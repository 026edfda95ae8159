"""Escaping for Markdown: a stranger's title stays the text that it is, on its line.

What a title keeps: code between balanced backticks, as it stands, and plain references to this
repository (`#12`), which become links where its address is known. Everything else is text:
emphasis, links, images, HTML, entities, tables, strikethrough, mathematics, and what would open a
block at the beginning of a line. Words with underscores inside (`snake_case`) and versions of
packages (`name@1.2.3`) need no backslash and get none.

GitHub reads mentions and references out of the finished HTML, where a backslash is gone. There an
empty comment parts what must not act: `@name` mentions nobody, `closes #1` closes nothing, a
reference to another repository leaves no trace there, and an address does not become a link. We
mention people only where a line says who wrote it.

Characters that cannot be seen, or that turn the text around, are spelled out (`⟨U+202E⟩`).
"""

import re
from collections.abc import Callable
from typing import Final

from service.formats.code_spans import pieces
from service.seen import line

APART: Final = "<!---->"
UNTITLED: Final = "(untitled)"

# What none of them begins with is passed over at once.
_SPECIAL = re.compile(
    r"""
    (?=[cCfFrRgGwW\#@:_\\`*\[\]<|~$&!>])
    (?:
      (?P<keyword>\b(?i:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?[ ])\#(?=[0-9])
    | (?P<reference>(?<![\w&/\#])\#(?P<number>[1-9][0-9]{0,9})(?!\w))
    | (?P<version>(?<=\w)@(?=[0-9]+(?:\.[0-9]+)*(?![\w.@-])))
    | (?P<parted>@(?=\w)|\#(?=[0-9])|\b(?i:gh-)(?=[0-9])|:(?=//)|(?i:www)(?=\.))
    | (?P<inside>(?<=[A-Za-z0-9])_+(?=[A-Za-z0-9]))
    | (?P<plain>[\\`*_\[\]<|~$]|&(?=[\w\#])|(?<=--)!?>)
    )
    """,
    re.VERBOSE,
)
_HARMLESS = re.compile(r"[A-Za-z0-9 ,;.()/'\"+=?!%^{}-]*")
_OPENING = re.compile(r"(?P<mark>[#>+=-])|(?P<number>[0-9]{1,9})(?P<point>[.)])(?=\s|$)")

Link = Callable[[int], str]


def nowhere(_: int) -> str:
    """For references of a repository whose address is not known."""
    return ""


def title(text: str, link: Link = nowhere) -> str:
    """The title as one line of Markdown, for a bullet, a heading or a sentence."""
    text = line(text)
    if "`" in text:
        parts = (one.written if one.code else _escaped(one.text, link) for one in pieces(text))
        written = "".join(parts)
    else:
        written = _escaped(text, link)
    if opening := _OPENING.match(written):
        return _closed(opening) + written[opening.end() :]
    return written or UNTITLED


def _closed(opening: re.Match[str]) -> str:
    if opening["mark"]:
        return f"\\{opening['mark']}"
    return rf"{opening['number']}\{opening['point']}"


def _escaped(text: str, link: Link) -> str:
    # Most titles hold none of these, and looking for them is cheaper than for what they may mean.
    if _HARMLESS.fullmatch(text):
        small = text.lower()
        if "www." not in small and "gh-" not in small:
            return text
    return _SPECIAL.sub(lambda found: _harmless(found, link), text)


def _harmless(found: re.Match[str], link: Link) -> str:
    kind = found.lastgroup
    if found["keyword"]:
        return f"{found[0]}{APART}"
    if found["reference"]:
        return linked(found["reference"], link(int(found["number"])))
    if kind == "parted":
        return f"{found[0]}{APART}"
    return found[0] if kind in {"inside", "version"} else f"\\{found[0]}"


def linked(text: str, url: str) -> str:
    """Words that hold nothing special, as a link where there is an address."""
    return f"[{text}]({url})" if url else text
