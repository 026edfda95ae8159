"""Freezes over HTTP: declared, told with their next opening, stepped over and ended."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.token import READ, WRITE_RELEASES
from tests.service.api.test_approvals import SHOP
from tests.site import Site, prove_problem

FREEZES = f"{SHOP}/freezes"
WINDOW = {
    "name": "audit",
    "start": "2020-01-01T00:00",
    "lasts": "1d",
    "every": "FREQ=DAILY",
    "zone": "Europe/Berlin",
    "environments": ["production"],
    "reason": "The auditors are here.",
}


def post(site: Site, path: str, body: Any, *, status: int = 200) -> Any:
    answer = site.post(f"{FREEZES}{path}", token=site.token(WRITE_RELEASES, READ), json=body)
    assert answer.status_code == status, answer.json
    return answer.json


def state(site: Site, environment: str = "production") -> Any:
    path = f"{SHOP}/releases/v1.7.0/verdict?environment={environment}"
    return site.get(path).json["state"]


def test_a_window_is_declared_and_ended(playground: Site) -> None:
    assert playground.get(FREEZES).json["windows"] == []

    declared = post(playground, "", WINDOW)

    (window,) = declared["now"]["windows"]
    assert (window["active"], window["number"], window["kind"]) == (True, 1, "deny")
    there = playground.get(f"{FREEZES}?environment=production").json
    assert (there["open"], "frozen by «audit»" in there["why"]) == (False, True)
    assert playground.get(f"{FREEZES}?environment=staging").json["open"] is True
    assert (state(playground), state(playground, "staging")) == ("pending", "passed")

    ended = post(playground, "/1/end", {"reason": "They left early."})

    assert ended["now"]["windows"] == []
    assert post(playground, "/1/end", {"reason": "Again."})["changed"] is False
    assert state(playground) == "passed"


def test_one_release_steps_over_it(playground: Site) -> None:
    post(playground, "", WINDOW)
    body = {"release": "v1.7.0", "environment": "production", "reason": "It mends the audit."}

    far = post(playground, "/overrides", body | {"until": "2999-01-01T00:00:00Z"}, status=409)
    assert "A week is the longest" in far["detail"]
    soon = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    post(playground, "/overrides", body | {"until": soon})

    assert state(playground) == "passed"


def test_a_window_that_cannot_be_meant_is_refused_in_its_own_words(playground: Site) -> None:
    token = playground.token(WRITE_RELEASES, READ)
    for told, words in (
        ({"lasts": "soon"}, "lasts"),
        ({"start": "2020-01-01T00:00Z"}, "start"),
        ({"zone": "Mars/Olympus"}, "no time zone"),
    ):
        answer = playground.post(FREEZES, token=token, json=WINDOW | told)
        assert answer.status_code in (409, 422)
        assert words in str(prove_problem(answer))
    assert playground.get(FREEZES).json["windows"] == []
