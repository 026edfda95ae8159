"""A paragraph of Markdown that an author or an editor wrote, made fit to stand among our own.

It keeps its form: emphasis, lists, code, links to the web. Raw HTML is text, mentions mention
nobody, `closes #1` closes nothing, and `[v1.0]: …` gives no link to words elsewhere. Whether that
succeeded is not trusted but looked at: a parser reads the outcome, and a paragraph that still holds
HTML, a mention or another kind of link is printed as the plain text that its author typed.
"""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

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
_OMITTED = "<!-- raw HTML omitted -->"


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


def rendered(written: str) -> str:
    """As HTML in which raw HTML has been left out."""
    # Imported where there is a text: a rendering without one needs no parser.
    import cmarkgfm  # type: ignore[import-untyped]  # noqa: PLC0415 - it comes without types

    return str(cmarkgfm.github_flavored_markdown_to_html(written))


def _is_harmless(written: str) -> bool:
    html = rendered(written)
    if html.count(_OMITTED) != written.count(APART):
        return False
    reader = _Reader()
    reader.feed(html)
    return not reader.acts


class _Reader(HTMLParser):
    """Looks for what would act: a mention in text, a link to elsewhere than the web."""

    def __init__(self) -> None:
        super().__init__()
        self.acts = False
        self._inert = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inert += tag in {"code", "pre", "a"}
        for name, value in attrs:
            if name in {"href", "src"} and not _is_of_the_web(value or ""):
                self.acts = True

    def handle_endtag(self, tag: str) -> None:
        self._inert -= tag in {"code", "pre", "a"}

    def handle_data(self, data: str) -> None:
        if not self._inert and re.search(r"@\w", data):
            self.acts = True


def _is_of_the_web(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)
