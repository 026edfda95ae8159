"""Rollouts over HTTP: a release goes out step by step, is taken back, and kept out then."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.token import DEPLOY, READ, WRITE_NOTES
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated, tell
from tests.pages import STREAM
from tests.rolling import CANARY, Rolling
from tests.site import Site

SHOP = "/api/v1/repositories/acme/app"


class Harbour:
    """v1.1.0 runs in production, v1.2.0 is there, and somebody may deploy."""

    def __init__(self, site: Site, story: Rolling) -> None:
        self.site, self.story = site, story
        self.token = site.token(DEPLOY, WRITE_NOTES, READ)

    def post(self, path: str, token: str = "", **body: Any) -> Any:
        known = {"environment": "production"} | body
        return self.site.ask("POST", f"{SHOP}/{path}", token=token or self.token, json=known)

    def get(self, path: str) -> Any:
        return self.site.get(f"{SHOP}/{path}").json

    def place(self) -> dict[str, Any]:
        return next(one for one in self.get("way")["places"] if one["environment"] == "production")


@pytest.fixture
def harbour(sqlite: Sqlite) -> Iterator[Harbour]:
    ledger, story = open_ledger(sqlite.fresh(migrated)), Rolling(CANARY)
    tell(ledger, STREAM, story.given().facts)  # type: ignore[arg-type]  # nothing was settled yet
    clock = datetime(2024, 1, 2, tzinfo=UTC)
    times = iter(range(10_000))
    site = Site(ledger, public_read=True, clock=lambda: clock + timedelta(seconds=next(times)))
    yield Harbour(site, story)
    ledger.close()


def test_a_release_is_promoted_and_the_answer_tells_how_it_stands(harbour: Harbour) -> None:
    answer = harbour.post("rollouts", release="v1.2.0", reason="It is time.")

    assert answer.status_code == 200, answer.json
    told = answer.json["now"]["rollout"]
    assert (told["release"], told["state"], told["before_release"]) == (
        "v1.2.0",
        "running",
        "v1.1.0",
    )
    assert told["waits_for"].startswith("a deployment of")
    again = harbour.post("rollouts", release="v1.2.0").json
    assert (again["changed"], again["already"][0][:18]) == (False, "v1.2.0 is being ro")


def test_it_goes_on_pauses_and_is_completed(harbour: Harbour) -> None:
    harbour.post("rollouts", release="v1.2.0")
    assert harbour.post("rollouts/go-on", do="advance", to=2).json["changed"]
    assert not harbour.post("rollouts/go-on", do="advance", to=2).json["changed"]
    refused = harbour.post("rollouts/go-on", do="pause")
    harbour.post("rollouts/go-on", do="pause", reason="Lunch.")
    harbour.post("rollouts/go-on", do="resume", reason="It was good.")
    done = harbour.post("rollouts/go-on", do="complete").json["now"]["rollout"]

    assert (refused.status_code, "Say why" in refused.json["detail"]) == (409, True)
    assert (done["state"], [one["what"] for one in done["history"]]) == (
        "completed",
        ["started", "advanced", "paused", "resumed", "completed"],
    )
    (listed,) = harbour.get("rollouts")["items"]
    assert listed["state"] == "completed"


def test_what_is_rolled_back_is_locked_and_holds_its_environment(harbour: Harbour) -> None:
    harbour.post("rollouts", release="v1.2.0")
    back = harbour.post("rollbacks", release="v1.2.0", reason="Tills crash.").json["now"]

    assert back["rollout"]["state"] == "rolled back"
    assert back["rollbacks"][0]["to_release"] == "v1.1.0"
    assert back["hold"]["reason"] == "Tills crash."
    assert [one["sha"] for one in back["locks"]] == [harbour.story.sha]
    again = harbour.post("rollouts", release="v1.2.0")
    assert again.status_code == 409
    assert "lock on" in again.json["detail"]


def test_a_lock_is_opened_and_a_hold_lifted(harbour: Harbour) -> None:
    harbour.post("locks", commit="v1.2.0", reason="It smells.")
    harbour.post("holds", held=True, reason="Stocktaking.")
    assert harbour.place()["hold"]["reason"] == "Stocktaking."
    opened = harbour.post("locks", commit="v1.2.0", locked=False, reason="It was the drain.")
    lifted = harbour.post("holds", held=False, reason="All is counted.").json["now"]

    assert opened.json["now"]["locks"] == []
    assert lifted["hold"] is None


def test_a_fix_is_named_by_its_tag(harbour: Harbour) -> None:
    harbour.post("locks", commit="v1.1.0", reason="It smells.")
    mended = harbour.post(
        "locks", commit="v1.1.0", locked=False, fixed_by="v1.2.0", reason="That mends it."
    ).json["now"]

    assert [one["fixed_by"] for one in mended["locks"]] == [[harbour.story.sha]]
    assert harbour.post("rollouts", release="v1.1.0").status_code == 409
    assert harbour.post("rollouts", release="v1.2.0").status_code == 200


def test_the_way_is_told_as_of_any_moment(harbour: Harbour) -> None:
    harbour.post("rollouts", release="v1.2.0")
    before = harbour.site.ledger.head()
    harbour.post("rollouts/go-on", do="halt", reason="No.")

    then = harbour.get(f"way?as_of={before}")["places"][0]
    assert then["rollout"]["state"] == "running"
    assert harbour.place()["rollout"]["state"] == "halted"


def test_the_way_has_its_environments_in_their_order(harbour: Harbour) -> None:
    policy = "environments: [{name: production, from: canary}, {name: canary, from: staging}]"
    body = {"path": ".shipledger.yml", "content": policy, "reason": "We agreed on it."}
    harbour.site.ask("PUT", f"{SHOP}/notes/settings", token=harbour.token, json=body)

    assert [(one["environment"], one["rank"]) for one in harbour.get("way")["places"]] == [
        ("canary", 2),
        ("production", 3),
    ]


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("rollouts", {"release": "v9"}, 404),
        ("rollouts", {"release": ""}, 422),
        ("rollouts/go-on", {"do": "dance"}, 422),
        ("rollouts/go-on", {"do": "advance", "environment": "moon"}, 409),
        ("rollbacks", {"release": "v1.2.0"}, 422),
        ("rollbacks", {"release": "v1.2.0", "change": "v9", "reason": "No."}, 404),
        ("locks", {"commit": "v9", "reason": "No."}, 404),
        ("holds", {"held": "yes", "reason": "No."}, 422),
    ],
)
def test_what_cannot_be_meant_is_refused(
    harbour: Harbour, path: str, body: dict[str, Any], status: int
) -> None:
    assert harbour.post(path, **body).status_code == status
    assert harbour.get("rollouts")["items"] == []


def test_to_deploy_takes_its_own_scope(harbour: Harbour) -> None:
    reader = harbour.site.token(READ)

    assert harbour.post("rollouts", token=reader, release="v1.2.0").status_code == 403
