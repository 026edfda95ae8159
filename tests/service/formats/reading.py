"""How tests read what was printed: as a browser, and as GitHub, would see it."""

import re
from html.parser import HTMLParser

import cmarkgfm

_UNSAFE = 1 << 17  # cmark's option to let raw HTML through, so that a test sees it


def rendered(markdown: str) -> str:
    """Markdown as HTML, with raw HTML in it as it stands."""
    return str(cmarkgfm.github_flavored_markdown_to_html(markdown, options=_UNSAFE))


class Page(HTMLParser):
    """What a browser would make of HTML: the elements, the links, the comments and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.attributes: set[str] = set()
        self.comments: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def handle_data(self, data: str) -> None:
        self.text += data


def items(markdown: str) -> list[str]:
    """The text of each item of the first list, as a parser of Markdown sees it."""
    html = rendered(markdown)
    found = re.search(r"<ul>\n(.*?)\n</ul>", html, re.DOTALL)
    assert found, html
    return [Page(one).text for one in found[1].removeprefix("<li>").split("<li>")]
