"""The page of the directory: it teaches where it is empty, and its forms do what they say."""

import pytest

from domain.token import ADMIN, READ
from tests.pages import Page, Pages
from tests.site import pushed_tag


class Administrator:
    """Somebody with a browser, at the page."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        token = pages.site.token(ADMIN, person="root")
        self.headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}

    def open(self) -> Page:
        return self.pages.open("/people", Authorization=self.headers["Authorization"])

    def send(self, do: str, reason: str = "It was asked for.", **fields: str) -> str:
        """What is said then: nothing where it counted."""
        token = self.open().all("input", name="form_token")[0].attributes["value"]
        told = {"form_token": token, "do": do, "reason": reason, **fields}
        answer = self.pages.client.post("/people", data=told, headers=self.headers)
        assert answer.status_code in (303, 409), answer.text
        return Page(answer.text).text if answer.status_code == 409 else ""


@pytest.fixture
def root(pages: Pages) -> Administrator:
    pages.site.deliver("push", pushed_tag())
    return Administrator(pages)


def test_an_empty_directory_says_how_to_begin(root: Administrator) -> None:
    page = root.open()

    assert "Nobody is in the directory." in page.text
    assert "There is no team." in page.text
    assert "Nobody has a role by the directory" in page.text
    assert page.twin() == "/api/v1/directory/people"


def test_everything_can_be_decided_by_its_forms(root: Administrator) -> None:
    told = {"key": "mira", "called": "Mira Ahn", "emails": "Mira@example.org, m@example.org"}
    assert root.send("name", **told) == ""
    assert root.send("team", team="qa", members="mira noor") == ""
    assert root.send("grant", to="root", role="admin") == ""
    place = {"to": "team:qa", "role": "approver", "repository": "octo/shop", "environment": "live"}
    assert root.send("grant", "They answer for it.", **place) == ""

    shown = root.open().text
    assert "mira Mira Ahn" in shown
    assert "m@example.org mira@example.org" in shown
    assert "qa mira, noor" in shown
    assert "team:qa approver octo/shop live They answer for it. root" in shown

    assert root.send("withdraw", **place) == ""
    assert root.send("log_out", key="mira") == ""
    assert root.send("remove", key="mira") == ""
    assert "team:qa" not in root.open().text


def test_what_does_not_count_is_told_and_kept_in_the_form(root: Administrator) -> None:
    assert "Say why" in root.send("name", "", key="mira")
    assert "a number" in root.send("name", key="mira", github_id="seven")
    assert "no role king" in root.send("grant", to="mira", role="king")
    assert "octo/none" in root.send("grant", to="mira", role="viewer", repository="octo/none")
    assert "Choose what to decide" in root.send("crown", key="mira")
    assert "Nobody is in the directory." in root.open().text


def test_it_is_for_administrators_alone(pages: Pages) -> None:
    token = pages.site.token(READ)

    pages.open("/people", 401)
    assert (
        "lacks the scope admin" in pages.open("/people", 403, Authorization=f"Bearer {token}").text
    )
