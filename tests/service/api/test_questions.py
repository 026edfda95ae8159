"""Questions over HTTP: each is answered, from one position, once, and in pages."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.test import TestResponse

from tests.site import Site, pushed_tag

SHOP = "/api/v1/repositories/octo/shop"
LEDGER_API = "/api/v1/repositories/harbour/ledger-api"


def entries(site: Site, path: str) -> Iterator[dict[str, Any]]:
    """All entries of a list, by its links."""
    following: str | None = path
    while following:
        answer = site.get(following)
        assert answer.status_code == 200, answer.json
        yield from answer.json["items"]
        following = link(answer, "next")


def link(answer: TestResponse, relation: str) -> str | None:
    links = {
        name: address
        for address, name in re.findall(r'<([^>]*)>; rel="([a-z]*)"', answer.headers["Link"])
    }
    return links.get(relation)


def test_a_release_is_what_was_told_of_it(demo: Site) -> None:
    release = demo.get(f"{LEDGER_API}/releases/v2.4.1").json

    assert release["state"] == "published"
    assert release["base"]["tag"] == "v2.4.0"
    assert release["positions"]


QUESTIONS = [
    "",
    "/releases",
    "/releases/v2.4.0",
    "/releases/v2.4.0/timeline",
    "/unreleased",
    "/changelog?from=v2.3.0&to=v2.4.0",
    "/where?pull=16",
    "/environments",
    "/facts?subject=tag:v2.4.0",
]


def test_an_answer_names_its_position_and_is_not_sent_twice(demo: Site) -> None:
    for question in QUESTIONS:
        first = demo.get(f"{LEDGER_API}{question}")
        tag = first.headers["ETag"]
        again = demo.get(f"{LEDGER_API}{question}", headers={"If-None-Match": tag})

        assert first.status_code == 200, first.json
        assert int(first.headers["X-Shipledger-Position"]) == demo.ledger.head()
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)


def test_an_answer_of_a_position_stays_as_it_was(demo: Site) -> None:
    position = demo.ledger.head()
    before = {question: demo.get(_pinned(question, position)) for question in QUESTIONS}

    demo.deliver("push", pushed_tag("v3.0.0") | {"repository": ledger_api(demo)})

    for question, answer in before.items():
        after = demo.get(_pinned(question, position))
        assert after.json == answer.json
        assert after.headers["ETag"] == answer.headers["ETag"]


def _pinned(question: str, position: int) -> str:
    return f"{LEDGER_API}{question}{'&' if '?' in question else '?'}as_of={position}"


def ledger_api(demo: Site) -> dict[str, Any]:
    known = demo.get(LEDGER_API).json
    return {"id": int(known["forge_id"]), "full_name": known["name"], "default_branch": "main"}


def test_the_tag_changes_with_the_answer(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))
    before = site.get(f"{SHOP}/releases")

    site.deliver("push", pushed_tag("v1.1.0", "b" * 40))

    after = site.get(f"{SHOP}/releases", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.json != before.json


def test_what_another_repository_does_changes_nothing(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))
    before = site.get(f"{SHOP}/releases")

    site.deliver("push", pushed_tag() | {"repository": {"id": 7, "full_name": "octo/other"}})

    after = site.get(f"{SHOP}/releases", headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304


def test_two_times_are_two_questions(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))
    known = site.get(SHOP).headers["X-Shipledger-Position"]
    site.deliver("push", pushed_tag("v1.1.0", "b" * 40))

    then = site.get(f"{SHOP}/releases?as_of={known}")
    before_it_happened = site.get(f"{SHOP}/releases?as_at=2026-05-01T00:00:00Z")

    assert then.headers["X-Shipledger-Position"] == known
    assert names(then) == ["v1.0.0"]
    assert names(before_it_happened) == []


def names(answer: TestResponse) -> list[str]:
    return [row["name"] for group in answer.json["items"] for row in group["final"]]


def test_a_moment_is_a_position_too(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))

    assert site.get(f"{SHOP}?as_of=2999-01-01T00:00:00Z").status_code == 200
    assert site.get(f"{SHOP}?as_of=2001-01-01T00:00:00%2B01:00").status_code == 404


LISTS = [
    "/api/v1/repositories",
    "/api/v1/releases",
    "/api/v1/board",
    "/api/v1/environments",
    "/api/v1/deliveries",
    f"{LEDGER_API}/releases",
    f"{LEDGER_API}/releases/v2.4.0/timeline",
    f"{LEDGER_API}/facts?subject=tag:v2.4.0",
]


@pytest.mark.parametrize("path", LISTS)
def test_pages_to_the_end_are_the_whole(shown: Site, path: str) -> None:
    separator = "&" if "?" in path else "?"
    limit = 37 if path.endswith("deliveries") else 3

    whole = list(entries(shown, f"{path}{separator}limit=100"))
    in_pages = list(entries(shown, f"{path}{separator}limit={limit}"))

    assert in_pages == whole


def test_the_next_page_is_of_the_same_list_whatever_was_recorded_since(demo: Site) -> None:
    first = demo.get(f"{LEDGER_API}/releases?limit=2")
    whole = demo.get(f"{LEDGER_API}/releases").json["items"]

    demo.deliver("push", pushed_tag("v3.0.0") | {"repository": ledger_api(demo)})

    rest = list(entries(demo, link(first, "next") or ""))
    assert [*first.json["items"], *rest] == whole


def test_the_first_page_is_linked_from_every_page(shown: Site) -> None:
    first = shown.get("/api/v1/deliveries?limit=2")
    second = shown.get(link(first, "next") or "")

    assert link(first, "first") == link(second, "first") == "/api/v1/deliveries?limit=2"


BAD_QUERIES = {
    "no such parameter": "/releases?page=2",
    "a parameter twice": "/releases?limit=1&limit=2",
    "too many at once": "/releases?limit=101",
    "none at all": "/releases?limit=0",
    "no number": "/releases?limit=ten",
    "a number of 5,000 digits": "/releases?limit=" + "9" * 5000,
    "a moment without an offset": "?as_of=2026-01-01T00:00:00",
    "a day": "?as_at=2026-01-01",
    "a moment that never was": "?as_at=2026-02-30T00:00:00Z",
    "a moment before all": "?as_at=0001-01-01T00:00:00%2B14:00",
    "an unescaped offset": "?as_at=2026-01-01T00:00:00+01:00",
    "a position beyond all": "?as_of=99999999999999999999",
    "a position below all": "?as_of=-1",
    "a cursor of another list": "/releases/v2.4.0/timeline?cursor=InYxIg",
    "a cursor of somebody's own": "/releases?cursor=%00%ff",
    "a cursor that was cut": "/releases?cursor=I",
    "a cursor that is no JSON": "/releases?cursor=" + "W" * 999,
    "a NUL": "/facts?subject=tag:%00",
    "nothing to look for": "/where",
    "two things to look for": "/where?pull=1&issue=2",
    "no commit": "/where?commit=main",
    "no pull request": "/where?pull=0",
    "no ends": "/changelog",
    "one end": "/changelog?from=v1.0.0",
    "an empty end": "/changelog?from=&to=v1.0.0",
    "no subject": "/facts",
}


@pytest.mark.parametrize("question", BAD_QUERIES.values(), ids=BAD_QUERIES)
def test_what_cannot_be_meant_is_refused_and_pointed_at(shown: Site, question: str) -> None:
    answer = shown.get(f"{LEDGER_API}{question}")

    assert answer.status_code == 422
    assert all(one["detail"] for one in answer.json["errors"])
    assert answer.json["errors"]


UNKNOWN = [
    "/api/v1/repositories/octo/nothing",
    "/api/v1/repositories/octo/" + quote("é☃"),
    f"{LEDGER_API}/releases/v9",
    f"{LEDGER_API}/releases/" + "x" * 3000,
    f"{LEDGER_API}/releases/v9/timeline",
    f"{LEDGER_API}/changelog?from=v2.4.0&to=v9",
    f"{LEDGER_API}/where?pull=999999",
    f"{LEDGER_API}/where?issue=999999",
    f"{LEDGER_API}/where?commit=deadbeef",
    "/api/v1/facts/999999",
    "/api/v1/facts/0",
    "/api/v1/facts/9223372036854775808",
    "/api/v1/deliveries/999999",
    "/api/v1/deliveries/9223372036854775808",
    "/api/v1/nothing",
]


@pytest.mark.parametrize("path", UNKNOWN)
def test_what_the_ledger_does_not_know_is_not_found(shown: Site, path: str) -> None:
    assert shown.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/octo/%00", "/%0a/shop", "/octo/shop/releases/v%00"])
def test_no_name_has_control_characters(shown: Site, path: str) -> None:
    assert shown.get(f"/api/v1/repositories{path}").status_code == 422


def test_a_tag_may_have_slashes(site: Site) -> None:
    site.deliver("push", pushed_tag("web/v1.0.0"))

    assert site.get(f"{SHOP}/releases/web/v1.0.0").json["component"] == "web"
    assert site.get(f"{SHOP}/releases/web/v1.0.0/timeline").status_code == 200


def test_a_former_name_leads_to_the_name_of_today(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))
    renamed = {
        "action": "renamed",
        "changes": {"repository": {"name": {"from": "shop"}}},
        "repository": {
            "id": 42,
            "full_name": "octo/market",
            "updated_at": "2026-07-01T00:00:00Z",
        },
    }
    site.deliver("repository", renamed)

    answer = site.get(f"{SHOP}/releases?limit=5")

    assert answer.status_code == 308
    assert answer.headers["Location"] == "/api/v1/repositories/octo/market/releases?limit=5"
    assert answer.headers["Cache-Control"] == "no-store"
    assert names(site.get(answer.headers["Location"])) == ["v1.0.0"]


def test_names_are_the_same_in_any_case(site: Site) -> None:
    site.deliver("push", pushed_tag("v1.0.0"))

    assert site.get("/api/v1/repositories/OCTO/Shop").json["name"] == "octo/shop"


def test_a_fact_is_found_by_the_position_that_an_answer_gives(demo: Site) -> None:
    release = demo.get(f"{LEDGER_API}/releases/v2.4.0").json

    for position in release["tag"]["positions"]:
        fact = demo.get(f"/api/v1/facts/{position}").json
        assert fact["position"] == position
        assert fact["topic"].startswith("tag.")


def test_a_fact_was_not_known_before_it_was_told(demo: Site) -> None:
    assert demo.get("/api/v1/facts/100?as_of=99").status_code == 404
    assert demo.get("/api/v1/facts/100?as_of=100").status_code == 200


def test_a_fact_is_not_told_of_before_it_happened(shown: Site) -> None:
    assert shown.get("/api/v1/facts/100?as_at=2001-01-01T00:00:00Z").status_code == 404


def test_a_token_is_no_fact(site: Site) -> None:
    site.token("read")

    assert site.get(f"/api/v1/facts/{site.ledger.head()}").status_code == 404


def test_moments_are_utc_and_say_so(shown: Site) -> None:
    release = shown.get(f"{LEDGER_API}/releases/v2.4.0").json

    assert release["page"]["published_at"].endswith("Z")
