"""Every page over the demonstration: sound, complete, twinned with JSON, and linked to the rest."""

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from domain.installation import INSTALLATION
from domain.repository import stream_of
from service.demonstration.cast import INSTALLATION_ID
from service.web.pages import SCOPES
from tests.pages import Pages

EVERY = [
    "/",
    "/?q=ledger",
    "/releases",
    "/releases?q=icons",
    "/environments",
    "/begin",
    "/where",
    "/where?q=%235",
    "/where?q=harbour/ledger-api%2315",
    "/deliveries",
    "/deliveries?state=recorded",
    "/deliveries/1",
    "/connect",
    "/facts/100",
    "/harbour/checkout",
    "/harbour/design-tokens",
    "/harbour/design-tokens?component=icons",
    "/harbour/checkout/environments",
    "/harbour/docs/environments",
    "/harbour/docs/incidents",
    "/harbour/ledger-api/compare",
    "/harbour/ledger-api/compare?from=v2.3.0&to=v2.4.0",
    "/harbour/ledger-api/releases/v2.4.0",
    "/harbour/checkout/releases/v1.5.1",
    "/harbour/checkout/releases/v1.8.0",
    "/harbour/docs/releases/2026.10.2",
    "/harbour/design-tokens/releases/icons@3.0.0",
    "/harbour/checkout/releases/v1.8.0/gates",
    "/harbour/checkout/releases/v1.8.0/gates?environment=production",
    "/harbour/checkout/releases/v1.7.0/notes",
    "/harbour/checkout/releases/v1.6.0/notes?format=markdown&audience=internal",
    "/harbour/design-tokens/releases/icons@3.0.0/notes",
    "/harbour/checkout/notes/unreleased",
    "/harbour/design-tokens/notes/unreleased?component=icons",
    "/harbour/docs/notes/unreleased",
    "/harbour/checkout/notes/history",
    "/harbour/checkout/notes/settings",
]
NO_TWIN = {"/begin", "/where", "/where?q=%235", "/harbour/ledger-api/compare"}
every = pytest.mark.parametrize("path", EVERY)


@every
def test_a_page_is_sound(demo: Pages, path: str) -> None:
    demo.open(path)


@every
def test_a_page_is_sound_in_the_past(demo: Pages, path: str) -> None:
    before = demo.ledger.head() - 1
    moment = f"as_of={before}&as_at=2026-11-22T12:00:00Z"

    page = demo.open(f"{path}{'&' if '?' in path else '?'}{moment}")

    if path != "/begin":
        assert "As recorded by" in page.text
        assert f"(position {before:,}; 1 position recorded since is left out)" in page.text
        assert "Only what had happened by 22 Nov 2026, 12:00:00 UTC" in page.text
        assert "Back to now" in page.text


@every
def test_a_page_names_the_same_in_json(demo: Pages, path: str) -> None:
    page = demo.open(path)
    if path in NO_TWIN:
        assert not page.all("link", rel="alternate")
        return

    twin = page.twin()
    answer = demo.client.get(twin)

    assert answer.status_code == 200, twin
    assert answer.mimetype == "application/json"
    assert twin in page.links()


def test_the_twin_answers_from_the_same_position(demo: Pages) -> None:
    past = demo.open("/harbour/checkout?as_of=900")
    twin = demo.client.get(past.twin())

    assert past.headers["X-Shipledger-Position"] == "900"
    assert twin.headers["X-Shipledger-Position"] == "900"


def test_links_lead_somewhere(demo: Pages) -> None:
    adapter = demo.site.app.url_map.bind("localhost")
    for path in crawl(demo, each=12):
        answer = demo.client.get(path, headers={"Accept": "text/html"})
        # What decides asks who one is, even where everybody may read.
        asks = adapter.match(urlsplit(path).path)[0] in SCOPES
        assert answer.status_code == (401 if asks else 200), path


def crawl(demo: Pages, each: int) -> Iterator[str]:
    """Addresses that pages link to, so many of every kind."""
    kinds = defaultdict[str, set[str]](set)
    adapter = demo.site.app.url_map.bind("localhost")
    for path in EVERY:
        for link in demo.open(path).links():
            address = urlsplit(link)
            if address.netloc or not address.path:
                continue
            endpoint, _ = adapter.match(address.path)
            kind = kinds[f"{path} {endpoint}"]
            if link not in kind and len(kind) < each:
                kind.add(link)
    yield from sorted({link for kind in kinds.values() for link in kind})


def test_pages_need_no_other_host(demo: Pages) -> None:
    for path in EVERY:
        page = demo.open(path)
        loaded = [
            *(tag.attributes["src"] for tag in page.tags if "src" in tag.attributes),
            *(tag.attributes["href"] for tag in page.all("link")),
        ]
        assert loaded
        assert all(address.startswith("/") for address in loaded)


def test_a_page_is_told_what_it_may_load(demo: Pages) -> None:
    policy = demo.open("/").headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_page_is_never_unchanged_since_it_tells_how_long_ago(demo: Pages) -> None:
    page = demo.open("/harbour/checkout")

    assert "ETag" not in page.headers
    assert page.headers["Cache-Control"] == "private, no-cache"


def test_the_board_tells_what_a_release_manager_asks_first(demo: Pages) -> None:
    text = demo.open("/").text

    assert "4 repositories, the newest release first" in text
    assert "v1.8.0 draft" in text
    assert "v1.7.2 published 1 pull request 1 of 4 failing production" in text
    assert "v2.4.0 published 7 pull requests 3 passing production-us" in text
    assert "3 changes unreleased" in text
    assert "2026.10.2 moved published" in text


def test_the_matrix_tells_what_runs_where(demo: Pages) -> None:
    text = demo.open("/environments").text

    assert "harbour/ledger-api" in text
    assert "production-eu" in text
    assert "2 repositories were never deployed as far as we were told" in text


def test_a_moved_tag_is_warned_of(demo: Pages) -> None:
    text = demo.open("/harbour/docs/releases/2026.10.2").text

    assert "This tag did not stay where it was" in text
    assert re.search(r"cut [0-9a-f]{9} benwhitlock .* moved [0-9a-f]{9} benwhitlock", text)


def test_a_fact_leads_to_the_delivery_that_told_it(demo: Pages) -> None:
    delivery = demo.open("/deliveries/100")

    facts = [link for link in delivery.links() if link.startswith("/facts/")]
    assert facts
    for fact in facts:
        assert "/deliveries/100" in demo.open(fact).links()


def test_a_page_has_an_address_that_keeps_it_as_it_is(demo: Pages) -> None:
    head = demo.ledger.head()

    page = demo.open("/harbour/design-tokens?component=icons")

    assert f"/harbour/design-tokens?component=icons&as_of={head}" in page.links()
    assert f"(position {head:,})" in demo.open(f"/?as_of={head}").text


def test_a_fact_of_no_repository_is_shown_too(demo: Pages) -> None:
    with demo.ledger.stand() as stand:
        view = demo.ledger.view(stand, stream_of("github-installation", str(INSTALLATION_ID)))
        (told, *_) = view.about(INSTALLATION)

    page = demo.open(f"/facts/{told.position}")

    assert "installation.added.1" in page.text
    assert demo.client.get(page.twin()).status_code == 200
