"""A paragraph of Markdown as a parser reads it: its HTML, and whether anything in it would act."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import cmarkgfm  # type: ignore[import-untyped]  # it comes without types

from service.formats.escape import APART

_OMITTED = "<!-- raw HTML omitted -->"


def rendered(written: str) -> str:
    """As HTML in which raw HTML has been left out."""
    return str(cmarkgfm.github_flavored_markdown_to_html(written))


def is_harmless(written: str) -> bool:
    """Whether there is no HTML in it but ours, no mention, and no link but to the web."""
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
