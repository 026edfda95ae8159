"""Decisions about notes over HTTP: made once, kept for ever, and never lost to somebody else."""

from collections.abc import Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.edit import LARGEST_FILE
from domain.token import READ, WRITE_EVENTS, WRITE_NOTES
from tests.site import Site, prove_problem

SHOP = "/api/v1/repositories/harbour/checkout"
NOTES = f"{SHOP}/releases/v1.7.0/notes?format=markdown"
CHANGE = "pull:31"
WHY = {"reason": "The title said nothing."}


class Editor:
    """Somebody with a token that may decide about notes."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.token = site.token(WRITE_NOTES, READ)

    def post(self, path: str, body: Any, **headers: str) -> TestResponse:
        return self._send("POST", path, body, headers)

    def put(self, path: str, body: Any) -> TestResponse:
        return self._send("PUT", path, body, {})

    def _send(self, method: str, path: str, body: Any, headers: dict[str, str]) -> TestResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.site.ask(method, SHOP + path, token=self.token, json=body, headers=sent)

    def edit(self, change: str = CHANGE, **told: Any) -> Any:
        answer = self.post("/notes/edits", {"change": change, **WHY, **told})
        assert answer.status_code == 200, answer.json
        return answer.json

    def notes(self, query: str = "") -> str:
        return self.site.get(NOTES + query).text


@pytest.fixture
def editor(demo: Site) -> Iterator[Editor]:
    return Editor(demo)


def test_an_edit_is_answered_with_what_stands_and_shows_in_the_notes(editor: Editor) -> None:
    before = editor.site.get(NOTES)

    answer = editor.edit(title="Pay from your bank account", text="No card needed.", highlight=True)

    assert answer["changed"] is True
    (edit,) = answer["now"]["edits"]
    assert (edit["key"], edit["title"]) == (CHANGE, "Pay from your bank account")
    assert (edit["by"], edit["reason"]) == ("a test (token 1)", WHY["reason"])
    after = editor.site.get(NOTES, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Pay from your bank account" in after.text
    assert "Pay by bank transfer" not in after.text


def test_the_same_decision_twice_is_one(editor: Editor) -> None:
    editor.edit(title="Pay")
    again = editor.edit(title="Pay")

    assert again["changed"] is False
    assert again["already"] == ["The title of pull:31 is the same as before."]
    assert again["now"]["version"] == 1


def test_null_takes_a_decision_back(editor: Editor) -> None:
    original = editor.notes()
    editor.edit(title="Pay", hidden=True, highlight=True)
    assert editor.notes() != original

    answer = editor.edit(title=None, hidden=None, highlight=False)

    assert answer["now"]["edits"] == []
    assert editor.notes() == original


def test_notes_of_the_past_stay_to_the_byte(editor: Editor) -> None:
    editor.edit(title="Once")
    then = editor.site.ledger.head()
    once = editor.notes(f"&as_of={then}")
    editor.edit(title="Twice")

    assert editor.notes(f"&as_of={then}") == once
    assert "Twice" in editor.notes()


def test_a_change_can_be_named_by_the_beginning_of_its_commit(editor: Editor) -> None:
    where = editor.site.get(f"{SHOP}/where?pull=31").json
    sha = where["commits"][0]["sha"]

    (edit,) = editor.edit(f"commit:{sha[:10]}", hidden=True)["now"]["edits"]

    assert edit["key"] == f"commit:{sha}"


def test_a_base_is_chosen_and_withdrawn(editor: Editor) -> None:
    chosen = editor.post("/notes/bases", {"tag": "v1.7.0", "base": "v1.5.0", **WHY})
    assert chosen.json["now"]["bases"][0]["base"] == "v1.5.0"

    withdrawn = editor.post("/notes/bases", {"tag": "v1.7.0", "base": None, **WHY})

    assert withdrawn.json["now"]["bases"] == []
    again = editor.post("/notes/bases", {"tag": "v1.7.0", "base": None, **WHY})
    assert (again.status_code, again.json["changed"]) == (200, False)


def test_a_yanked_release_says_why(editor: Editor) -> None:
    editor.post("/notes/yanks", {"tag": "v1.7.0", "yanked": True, "reason": "It loses orders."})
    assert "It loses orders." in editor.notes()

    editor.post("/notes/yanks", {"tag": "v1.7.0", "yanked": False, **WHY})

    assert "It loses orders." not in editor.notes()


SETTINGS = """changelog:
  categories:
    - title: Everything new
      labels: ["*"]
"""


def test_settings_are_uploaded_and_withdrawn(editor: Editor) -> None:
    path = ".github/release.yml"
    answer = editor.put("/notes/settings", {"path": path, "content": SETTINGS, **WHY})
    assert answer.json["now"]["files"][0]["size"] == len(SETTINGS)
    found = editor.site.get(f"{SHOP}/notes/settings").json
    assert found["uploaded"][0]["content"] == SETTINGS
    assert found["problems"] == []
    assert "Everything new" in editor.notes()

    editor.put("/notes/settings", {"path": path, "content": None, **WHY})

    assert "Everything new" not in editor.notes()


def test_settings_that_cannot_be_read_are_refused_with_the_place(editor: Editor) -> None:
    body = {"path": ".github/release.yml", "content": "changelog: [\n", **WHY}

    answer = editor.put("/notes/settings", body)

    problem = prove_problem(answer)
    assert answer.status_code == 422
    assert problem["errors"][0]["pointer"] == "#/content"
    assert "line 2" in problem["errors"][0]["detail"]
    assert editor.site.get(f"{SHOP}/notes/edits").json["version"] == 0


def test_every_decision_is_remembered_the_newest_first(editor: Editor) -> None:
    editor.edit(title="Pay")
    editor.edit(title=None)

    told = editor.site.get(f"{SHOP}/notes/history").json["items"]

    assert [one["what"] for one in told] == ["undone", "retitled"]
    assert told[1]["value"] == "Pay"


def test_a_preview_shows_what_would_differ_and_records_nothing(editor: Editor) -> None:
    head = editor.site.ledger.head()
    body = {
        "tag": "v1.7.0",
        "edits": [{"change": "31", "title": "Pay from your bank"}],
        "bases": [{"tag": "v1.7.0", "base": "v1.6.1"}],
    }

    answer = editor.post("/notes/preview", body).json

    assert "Pay from your bank" in answer["text"]
    assert "+- Pay from your bank" in answer["unified"]
    (line,) = answer["difference"]["changed"]
    assert line["altered"] == [
        {"what": "title", "before": "Pay by bank transfer", "after": "Pay from your bank"}
    ]
    assert answer["difference"]["added"]
    assert editor.site.ledger.head() == head
    assert "Pay from your bank" not in editor.notes()


def test_settings_are_tried_on_what_is_unreleased(editor: Editor) -> None:
    body = {"settings": {"path": ".github/release.yml", "content": SETTINGS}, "format": "text"}

    answer = editor.post("/notes/preview", body).json

    assert "Everything new" in answer["text"]
    assert answer["media_type"] == "text/plain"


def test_two_moments_are_compared(editor: Editor) -> None:
    before = editor.site.ledger.head()
    editor.edit(hidden=True)
    after = editor.site.ledger.head()

    told = editor.site.get(f"{SHOP}/notes/diff?tag=v1.7.0&as_of={before}&and={after}").json

    assert [one["key"] for one in told["difference"]["removed"]] == [CHANGE]
    assert told["difference"]["added"] == []
    assert "-- Pay by bank transfer" in told["unified"]


def test_whoever_read_another_version_loses_nothing_of_others(editor: Editor) -> None:
    tag = editor.site.get(f"{SHOP}/notes/edits").headers["ETag"]
    body = {"change": CHANGE, "title": "First", **WHY}
    first = editor.post("/notes/edits", body, If_Match=tag)
    assert first.status_code == 200

    second = editor.post("/notes/edits", body | {"title": "Second"}, If_Match=tag)

    assert second.status_code == 412
    assert "has version 1, and you read 0" in prove_problem(second)["detail"]
    third = editor.post("/notes/edits", body | {"title": "Third"}, If_Match=first.headers["ETag"])
    assert third.status_code == 200
    assert editor.post("/notes/edits", body, If_Match="*").status_code == 200
    assert editor.post("/notes/edits", body, If_Match='"else"').status_code == 412


def test_the_decisions_are_not_sent_twice(editor: Editor) -> None:
    editor.edit(title="Pay")
    tag = editor.site.get(f"{SHOP}/notes/edits").headers["ETag"]

    again = editor.site.get(f"{SHOP}/notes/edits", headers={"If-None-Match": tag})

    assert again.status_code == 304


@pytest.mark.parametrize(
    ("path", "body", "status", "word"),
    [
        ("/notes/edits", {"change": "31", **WHY}, 422, "errors"),
        ("/notes/edits", {"change": "31", "title": "x"}, 422, "errors"),
        ("/notes/edits", {"change": "31", "colour": "x", **WHY}, 422, "errors"),
        ("/notes/edits", {"change": "31", "title": "", **WHY}, 422, "errors"),
        ("/notes/edits", {"change": "31", "title": "a\u0007b", **WHY}, 409, "control"),
        ("/notes/edits", {"change": "31", "title": " ", **WHY}, 409, "empty"),
        ("/notes/edits", {"change": "31", "hidden": "yes", **WHY}, 422, "errors"),
        ("/notes/edits", {"change": "31", "hidden": True, "reason": " "}, 409, "Say why"),
        ("/notes/edits", {"change": "9999", "hidden": True, **WHY}, 404, "pull:9999"),
        ("/notes/edits", {"change": "ffff", "hidden": True, **WHY}, 404, "ffff"),
        ("/notes/edits", {"change": "issue:7", "hidden": True, **WHY}, 409, "pull:12"),
        ("/notes/edits", [], 422, "errors"),
        ("/notes/bases", {"tag": "v1.7.0", "base": "v0", **WHY}, 404, "v0"),
        ("/notes/bases", {"tag": "v1.7.0", "base": "v1.7.0", **WHY}, 409, "itself"),
        ("/notes/yanks", {"tag": "v0", "yanked": True, **WHY}, 404, "v0"),
        ("/notes/preview", {"tag": "v1.7.0", "format": "docx"}, 406, "docx"),
        ("/notes/preview", {"tag": "v0"}, 404, "v0"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    editor: Editor, path: str, body: Any, status: int, word: str
) -> None:
    answer = editor.post(path, body)

    assert answer.status_code == status, answer.json
    assert word in answer.text
    assert editor.site.get(f"{SHOP}/notes/edits").json["version"] == 0


@pytest.mark.parametrize(
    ("path", "content", "word"),
    [
        ("somewhere.yml", "a: 1", "No settings are read"),
        (".github/release.yml", "x" * (LARGEST_FILE + 1), "errors"),
        (".github/release.yml", "\u0000", "control"),
    ],
)
def test_a_file_that_cannot_be_meant_is_refused(
    editor: Editor, path: str, content: str, word: str
) -> None:
    answer = editor.put("/notes/settings", {"path": path, "content": content, **WHY})

    assert answer.status_code in (409, 422)
    assert word in answer.text


@pytest.mark.parametrize(("body", "status"), [(b"[" * 100_000, 400), (b"{", 400)])
def test_a_body_that_is_no_json_is_refused(editor: Editor, body: bytes, status: int) -> None:
    headers = {"Content-Type": "application/json"}

    answer = editor.site.post(f"{SHOP}/notes/edits", token=editor.token, data=body, headers=headers)

    assert answer.status_code == status


def test_a_body_of_another_kind_is_refused(editor: Editor) -> None:
    answer = editor.site.post(f"{SHOP}/notes/edits", token=editor.token, data={"change": "31"})

    assert answer.status_code == 415


@pytest.mark.parametrize("path", ["edits", "bases", "yanks", "preview"])
def test_nobody_decides_without_the_scope(demo: Site, path: str) -> None:
    stranger = demo.post(f"{SHOP}/notes/{path}", json={})
    reader = demo.post(f"{SHOP}/notes/{path}", json={}, token=demo.token(READ, WRITE_EVENTS))

    assert (stranger.status_code, reader.status_code) == (401, 403)
