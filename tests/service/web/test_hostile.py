"""What strangers write: it is shown, to the letter, and does nothing."""

import pytest

from domain.deployment import EnvironmentObserved
from domain.fact import Actor
from domain.incident import IncidentReported
from tests.pages import Page, Pages
from tests.story import Story, sha

TITLES = [
    "<img src=x onerror=alert(1)>",
    "</title><script>alert(1)</script>",
    '" onmouseover="alert(1)" x=\'',
    "{{ 7 * 7 }} {% raw %} ${7*7} #{7*7}",
    "&lt;b&gt; &amp;amp; &#x202e;",
    "v1\u202egpj.exe",
    "in\u200bvis\u2060ible\ufeff",
    "\u2067right to left\u2069 and back",
    "عنوان مع نص \u05e9\u05dc\u05d5\u05dd",
    "👩‍🚀 ❤️ ﷽ Z̸a̸l̸g̸o̸",
    "@everyone fixes #7 <!-- closes -->",
    "x" * 3000,
    "a b\tc\nd",
]
URL = "javascript:alert(document.domain)"


def hostile(text: str, name: str = "acme/app") -> Story:
    """A repository where every stranger's word is the text."""
    stranger = Actor(text[:100], 66)
    story = Story()
    story.repository(name)
    story.commit("one", message=text, by=stranger)
    story.commit("two", sha("one"), message="Merge", by=stranger)
    story.merged(
        2, sha("two"), text, body=text, author=stranger, labels=(text[:50],), milestone=text[:50]
    )
    story.issue(7, text)
    story.merged(3, sha("one"), text, body=f"{text} Fixes #7")
    story.branch("main", sha("two"))
    story.cut("v1.0.0", sha("two"))
    story.published("v1.0.0", 9, name=text, body=text, url=URL)
    story.check(sha("two"), text, "failure")
    story.status(sha("two"), "failure", 5, text)
    story.deployed("1", sha("two"), text[:100], ref=text[:100], url=URL, by=stranger)
    place = {"environment": text[:100], "url": URL, "by": stranger}
    story.tell(EnvironmentObserved, target=text, version=text, **place)
    story.tell(IncidentReported, incident="I-1", title=text, severity=text, **place)
    return story


PAGES = [
    "/",
    "/releases",
    "/environments",
    "/deliveries",
    "/acme/app",
    "/acme/app/releases/v1.0.0",
    "/acme/app/environments",
    "/acme/app/incidents",
    "/acme/app/releases/v1.0.0/notes",
    "/acme/app/releases/v1.0.0/notes?format=markdown&audience=internal",
    "/acme/app/notes/unreleased",
    "/acme/app/compare?from=v1.0.0&to=branch:main",
    "/where?q=acme/app%232",
    "/where?q=acme/app%237",
]


@pytest.mark.parametrize("text", TITLES, ids=range(len(TITLES)))
def test_what_a_stranger_writes_is_shown_and_does_nothing(pages: Pages, text: str) -> None:
    pages.told(hostile(text).facts)

    for path in PAGES:
        prove_harmless(pages.open(path))
    for position in range(1, pages.ledger.head() + 1):
        prove_harmless(pages.open(f"/facts/{position}"))


def prove_harmless(page: Page) -> None:
    assert not page.all("img")
    assert not [tag for tag in page.all("script") if "src" not in tag.attributes]
    assert not set(page.source) & set("\u202e\u200b\u2060\ufeff\u2067\u2069")
    assert "javascript:" not in " ".join(page.links())
    assert "49 " not in page.title


def test_what_hides_is_spelled_out(pages: Pages) -> None:
    text = pages.told(hostile("v1\u202egpj.exe").facts).open("/acme/app/releases/v1.0.0").text

    assert "v1⟨U+202E⟩gpj.exe" in text


@pytest.mark.parametrize("path", ["/", "/releases", "/environments", "/where", "/acme/app/compare"])
def test_what_is_asked_for_is_shown_and_does_nothing(pages: Pages, path: str) -> None:
    story = Story()
    story.repository("acme/app")
    pages.told(story.facts)
    asked = "%22%3E%3Cimg%20src=x%20onerror=alert(1)%3E%E2%80%AE"

    answer = pages.client.get(f"{path}?q={asked}&from={asked}&to={asked}&component={asked}")

    prove_harmless(Page(answer.get_data(as_text=True)))


def test_a_tag_with_an_odd_name_has_a_page_of_its_own(pages: Pages) -> None:
    story = Story()
    story.repository("acme/app")
    story.commit("one")
    names = ["@scope/pkg@1.0.0", "v1.0.0+build.5", "release?x=1#y", "50%off", "é/è", "a&b=c;d"]
    for name in names:
        story.cut(name, sha("one"))

    links = pages.told(story.facts).open("/acme/app").links()

    for name in names:
        opened = [pages.open(link) for link in links if "/acme/app/releases/" in link]
        assert any(f"{name} of acme/app" in page.text for page in opened), name
