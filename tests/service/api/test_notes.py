"""Release notes over HTTP: in every form, of any moment, and for ever the same once they are."""

import json

import pytest

from service.formats.table import FORMATS
from tests.service.api.test_questions import link
from tests.site import Site, prove_problem

SHOP = "/api/v1/repositories/harbour/checkout"
NOTES = f"{SHOP}/releases/v1.7.0/notes"


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in ("liquid", "drafter")])
def test_a_release_is_told_in_each_form(shown: Site, name: str) -> None:
    answer = shown.get(f"{NOTES}?format={name}")

    assert answer.status_code == 200
    assert answer.mimetype == FORMATS[name].media_type
    assert "Pay by bank transfer" in answer.text


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/markdown", "text/markdown"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html"),
        ("text/plain;q=0.5, application/atom+xml", "application/atom+xml"),
    ],
)
def test_without_a_name_the_form_is_what_the_reader_takes(
    shown: Site, accept: str | None, kind: str
) -> None:
    answer = shown.get(NOTES, headers={"Accept": accept} if accept else {})

    assert answer.mimetype == kind
    assert answer.headers["Vary"] == "Accept"


@pytest.mark.parametrize(
    ("query", "headers"), [("?format=docx", {}), ("", {"Accept": "image/png"})]
)
def test_a_form_that_is_not_printed_is_refused_with_those_that_are(
    shown: Site, query: str, headers: dict[str, str]
) -> None:
    answer = shown.get(NOTES + query, headers=headers)

    problem = prove_problem(answer)
    assert (answer.status_code, problem["title"]) == (406, "Not a form that we print")
    assert "markdown" in problem["detail"]


@pytest.mark.parametrize(
    ("path", "word"),
    [
        ("/notes?from=v1.6.0&to=v1.7.0", "Let long street names wrap"),
        ("/notes/unreleased", "Remember the last way of payment"),
        ("/environments/production/notes?candidate=main", "production"),
        ("/changelog-file", "1.6.2"),
        ("/changelog-file", "Unreleased"),
        ("/feed", "<title>1.7.2</title>"),
    ],
)
def test_every_range_has_notes(shown: Site, path: str, word: str) -> None:
    assert word in shown.get(SHOP + path, headers={"Accept": "text/markdown"}).text


@pytest.mark.parametrize(
    "path",
    [
        "/releases/v99/notes",
        "/notes?from=v1.6.0&to=v99",
        "/notes/unreleased?template=none&format=liquid",
        "/environments/nowhere/notes?candidate=main",
        "/releases/v1.7.0/notes?audience=martians",
    ],
)
def test_what_is_not_there_is_not_found(shown: Site, path: str) -> None:
    assert shown.get(SHOP + path).status_code == 404


@pytest.mark.parametrize(
    ("query", "listed", "word"),
    [
        ("change=31&tag=v1.7.0", True, "#31 is listed"),
        ("change=%2330&tag=v1.7.0", True, "#30 is listed"),
        ("change=31", False, "v1.7.2 contains"),
        ("change=9999", False, "no fact tells of #9999"),
        ("change=ffff&tag=v1.7.0", False, "no commit that is known here begins so"),
    ],
)
def test_a_change_is_listed_or_not_for_a_reason(
    shown: Site, query: str, listed: bool, word: str
) -> None:
    told = shown.get(f"{SHOP}/notes/why?{query}").json

    assert told["listed"] is listed
    assert word in told["sentence"]


def test_a_feed_has_no_unreleased_changes(shown: Site) -> None:
    assert "Unreleased" not in shown.get(f"{SHOP}/feed").text


def test_the_change_log_comes_in_pages_that_neither_skip_nor_repeat(shown: Site) -> None:
    whole = shown.get(f"{SHOP}/changelog-file?limit=100").json["releases"]
    following: str | None = f"{SHOP}/changelog-file?limit=4"
    found = []
    while following:
        answer = shown.get(following)
        found += answer.json["releases"]
        following = link(answer, "next")

    assert [one["name"] for one in found] == [one["name"] for one in whole]
    assert len(found) > 8


def test_an_answer_is_tagged_by_its_form(shown: Site) -> None:
    first = shown.get(f"{NOTES}?format=markdown")
    same = shown.get(f"{NOTES}?format=markdown", headers={"If-None-Match": first.headers["ETag"]})
    other = shown.get(f"{NOTES}?format=text", headers={"If-None-Match": first.headers["ETag"]})

    assert (same.status_code, other.status_code) == (304, 200)


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("?as_of=2400", True),
        ("?as_of=99999999", False),
        ("?as_of=2000-01-01T00:00:00Z", None),
        ("?as_of=2100-01-01T00:00:00Z", False),
        ("?as_at=2026-11-20T00:00:00Z", False),
        ("", False),
    ],
)
def test_what_can_never_change_is_kept_for_ever_and_nothing_else(
    shown: Site, query: str, kept: bool | None
) -> None:
    answer = shown.get(NOTES + query)

    assert answer.status_code == (404 if kept is None else 200)
    assert ("immutable" in answer.headers["Cache-Control"]) is bool(kept)


def test_what_waits_is_never_kept_for_ever(shown: Site) -> None:
    answer = shown.get(f"{SHOP}/notes/unreleased?as_of=2400")

    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_nothing_runs_in_notes_that_a_browser_opens(shown: Site) -> None:
    policy = shown.get(f"{NOTES}?format=html").headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "sandbox" in policy


def test_json_is_read_by_the_published_schema(shown: Site) -> None:
    document = json.loads(shown.get(NOTES).text)

    assert document["schema"] == 1
    assert [one["name"] for one in document["releases"]] == ["v1.7.0"]
