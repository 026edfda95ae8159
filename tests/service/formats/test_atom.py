"""The feed: valid Atom, with ids that stay."""

from datetime import timedelta
from xml.etree import ElementTree

from msgspec.structs import replace

from service.formats import Options, render
from tests.notes import DAY, entry, heading, notes
from tests.service.formats.sample import edited, first, release, unreleased

ATOM = "{http://www.w3.org/2005/Atom}"


def feed(told: str) -> ElementTree.Element:
    return ElementTree.fromstring(told)


def texts(of: ElementTree.Element, name: str) -> list[str | None]:
    return [one.text for one in of.iter(f"{ATOM}{name}")]


def test_a_feed_has_what_the_specification_demands() -> None:
    whole = feed(render("atom", (release(), first()), Options(full_url="https://a.example/feed")))

    for one in (whole, *whole.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(one.findall(f"{ATOM}{name}")) == 1, name
    assert whole.findtext(f"{ATOM}author/{ATOM}name") == "acme/app"
    links = {one.get("rel"): one.get("href") for one in whole.findall(f"{ATOM}link")}
    assert links == {
        "alternate": "https://github.com/acme/app",
        "self": "https://a.example/feed",
    }
    assert whole.findtext(f"{ATOM}updated") == "2026-06-02T00:00:00Z"


def test_what_is_not_released_is_not_in_the_feed() -> None:
    whole = feed(render("atom", (unreleased(), first())))

    assert texts(whole, "title") == ["Releases of acme/app", "v1.2.0"]


def test_an_id_stays_when_the_notes_are_edited() -> None:
    other = notes(heading("", entry(99, "something else")), title="A new title", date=DAY)

    before, after = feed(render("atom", release())), feed(render("atom", other))
    assert texts(before, "id") == texts(after, "id")
    assert len(set(texts(before, "id"))) == 2


def test_an_edit_makes_an_entry_newer_and_does_not_publish_it_anew() -> None:
    lamp = entry(1)
    edit = replace(edited(lamp.change.key), at=DAY + timedelta(days=1))
    told = notes(heading("", replace(lamp, edit=edit)))

    [one] = feed(render("atom", told)).iter(f"{ATOM}entry")
    assert one.findtext(f"{ATOM}updated") == "2026-06-02T12:00:00Z"
    assert one.findtext(f"{ATOM}published") == "2026-06-01T12:00:00Z"


def test_a_feed_of_nothing_is_a_feed() -> None:
    whole = feed(render("atom", ()))

    assert whole.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00Z"
