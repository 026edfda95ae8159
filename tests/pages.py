"""Pages as a reader meets them: opened, taken apart, and proved sound whatever they show."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID

from domain.fact import Fact
from domain.repository import stream_of
from service.ledger import Ledger
from tests.ledgers import tell
from tests.site import Site

VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "use", "path", "circle", "rect"})
# What a browser ends a paragraph for.
BLOCKS = frozenset(
    {"p", "div", "details", "table", "ul", "ol", "dl", "section", "form", "pre", "nav", "h2", "h3"}
)
STREAM = stream_of("github", "1")
NOW = datetime(2024, 1, 2, tzinfo=UTC)


class Tag(NamedTuple):
    name: str
    attributes: dict[str, str]
    inside: tuple[str, ...]


class Page(HTMLParser):
    """What is in a page: `text` as it is read, and every tag with its attributes."""

    def __init__(self, source: str, status: int = 200, headers: Any = None) -> None:
        super().__init__()
        self.source, self.status, self.headers = source, status, headers
        self.tags: list[Tag] = []
        self._texts: list[str] = []
        self._open: list[str] = []
        self.feed(source)
        assert not self._open, f"never closed: {self._open}"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, (*self._open,)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(Tag(tag, {name: value or "" for name, value in attrs}, (*self._open,)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open[-1] == tag, f"</{tag}> where {self._open[-1]} is open"
        self._open.pop()
        if tag not in {"a", "b", "bdi", "span", "strong", "small"}:
            self._texts.append(" ")

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] not in {"script", "style"}:
            self._texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts).split())

    @property
    def title(self) -> str:
        return self.source.partition("<title>")[2].partition("</title>")[0]

    def all(self, name: str, /, **attributes: str) -> list[Tag]:
        return [
            tag
            for tag in self.tags
            if tag.name == name
            and all(tag.attributes.get(key) == value for key, value in attributes.items())
        ]

    def links(self) -> list[str]:
        return [tag.attributes["href"] for tag in self.all("a") if "href" in tag.attributes]

    def twin(self) -> str:
        """The address of the same in JSON."""
        (link,) = self.all("link", rel="alternate")
        return link.attributes["href"]


class Pages:
    """The pages over a ledger, for somebody with a browser."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        public_read: bool = True,
        clock: Callable[[], datetime] = lambda: NOW,
    ) -> None:
        self.ledger = ledger
        self.site = Site(ledger, public_read=public_read, clock=clock)
        self.client = self.site.app.test_client()

    def told(self, facts: Iterable[Fact], stream: UUID = STREAM) -> "Pages":
        tell(self.ledger, stream, facts)
        return self

    def open(self, path: str, status: int = 200, **headers: str) -> Page:
        """A page, proved sound; `headers` with `_` for `-`."""
        sent = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        answer = self.client.get(path, headers=sent)
        assert answer.status_code == status, (answer.status_code, path, self.site.log[-1:])
        assert answer.mimetype == "text/html", answer.mimetype
        page = Page(answer.get_data(as_text=True), answer.status_code, answer.headers)
        prove_sound(page)
        return page


def prove_sound(page: Page) -> None:
    """What every page promises, to browsers, to readers, and to whoever writes its content."""
    assert page.title.endswith(" · Shipledger")
    assert len(page.all("h1")) == 1
    assert page.all("html", lang="en")
    prove_quiet(page)
    prove_named(page)
    prove_tables(page)
    for tag in page.tags:
        assert not (tag.name in BLOCKS and "p" in tag.inside), f"<{tag.name}> within a paragraph"


def prove_quiet(page: Page) -> None:
    """Nothing runs and nothing is drawn but by our own files; links out tell nobody from where."""
    assert not page.all("style")
    for tag in page.tags:
        assert "style" not in tag.attributes
        assert not [name for name in tag.attributes if name.startswith("on")]
    for tag in page.all("script"):
        assert tag.attributes["src"].startswith("/static/")
    for tag in page.all("a"):
        address = urlsplit(tag.attributes["href"])
        assert address.scheme in {"", "http", "https"}
        # Notes stand in a page as they would elsewhere; the page's own policy tells nobody then.
        if address.netloc and "article" not in tag.inside:
            assert tag.attributes["rel"] == "noopener noreferrer"


def prove_named(page: Page) -> None:
    """Every name is given once, and whatever refers to one finds it."""
    ids = [tag.attributes["id"] for tag in page.tags if "id" in tag.attributes]
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    assert set(references(page)) <= set(ids)
    labelled = {tag.attributes["for"] for tag in page.all("label")}
    for tag in (*page.all("input"), *page.all("select"), *page.all("textarea")):
        assert tag.attributes.get("type") == "hidden" or tag.attributes["id"] in labelled
    for tag in page.all("button"):
        assert "data-copy" not in tag.attributes or tag.attributes["aria-label"]


def references(page: Page) -> Iterator[str]:
    for tag in page.tags:
        for name in ("for", "aria-labelledby", "list"):
            if name in tag.attributes:
                yield tag.attributes[name]
        if tag.attributes.get("href", "").startswith("#"):
            yield tag.attributes["href"][1:]


def prove_tables(page: Page) -> None:
    for tag in page.all("th"):
        assert "scope" in tag.attributes
    assert len(page.all("thead")) == len(page.all("table"))
