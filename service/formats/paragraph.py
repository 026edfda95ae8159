"""A paragraph of Markdown that an author or an editor wrote, made fit to stand among our own.

It keeps its form: emphasis, lists, code, links to the web. Raw HTML is text, mentions mention
nobody, `closes #1` closes nothing, and `[v1.0]: …` gives no link to words elsewhere. Whether that
succeeded is not trusted but looked at: where the outcome may hold any of these, a parser reads it,
and a paragraph that still holds HTML, a mention or another kind of link is printed as the
plain text that its author typed.
"""

import re

from service.formats.code_spans import pieces
from service.formats.escape import APART, title
from service.seen import seen

_ACTING = re.compile(
    r"""
      (?P<escaped><|\](?=:))
    | @(?=\w)
    | \b(?i:close[sd]?|fix(?:e[sd])?|resolve[sd]?)\b:?[ ]*
      (?:(?:[\w.-]{1,100}/[\w.-]{1,100})?\#|(?i:gh-)|https?:)(?=[\w/])
    """,
    re.VERBOSE,
)
# Without one of these there is no HTML, no mention, and no link.
_MARKS = re.compile(r"[<@&\[\]]|://|www", re.IGNORECASE)
# Nor is there any in one line of these: a «<» without its backslash, a mention, an entity and
# a link with words of its own cannot be spelled, and an address leads to the web.
PLAIN = re.compile(
    r"[A-Za-z](?:[A-Za-z0-9 ,;.()/'\"+=?!%#*_`-]|\\<|:(?!//)|(?<=http)://|(?<=https)://)*"
)


def paragraph(text: str) -> str:
    """The text as Markdown, in lines that the caller may indent; empty where there is none."""
    if not text:
        return ""
    lines = "\n".join(one.rstrip() for one in seen(text).expandtabs(4).splitlines()).strip("\n")
    if not lines.strip():
        return ""
    parts = tuple(pieces(lines))
    written = "".join(
        one.written if one.code else _ACTING.sub(_harmless, one.text) for one in parts
    )
    defines = any(one.code and "\n" in one.text and "]:" in one.text for one in parts)
    return plain(lines) if defines or not _is_harmless(written) else written


def plain(text: str) -> str:
    """The words as they were typed, each line of them one line."""
    return "\\\n".join(title(one) for one in text.splitlines() if one.strip())


def _harmless(found: re.Match[str]) -> str:
    return f"\\{found[0]}" if found["escaped"] else f"{found[0]}{APART}"


def _is_harmless(written: str) -> bool:
    if not _MARKS.search(written) or PLAIN.fullmatch(written):
        return True
    # Late, for many change logs have no other paragraphs.
    from service.formats.parsed import is_harmless  # noqa: PLC0415

    return is_harmless(written)
