"""The pages of notes: read by everybody, edited by those who say who they are, never forged."""

import base64
from typing import Any

import pytest

from domain.token import READ, WRITE_NOTES
from tests.pages import Page, Pages, prove_sound
from tests.story import Story, sha

SHOP = "/acme/shop"
NOTES = f"{SHOP}/releases/v1.1.0/notes"
EDIT = f"{NOTES}/edit"
LINE = f"{EDIT}?change=pull:2"
WHY = "It said nothing."


@pytest.fixture
def shop(pages: Pages) -> Pages:
    """Two releases, and a change that waits for the next."""
    story = Story()
    story.repository("acme/shop")
    story.commit("one")
    story.merged(1, sha("one"), "feat: open the shop")
    story.cut("v1.0.0", sha("one"))
    story.commit("two", sha("one"))
    story.merged(2, sha("two"), "fix: close at night")
    story.commit("three", sha("two"))
    story.merged(3, sha("three"), "chore: sweep the floor")
    story.cut("v1.1.0", sha("three"))
    story.commit("four", sha("three"))
    story.merged(4, sha("four"), "feat: sell candles")
    story.branch("main", sha("four"))
    return pages.told(story.facts)


class Writer:
    """Somebody with a browser and a token, whose browser says where a form came from."""

    def __init__(self, pages: Pages, *scopes: str) -> None:
        self.pages = pages
        token = pages.site.token(*(scopes or (READ, WRITE_NOTES)))
        self.headers = {
            "Authorization": "Basic " + base64.b64encode(f"me:{token}".encode()).decode(),
            "Accept": "text/html",
        }

    def open(self, path: str, status: int = 200) -> Page:
        return self.pages.open(path, status, Authorization=self.headers["Authorization"])

    def form_token(self, path: str) -> str:
        first, *_ = self.open(path).all("input", name="form_token")
        return first.attributes["value"]

    def send(self, path: str, /, *, origin: str = "http://localhost", **fields: Any) -> Any:
        """A form of the page, filled in; `origin` is where the browser says it is from."""
        told = {"form_token": self.form_token(path), "do": "save", "reason": WHY} | fields
        headers = self.headers | ({"Origin": origin} if origin else {})
        return self.pages.client.post(path, data=told, headers=headers)

    def sent(self, path: str, status: int, /, **fields: Any) -> Page:
        """The page that answers a form."""
        answer = self.send(path, **fields)
        assert answer.status_code == status, answer.get_data(as_text=True)
        page = Page(answer.get_data(as_text=True), status, answer.headers)
        prove_sound(page)
        return page


@pytest.fixture
def writer(shop: Pages) -> Writer:
    return Writer(shop)


def change(**fields: str) -> dict[str, str]:
    """The form of a change as it is filled at first, with what is written into it."""
    asis = {"kind": "change", "title": "close at night", "section": "Bug fixes"}
    return asis | {"text": "", "order": "", "hidden": ""} | fields


def version(shop: Pages) -> int:
    answer = shop.client.get("/api/v1/repositories/acme/shop/notes/edits")
    number: int = answer.json["version"]
    return number


def test_notes_say_what_is_new_why_from_there_and_what_is_left_out(shop: Pages) -> None:
    page = shop.open(NOTES)

    assert "Bug fixes close at night" in page.text
    assert "Compared with v1.0.0" in page.text
    assert "sweep the floor" in page.text.partition("What is not listed")[2]
    assert "shipledger token create NAME --scope read --scope notes:write" in page.text


def test_notes_are_shown_in_another_form(shop: Pages) -> None:
    page = shop.open(f"{NOTES}?format=markdown")

    assert "### Bug fixes - close at night" in page.text
    assert page.all("option", selected="")


def test_the_unreleased_asks_for_a_version(shop: Pages) -> None:
    page = shop.open(f"{SHOP}/notes/unreleased")

    assert "sell candles" in page.text
    assert "Next version v1.2.0" in page.text


def test_where_nothing_waits_the_page_says_what_would(pages: Pages) -> None:
    story = Story()
    story.repository("acme/shop", default_branch="")
    page = pages.told(story.facts).open(f"{SHOP}/notes/unreleased")

    assert "A push to that branch tells of it" in page.text


def test_where_nothing_was_decided_the_page_says_how(shop: Pages) -> None:
    assert "Nobody has decided anything yet." in shop.open(f"{SHOP}/notes/history").text


@pytest.mark.parametrize(
    "path", [EDIT, f"{SHOP}/notes/unreleased/edit", f"{SHOP}/notes/settings/edit"]
)
def test_an_editor_asks_who_one_is_even_where_everybody_may_read(shop: Pages, path: str) -> None:
    assert "shipledger token create" in shop.open(path, 401).text
    assert "lacks the scope notes:write" in Writer(shop, READ).open(path, 403).text


def test_a_line_is_chosen_changed_and_recorded(shop: Pages, writer: Writer) -> None:
    assert "/acme/shop/releases/v1.1.0/notes/edit?change=pull:2" in writer.open(EDIT).links()

    answer = writer.send(LINE, **change(title="Close at ten", highlight="true"))

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{EDIT}?saved=yes")
    assert "Recorded." in writer.open(answer.headers["Location"]).text
    assert "Highlights Close at ten" in shop.open(NOTES).text
    told = shop.open(f"{SHOP}/notes/history").text
    assert "retitled Close at ten" in told
    assert f"{WHY} a test (token 1)" in told


def test_a_preview_shows_what_would_differ_and_records_nothing(shop: Pages, writer: Writer) -> None:
    page = writer.sent(LINE, 200, do="preview", reason="", **change(title="Close at ten"))

    assert "changed Close at ten title: close at night → Close at ten" in page.text
    assert page.all("input", id="title", value="Close at ten")
    assert version(shop) == 0


def test_while_one_types_only_the_preview_is_answered(writer: Writer) -> None:
    token = writer.form_token(LINE)
    answer = writer.pages.client.post(
        LINE,
        data={"form_token": token, "do": "preview"} | change(hidden="true"),
        headers=writer.headers | {"Origin": "http://localhost", "HX-Request": "true"},
    )

    text = answer.get_data(as_text=True)
    assert text.lstrip().startswith('<section id="preview"')
    assert "removed" in text


def test_what_is_emptied_is_taken_back(shop: Pages, writer: Writer) -> None:
    writer.send(LINE, **change(title="Close at ten", order="3", hidden="true"))
    assert "Close at ten" in writer.open(LINE).text

    writer.send(LINE, **change(title="", section="", order="", hidden=""))

    assert writer.open(LINE).all("input", id="title", value="close at night")
    assert "close at night" in shop.open(NOTES).text
    assert version(shop) == 6


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        (change(title="Close at ten", reason=" "), "Say why"),
        (change(title="a\x07b"), "control characters"),
        (change(order="soon"), "a whole number"),
        (change(), "Nothing in the form is different"),
        ({"kind": "base", "base": "v9"}, "a tag v9"),
        ({"kind": "base", "base": "v1.1.0"}, "itself"),
        ({"kind": "base", "base": ""}, "nothing to undo"),
    ],
)
def test_what_is_refused_is_said_beside_the_form(
    shop: Pages, writer: Writer, fields: dict[str, str], word: str
) -> None:
    page = writer.sent(LINE, 409, **fields)

    assert word in page.text
    assert version(shop) == 0


def test_a_change_of_another_release_is_not_edited_here(writer: Writer) -> None:
    assert "no line of pull:4" in writer.open(f"{EDIT}?change=pull:4", 409).text


def test_a_base_is_chosen_with_those_that_there_are(shop: Pages, writer: Writer) -> None:
    story = Story()
    story.minutes = 30
    story.cut("v0.9.0", sha("one"))
    shop.told(story.facts)
    assert writer.open(EDIT).all("option", value="v0.9.0")

    writer.send(EDIT, kind="base", base="v0.9.0")

    assert f"a test (token 1) chose v0.9.0 just now : {WHY}" in " ".join(
        shop.open(NOTES).text.split()
    )


def test_a_release_is_yanked_and_let_be_used_again(shop: Pages, writer: Writer) -> None:
    writer.send(EDIT, kind="yank", yanked="yes", reason="It loses orders.")
    assert "This release is yanked: It loses orders." in shop.open(NOTES).text

    writer.send(EDIT, kind="yank", yanked="no")

    assert "is yanked" not in shop.open(NOTES).text


def test_a_decision_is_taken_back_from_the_history(shop: Pages, writer: Writer) -> None:
    writer.send(LINE, **change(title="Close at ten"))
    (undo,) = (one for one in shop.open(f"{SHOP}/notes/history").links() if "/undo" in one)

    answer = writer.send(undo, reason="It was fine.")

    assert answer.headers["Location"] == f"{SHOP}/notes/history"
    assert "close at night" in shop.open(NOTES).text
    again = writer.sent(undo, 409, reason="Once more.")
    assert "nothing to undo" in again.text
    assert writer.open(f"{SHOP}/notes/history/1/undo", 404)


SETTINGS = "changelog:\r\n  categories:\r\n    - title: All of it\r\n      labels: ['*']\r\n"
UPLOAD = f"{SHOP}/notes/settings/edit"
FILE = {"path": ".github/release.yml"}


def test_settings_are_tried_uploaded_and_withdrawn(shop: Pages, writer: Writer) -> None:
    tried = writer.sent(UPLOAD, 200, content=SETTINGS, do="preview", **FILE)
    assert "section: Features → All of it" in tried.text
    assert version(shop) == 0

    writer.send(UPLOAD, content=SETTINGS, **FILE)
    assert "All of it" in shop.open(NOTES).text
    assert "title: All of it" in shop.open(f"{SHOP}/notes/settings").text

    writer.send(UPLOAD, content="", withdraw="yes", **FILE)
    assert "All of it" not in shop.open(NOTES).text


def test_settings_that_cannot_be_read_are_not_uploaded(shop: Pages, writer: Writer) -> None:
    page = writer.sent(UPLOAD, 200, content="changelog: [", **FILE)

    assert "The file was not uploaded: mend this first." in page.text
    assert version(shop) == 0


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
def test_a_form_of_another_site_is_refused(shop: Pages, writer: Writer, origin: str) -> None:
    page = writer.sent(LINE, 403, origin=origin, **change(title="Hacked"))

    assert "did not come from this server" in page.text
    assert version(shop) == 0


def test_a_form_without_its_token_is_refused(shop: Pages, writer: Writer) -> None:
    page = writer.sent(LINE, 403, form_token="guessed", **change(title="Hacked"))

    assert "not one that this server gave you" in page.text
    assert version(shop) == 0


def test_a_form_of_another_token_is_refused(shop: Pages, writer: Writer) -> None:
    other = Writer(shop).form_token(LINE)

    assert writer.send(LINE, form_token=other, **change(title="Hacked")).status_code == 403


def test_a_browser_that_says_same_origin_is_believed(shop: Pages, writer: Writer) -> None:
    token = writer.form_token(LINE)
    answer = shop.client.post(
        LINE,
        data={"form_token": token, "do": "save", "reason": WHY} | change(title="Close at ten"),
        headers=writer.headers | {"Sec-Fetch-Site": "same-origin"},
    )

    assert answer.status_code == 303


def test_a_form_without_a_login_is_refused(shop: Pages) -> None:
    answer = shop.client.post(LINE, data=change(), headers={"Origin": "http://localhost"})

    assert answer.status_code == 401


def test_a_page_with_forms_lets_the_browser_say_where_they_are_from(writer: Writer) -> None:
    assert writer.open(EDIT).headers["Referrer-Policy"] == "same-origin"


def test_a_hostile_reason_is_text(shop: Pages, writer: Writer) -> None:
    reason = "<script>alert(1)</script>\u202e"
    writer.send(LINE, **change(title="<img src=x onerror=alert(1)>", reason=reason))

    for path in (NOTES, f"{SHOP}/notes/history", f"{NOTES}?format=markdown"):
        page = shop.open(path)
        assert not page.all("img")
        assert not [tag for tag in page.all("script") if "src" not in tag.attributes]
        assert "\u202e" not in page.source
