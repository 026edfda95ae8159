"""Approvals and freezes by commands: shown, decided, refused, and told as they were."""

import getpass
import json
from pathlib import Path

import pytest

from tests.service.cli.conftest import Shell

SHOP, TAG = "harbour/checkout", "v1.7.0"
WHY = ("--reason", "It was tried on a till.")
POLICY = f"""
approvals:
  layers: [{{name: QA, people: [{getpass.getuser()}]}}]
  break-glass: {{people: [{getpass.getuser()}]}}
"""


@pytest.fixture
def demo(demo: Shell, tmp_path: Path) -> Shell:
    """One layer, and glass that may be broken: by whoever runs the tests."""
    file = tmp_path / ".shipledger.yml"
    file.write_text(POLICY)
    demo("notes", "settings", SHOP, file, "--as", ".shipledger.yml", *WHY)
    return demo


def test_a_release_is_approved_and_the_word_taken_back(demo: Shell) -> None:
    me = getpass.getuser()
    assert "QA: 1 more of 1 approvals" in demo("release", "approvals", SHOP, TAG).out

    assert f"{SHOP}" in demo("release", "waiting", "--mine").out
    assert "Nothing waits for zoe." in demo("release", "waiting", "--person", "zoe").out

    said = demo("release", "approve", SHOP, TAG)
    assert (said.code, "Recorded." in said.aside) == (0, True)
    told = json.loads(demo("release", "approvals", SHOP, TAG, "--json").out)
    assert (told["state"], told["layers"][0]["by"]) == ("passed", [me])
    assert (told["votes"][0]["means"], told["votes"][0]["channel"]) == ("shell", "cli")

    demo("release", "withdraw", SHOP, TAG, *WHY)
    demo("release", "reject", SHOP, TAG, "--reason", "It loses orders.")
    shown = demo("release", "approvals", SHOP, TAG).out
    assert f"{me}: reject (counts) It loses orders." in shown
    assert f"{me}: approve (withdrawn: It was tried on a till.)" in shown


def test_to_abstain_and_to_be_stood_in_for(demo: Shell) -> None:
    assert demo("release", "abstain", SHOP, TAG).code == 0
    assert demo("release", "delegate", SHOP, TAG, "--to", "noor", *WHY).code == 2
    until = ("--until", "2999-01-01")
    assert demo("release", "delegate", SHOP, TAG, "--to", "noor", *until, *WHY).code == 0
    assert "noor" in demo("release", "approvals", SHOP, TAG).out
    assert demo("release", "delegate", SHOP, TAG, *WHY).code == 0


def test_the_glass_is_broken_and_not_reviewed_by_who_broke_it(demo: Shell) -> None:
    there = ("-e", "production", *WHY)
    assert demo("release", "break-glass", SHOP, TAG, *there).code == 0
    assert demo("release", "status", SHOP, TAG, "-e", "production").code == 0

    refused = demo("release", "break-glass", SHOP, TAG, "--review", "upheld", *there)

    assert (refused.code, "You broke the glass yourself" in refused.aside) == (1, True)
    assert "(review due)" in demo("release", "approvals", SHOP, TAG, "-e", "production").out


def test_a_repository_is_frozen_and_opened_again(demo: Shell) -> None:
    assert "Open, and nothing is to close it." in demo("freeze", "list", SHOP).out
    window = ("--start", "2020-01-01T00:00", "--lasts", "1d", "--every", "FREQ=DAILY")
    assert demo("freeze", "declare", SHOP, "audit", *window, *WHY).code == 0

    shown = demo("freeze", "list", SHOP).out
    assert "frozen by «audit»" in shown
    assert json.loads(demo("freeze", "list", SHOP, "--json").out)["open"] is False
    too_long = demo("freeze", "override", SHOP, TAG, "-e", "web", "--until", "2999-01-01", *WHY)
    assert (too_long.code, "A week is the longest" in too_long.aside) == (1, True)
    assert demo("freeze", "end", SHOP, "1", *WHY).code == 0
    assert "No window is declared" in demo("freeze", "list", SHOP).out
    wrong = ("--start", "tomorrow", "--lasts", "1d")
    assert demo("freeze", "declare", SHOP, "x", *wrong, *WHY).code == 2
    wrong = ("--start", "2020-01-01T00:00", "--lasts", "long")
    assert demo("freeze", "declare", SHOP, "x", *wrong, *WHY).code == 2


def test_a_release_is_planned_before_its_tag(demo: Shell) -> None:
    assert "Nothing is planned" in demo("release", "plans", SHOP).out
    when = ("--date", "available", "2999-07-01")
    told = (*when, "--role", "owner", "Mira", "--add", "pull:31", "--task", "Tell support")
    assert demo("release", "plan", SHOP, "v9.0.0", "--type", "hotfix", *told).code == 0

    shown = demo("release", "plans", SHOP, "v9.0.0").out
    assert "v9.0.0: a hotfix release, owned by mira." in shown
    assert "1. Tell support: open" in shown
    assert "v9.0.0" in demo("release", "plans", SHOP).out
    demo("release", "plan", SHOP, "v9.0.0", "--done", "1")
    plan = json.loads(demo("release", "plans", SHOP, "v9.0.0", "--json").out)["plan"]
    assert plan["tasks"][0]["state"] == "done"
    moved = demo("release", "plan", SHOP, "v9.0.0", "--date", "available", "2999-07-08")
    assert (moved.code, "Say why" in moved.aside) == (1, True)
    assert demo("release", "plans", SHOP, "v8.0.0").code == 1
