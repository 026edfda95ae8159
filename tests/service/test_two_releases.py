"""Two whole releases over HTTP: a start-up's by one command, a company's with all that it has."""

from collections.abc import Iterator

import pytest

from service.ledger import Ledger, open_ledger
from tests.engines import Sqlite
from tests.ledgers import migrated
from tests.service.two_releases import BANK, POLICY, PRODUCTION, STARTUP, Clock, Team
from tests.site import Site

WHY = "It was looked at."
PAPER = {"name": "uat.pdf", "digest": f"sha256:{'ab' * 32}"}
LAYERS = ("tess", "remy", "bea")


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    one = open_ledger(sqlite.fresh(migrated))
    yield one
    one.close()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def site(ledger: Ledger, clock: Clock) -> Site:
    return Site(ledger, public_read=True, clock=clock)


def test_a_start_up_ships_by_one_command(site: Site, clock: Clock, ledger: Ledger) -> None:
    team = Team(site, clock, ledger, STARTUP)
    team.merge("Sell shoes")
    first = team.cut("v1.0.0")
    team.deploy(first)
    team.merge("Sell hats, too")
    second = team.cut("v1.1.0")

    begun = team.post("ada", "rollouts", release="v1.1.0", environment=PRODUCTION)
    assert begun["now"]["rollout"]["steps"][0]["percent"] == 100
    team.deploy(second)
    team.work()

    place = team.place()
    assert (place["rollout"]["state"], place["running"]["release"]) == ("completed", "v1.1.0")
    assert team.blocking("v1.1.0") == []


def test_a_company_ships_with_all_that_it_has(site: Site, clock: Clock, ledger: Ledger) -> None:
    team = Team(site, clock, ledger, BANK)
    first = began(team)
    second = planned_and_cut(team)
    signed_off_and_approved(team, "v1.1.0", second)
    let_through_a_freeze(team)
    halted_and_taken_back(team, second, first)
    third = mended(team, second)
    signed_off_and_approved(team, "v1.1.1", third)
    to_everybody(team, third)

    # What the first voter saw can be shown for ever.
    asked = f"releases/v1.1.0/approvals?environment={PRODUCTION}"
    vote = team.get(asked)["votes"][0]
    then = team.get(f"{asked}&as_of={vote['seen']}")
    assert (then["manifest"]["digest"], then["votes"]) == (vote["digest"], [])


def began(team: Team) -> str:
    team.merge("Keep books")
    settings = {"path": ".shipledger.yml", "content": POLICY, "reason": "The auditors ask for it."}
    path = f"{team.path}/notes/settings"
    assert team.site.ask("PUT", path, token=team.token("ada"), json=settings).status_code == 200
    first = team.cut("v1.0.0")
    team.deploy(first)
    return first


def planned_and_cut(team: Team) -> str:
    """The plan is there before the tag; nothing goes to production that has met nothing yet."""
    plan = {"type": "regular", "dates": [{"which": "available", "day": "2026-03-09"}]}
    tasks = [{"title": "Tell the branches", "assignee": "remy"}]
    team.post(
        "ada", "plans/v1.1.0", roles=[{"role": "owner", "to": "ada"}], new_tasks=tasks, **plan
    )
    team.merge("Close a month")
    second = team.cut("v1.1.0")
    assert team.get("plans/v1.1.0")["plan"]["tag"] == "v1.1.0"
    team.deploy(second, "staging")

    kinds = [kind for kind, _ in team.blocking("v1.1.0")]
    assert kinds == ["gate", "approval", "approval", "approval", "promotion"]
    refused = team.post("ada", "rollouts", 409, release="v1.1.0", environment=PRODUCTION)
    assert "«UAT» is pending" in refused["detail"]
    team.clock.wait(hours=2)
    assert "promotion" not in [kind for kind, _ in team.blocking("v1.1.0")]
    return second


def signed_off_and_approved(team: Team, tag: str, head: str) -> None:
    """One layer after the other: the last one cannot be the first."""
    told = {"outcome": "accepted", "sha": head, "reason": WHY, "attachments": [PAPER]}
    team.post("tess", f"releases/{tag}/gates/UAT/sign-off", **told)
    vote(team, "bea", tag, 409)
    for person in LAYERS:
        vote(team, person, tag)
    assert team.blocking(tag) == []


def let_through_a_freeze(team: Team) -> None:
    """Only who may breaks the glass."""
    window = {"name": "audit", "start": team.clock().strftime("%Y-%m-%dT%H:%M"), "lasts": "1d"}
    team.post("ada", "freezes", reason="The auditors are here.", **window)
    assert team.blocking("v1.1.0") == [("freeze", "freeze")]
    breaking = {"environment": PRODUCTION, "reason": "The till is wrong today."}
    team.post("remy", "releases/v1.1.0/break-glass", 409, **breaking)
    team.post("bea", "releases/v1.1.0/break-glass", **breaking)
    assert team.blocking("v1.1.0") == []


def halted_and_taken_back(team: Team, head: str, before: str) -> None:
    """Ten per cent have it when it fails."""
    team.post("ada", "rollouts", release="v1.1.0", environment=PRODUCTION, reason="Now.")
    team.deploy(head)
    team.read(0.002)
    team.work()
    team.clock.wait(minutes=3)
    team.read(0.2)
    team.work()

    place = team.place()
    assert (place["rollout"]["state"], place["rollout"]["cause"]) == ("rolled back", "breach")
    assert [one["state"] for one in place["rollout"]["steps"]] == ["done", "left out"]
    assert (place["rollbacks"][0]["to_release"], place["hold"]["by"]) == ("v1.0.0", "policy")
    team.deploy(before)
    team.post("ada", "rollouts", 409, release="v1.1.0", environment=PRODUCTION)
    review = {"environment": PRODUCTION, "sha": head, "outcome": "faulted", "reason": WHY}
    team.post("remy", "releases/v1.1.0/break-glass/review", **review)


def mended(team: Team, bad: str) -> str:
    """The fix takes the same way, when the auditors have left."""
    team.merge("Close a month that has no end")
    third = team.cut("v1.1.1")
    team.deploy(third, "staging")
    team.clock.wait(hours=25)
    assert "lock" in [kind for kind, _ in team.blocking("v1.1.1")]
    named = {"commit": bad, "locked": False, "fixed_by": "v1.1.1", "reason": "That mends it."}
    team.post("ada", "locks", environment=PRODUCTION, **named)
    assert "lock" not in [kind for kind, _ in team.blocking("v1.1.1")]
    return third


def to_everybody(team: Team, head: str) -> None:
    team.post("ada", "rollouts", release="v1.1.1", environment=PRODUCTION)
    team.deploy(head)
    for _ in range(10):
        team.clock.wait(minutes=4)
        team.read(0.001)
        team.work()

    place = team.place()
    assert (place["rollout"]["state"], place["running"]["release"]) == ("completed", "v1.1.1")
    assert [one["state"] for one in place["rollout"]["steps"]] == ["done", "done"]
    team.post("ada", "holds", environment=PRODUCTION, held=True, reason="The quarter ends.")


def vote(team: Team, who: str, tag: str, status: int = 200) -> None:
    """What he is shown just now, he approves."""
    shown = team.get(f"releases/{tag}/approvals?environment={PRODUCTION}")
    told = {"decision": "approve", "digest": shown["manifest"]["digest"], "environment": PRODUCTION}
    team.post(who, f"releases/{tag}/approvals", status, **told)
