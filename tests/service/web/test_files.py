"""The files that pages load: ours or named, under addresses that name their content."""

import hashlib
import re

import pytest

from service.web import files
from tests.pages import Pages


def test_what_others_wrote_is_what_we_say_it_is() -> None:
    told = (files.DIRECTORY / "THIRD_PARTY.md").read_text(encoding="utf-8")
    named = dict(re.findall(r"^\| `(\S+)` .* `([0-9a-f]{64})` \|$", told, flags=re.MULTILINE))

    assert named
    for name, digest in named.items():
        assert hashlib.sha256((files.DIRECTORY / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in files.DIRECTORY.glob("*.min.js")} == named.keys()


def test_a_page_loads_files_that_may_be_kept_for_ever(pages: Pages) -> None:
    page = pages.open("/")
    loaded = [
        *(tag.attributes["src"] for tag in page.all("script")),
        *(tag.attributes["href"] for tag in page.all("link", rel="stylesheet")),
    ]

    assert len(loaded) == 6
    for address in loaded:
        answer = pages.client.get(address)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert answer.mimetype in {"text/javascript", "text/css"}


def test_under_an_old_address_a_file_is_not_kept_long(pages: Pages) -> None:
    answer = pages.client.get("/static/page.js?v=old")

    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_a_file_that_did_not_change_is_not_sent_again(pages: Pages) -> None:
    tag = pages.client.get("/static/page.js").headers["ETag"]

    assert pages.client.get("/static/page.js", headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize("name", ["nothing.css", "THIRD_PARTY.md", "..%2Ffiles.py", "%00"])
def test_nothing_else_is_served(pages: Pages, name: str) -> None:
    assert pages.client.get(f"/static/{name}").status_code == 404


def test_styles_load_nothing() -> None:
    for sheet in files.DIRECTORY.glob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert "url(" not in text
        assert "@import" not in text
