"""The doctor's look at GitHub: whatever may be wrong is found, and how to mend it is said."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from service.config import Config
from service.examination import Finding
from service.github.examination import Examination
from service.github.manifest import manifest
from tests.github import faults
from tests.github.apps import App
from tests.github.hub import Hub

OURS = "https://ship.example"
DOOR = f"{OURS}/webhooks/github"
SECRET = "a secret of sixteen"
WANTED = manifest(Config("sqlite:///unused.db", public_url=OURS), name="Ours", redirect="")


class Doctor:
    """A connected App of ours that is well, until a story says otherwise."""

    def __init__(self, hub: Hub, address: str) -> None:
        self.hub, self.address = hub, address
        self.repo = hub.repository("harbour/checkout")
        self.settings: dict[str, Any] = {"public_url": OURS}
        self.ahead = timedelta()

    def app(self, **more: Any) -> App:
        told: dict[str, Any] = {
            "url": DOOR,
            "secret": SECRET,
            "permissions": WANTED["default_permissions"],
            "events": WANTED["default_events"],
            "receiver": lambda *_: 202,
        }
        made = self.hub.app(**told | more)
        self.settings |= {"github_app_id": made.id, "github_private_key": made.private_key}
        return made

    def found(self) -> list[Finding]:
        config = Config("sqlite:///unused.db", **self.settings)
        clock: Callable[[], Any] = lambda: self.hub.clock() + self.ahead  # noqa: E731
        return [
            *Examination(config, clock=clock, sleep=self.hub.clock.wait, api=self.address).run()
        ]

    def wrong(self) -> dict[str, str]:
        """By name, what is not good, and its mend."""
        return {
            one.what: f"{one.verdict}: {one.saw} → {one.mend}"
            for one in self.found()
            if one.verdict != "good"
        }


@pytest.fixture
def doctor(hub: Hub, address: str) -> Doctor:
    return Doctor(hub, address)


def test_a_connection_that_is_well_has_nothing_to_mend(doctor: Doctor) -> None:
    doctor.app().install("harbour")
    doctor.repo.commit("Heard")
    assert doctor.wrong() == {}
    assert [one.what for one in doctor.found()][:3] == ["GitHub", "GitHub's clock", "App"]


def test_who_is_not_connected_is_led_there(doctor: Doctor) -> None:
    assert "shipledger github connect" in doctor.wrong()["GitHub"]
    assert doctor.hub.requests.total() == 0


def test_a_permission_that_is_missing_is_named_with_what_it_is_for(doctor: Doctor) -> None:
    less = {**WANTED["default_permissions"], "checks": "read"}
    del less["issues"]
    app = doctor.app(permissions=less)
    app.install("harbour")
    wrong = doctor.wrong()
    told = wrong["App's permissions"]
    assert "checks write" in told
    assert "issues write" in told
    assert "«release readiness»" in told or "hear of check_run" in told
    assert f"{app.slug}/permissions" in told
    assert "an owner accepts them" in wrong["installation for harbour"]


def test_new_permissions_that_an_owner_did_not_accept_are_told_from_those_of_the_app(
    doctor: Doctor,
) -> None:
    made = doctor.app().install("harbour")
    made.grant({"metadata": "read"})
    wrong = doctor.wrong()
    assert "App's permissions" not in wrong
    assert "lacks" in wrong["installation for harbour"]
    made.suspend()
    assert "is suspended" in doctor.wrong()["installation for harbour"]


def test_events_that_nobody_subscribed_to_are_named(doctor: Doctor) -> None:
    doctor.app(events=("push", "release"))
    told = doctor.wrong()["App's events"]
    assert "merge_group" in told
    assert "push" not in told.partition("→")[0].replace("pushed", "")


@pytest.mark.parametrize(
    ("answer", "mend"),
    [
        (401, "its secret is another"),
        (413, "let it take 25 MB"),
        (404, "its path is not"),
        (500, "see the log of the server"),
        (0, "GitHub cannot reach the address"),
    ],
)
def test_what_github_was_answered_the_last_time_tells_what_to_mend(
    doctor: Doctor, answer: int, mend: str
) -> None:
    doctor.app(receiver=lambda *_: answer).install("harbour")
    assert mend in doctor.wrong()["App's deliveries"]


def test_a_webhook_that_leads_elsewhere_or_has_no_secret_is_found(doctor: Doctor) -> None:
    doctor.app(url="https://old.example/webhooks/github", secret=None).install("harbour")
    said = [one for one in doctor.found() if one.what == "App's webhook"]
    assert [one.verdict for one in said] == ["bad", "bad"]
    assert f"let it lead to {DOOR}" in said[0].mend
    assert "SHIPLEDGER_WEBHOOK_SECRET" in said[1].mend


@pytest.mark.parametrize(("ahead", "verdict"), [(30, "mind"), (-300, "bad")])
def test_a_clock_that_is_wrong_is_found_by_githubs(
    doctor: Doctor, ahead: int, verdict: str
) -> None:
    doctor.app().install("harbour")
    doctor.ahead = timedelta(seconds=ahead)
    told = doctor.wrong()["GitHub's clock"]
    assert told.startswith(verdict)
    assert "NTP" in told
    assert ("ahead of" if ahead > 0 else "behind") in told


def test_a_key_of_another_app_and_a_key_that_is_none_are_told(doctor: Doctor) -> None:
    doctor.app()
    doctor.settings["github_private_key"] = doctor.hub.app("Other").private_key
    assert "private key is another's" in doctor.wrong()["GitHub"]
    doctor.settings["github_private_key"] = "-----BEGIN PRIVATE KEY-----\nnone\n"
    assert "cannot be read" in doctor.wrong()["GitHub"]


def test_a_github_that_nobody_reaches_is_told(doctor: Doctor) -> None:
    doctor.app()
    doctor.hub.fail("*", "*", faults.closed, times=9)
    assert "SHIPLEDGER_GITHUB_URL" in doctor.wrong()["GitHub"]


def test_an_app_without_an_installation_is_to_be_installed(doctor: Doctor) -> None:
    doctor.app()
    assert "installations/new" in doctor.wrong()["installations"]


def test_a_key_that_others_can_read_is_told(doctor: Doctor, tmp_path: Any) -> None:
    doctor.app().install("harbour")
    doctor.repo.commit("Heard")
    file = tmp_path / "app.json"
    file.write_text("{}")
    file.chmod(0o644)
    doctor.settings["github_app_file"] = str(file)
    assert "chmod 600" in doctor.wrong()["App's key"]


def test_by_a_token_the_webhooks_of_repositories_are_looked_at(doctor: Doctor) -> None:
    doctor.settings["github_token"] = doctor.hub.token("ada")
    assert "payload URL https://ship.example/webhooks/github" in doctor.wrong()["webhooks"]
    hook = doctor.repo.hook(DOOR, secret=SECRET, events=("push",), receiver=lambda *_: 401)
    doctor.repo.commit("Refused")
    said = [one for one in doctor.found() if one.what == "webhook of harbour/checkout"]
    assert [one.verdict for one in said] == ["good", "bad", "bad"]
    assert "release" in said[1].saw
    assert "its secret is another" in said[2].mend
    hook.active = False
    assert "is switched off" in doctor.wrong()["webhook of harbour/checkout"] or any(
        one.saw == "is switched off" for one in doctor.found()
    )
    assert "good for a trial" in doctor.wrong()["token"]
