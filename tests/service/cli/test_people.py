"""The directory by commands: people, teams and roles, each for a reason."""

import json

from tests.service.cli.conftest import Shell
from tests.service.cli.test_release_approvals import SHOP

WHY = ("--reason", "She joined.")


def test_people_teams_and_roles_are_said_and_taken_back(demo: Shell) -> None:
    add = ("people", "add", "Mira", "--name", "Mira Ahn", "--email", "M@x.org", *WHY)
    assert demo(*add).code == 0
    assert "known so already" in demo(*add).aside
    assert demo("people", "team", "QA", "mira", "noor", *WHY).code == 0
    place = ("--repository", SHOP, "-e", "production")
    assert demo("people", "grant", "team:qa", "approver", *place, *WHY).code == 0

    shown = demo("people", "list").out
    assert "Mira Ahn" in shown
    assert "team qa: mira, noor" in shown
    assert f"team:qa is approver of {SHOP}, in production" in shown
    told = json.loads(demo("people", "list", "--json").out)
    assert {one["key"]: one["emails"] for one in told["people"]}["mira"] == ["m@x.org"]

    assert demo("people", "withdraw", "team:qa", "approver", *place, *WHY).code == 0
    assert demo("people", "log-out", "mira", *WHY).code == 0
    assert demo("people", "remove", "mira", *WHY).code == 0
    refused = demo("people", "remove", "mira", *WHY)
    assert (refused.code, "Nobody is called mira here" in refused.aside) == (1, True)


def test_a_directory_that_is_empty_says_how_it_is_filled(bare: Shell) -> None:
    assert bare("migrate").code == 0

    assert "Nobody is in the directory" in bare("people", "list").out
