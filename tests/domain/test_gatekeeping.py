"""Gatekeeping: what is answered for and waived at a release's gates, and what is refused there."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.deed import Deed, Signing, Unproved
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.gate import Gate, RequiredChecks, SignedOff, names_it
from domain.gatekeeping import Attachment, Gatekeeping

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
MIRA = Signing("mira", NOON, "It was tried.")
NOOR = Signing("noor", NOON, "It was tried, too.")
UAT = Gate("UAT", SignedOff())
BUILD = Gate("build", RequiredChecks(("build",)))
SHA, OTHER = "ab" * 20, "cd" * 20
REPORT = Attachment("report.pdf", f"sha256:{'ef' * 32}", "https://docs.example.org/report.pdf")


@pytest.fixture
def keeping() -> Gatekeeping:
    return Gatekeeping.of("00000000-0000-0000-0000-0000000000aa", "v1.2.0", at=NOON)


def accept(keeping: Gatekeeping, sign: Signing = MIRA, **other: Any) -> None:
    told = {"gate": UAT, "sha": SHA, "outcome": "accepted", "attachments": (), "among": None}
    keeping.sign_off(**told | other, sign=sign)


def waive(keeping: Gatekeeping, sign: Signing = MIRA, **other: Any) -> None:
    told = {"gate": BUILD, "environment": "", "sha": SHA, "expires_at": None}
    keeping.waive(**told | other, sign=sign)


def deeds(keeping: Gatekeeping) -> list[Any]:
    return [one for one in keeping.pending_events if isinstance(one, Deed)]


def test_a_sign_off_says_who_what_and_by_which_documents(keeping: Gatekeeping) -> None:
    accept(keeping, attachments=[REPORT], among=frozenset({"mira"}))

    (told,) = deeds(keeping)
    assert (told.gate, told.number, told.sha, told.outcome) == ("UAT", 1, SHA, "accepted")
    assert told.attachments == [REPORT._asdict()]
    assert (told.by, told.reason, told.at) == ("mira", "It was tried.", NOON)
    assert told.about() == ("tag:v1.2.0",)


def test_who_changes_his_mind_signs_again(keeping: Gatekeeping) -> None:
    accept(keeping)
    accept(keeping, outcome="rejected")
    accept(keeping)
    accept(keeping, NOOR)

    assert [one.number for one in deeds(keeping)] == [1, 2, 3, 4]


def test_the_same_again_is_no_news(keeping: Gatekeeping) -> None:
    accept(keeping)

    with pytest.raises(AlreadySo, match="at «UAT» already"):
        accept(keeping)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"gate": BUILD}, "«build» is met by its checks, and not by a sign-off"),
        ({"among": frozenset({"noor"})}, "to be signed off by noor, and you are mira"),
        ({"among": frozenset()}, "by somebody whom nobody has named yet"),
        ({"outcome": "fine"}, "accepted or rejected"),
        ({"gate": Gate("UAT", SignedOff(attachments=1))}, "wants 1 attachments"),
        ({"attachments": [REPORT] * 51}, "50 attachments are the most"),
        ({"attachments": [Attachment("a", "sha256:12")]}, "its 64 digits"),
        ({"attachments": [Attachment("a\n", REPORT.digest), Attachment("\x00", "")]}, "control"),
        ({"attachments": [REPORT._replace(url="javascript:x")]}, "begins with https"),
        ({"sign": MIRA._replace(reason=" ")}, "Say why"),
    ],
)
def test_a_sign_off_is_refused(keeping: Gatekeeping, other: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        accept(keeping, other.pop("sign", MIRA), **other)
    assert deeds(keeping) == []


def test_what_does_not_pass_needs_no_document(keeping: Gatekeeping) -> None:
    accept(keeping, gate=Gate("UAT", SignedOff(attachments=1)), outcome="rejected")

    assert len(deeds(keeping)) == 1


def test_who_signed_off_can_take_it_back(keeping: Gatekeeping) -> None:
    accept(keeping)
    keeping.withdraw_sign_off(1, MIRA)

    assert [(one.TOPIC, one.gate) for one in deeds(keeping)][1:] == [
        ("gatekeeping.sign_off_withdrawn", "UAT")
    ]
    with pytest.raises(AlreadySo, match="withdrawn already"):
        keeping.withdraw_sign_off(1, MIRA)
    accept(keeping)


def test_nobody_else_can(keeping: Gatekeeping) -> None:
    accept(keeping)

    with pytest.raises(Refused, match="Sign-off 1 is mira's"):
        keeping.withdraw_sign_off(1, NOOR)
    with pytest.raises(Refused, match=r"no sign-off 7 of v1\.2\.0"):
        keeping.withdraw_sign_off(7, MIRA)


def test_a_waiver_ends_by_its_commit_or_its_time(keeping: Gatekeeping) -> None:
    waive(keeping)
    waive(keeping, sha="", expires_at=NOON + timedelta(days=1), environment="staging")

    assert [(one.number, one.sha, one.environment) for one in deeds(keeping)] == [
        (1, SHA, ""),
        (2, "", "staging"),
    ]


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"gate": Gate("scan", SignedOff(), waivable=False)}, "lets nobody waive «scan»"),
        ({"sha": ""}, "A waiver is no rule"),
        ({"expires_at": NOON}, "has passed"),
        ({"sign": MIRA._replace(reason="")}, "Say why"),
    ],
)
def test_a_waiver_is_refused(keeping: Gatekeeping, other: dict[str, Any], why: str) -> None:
    with pytest.raises(Refused, match=why):
        waive(keeping, other.pop("sign", MIRA), **other)
    assert deeds(keeping) == []


def test_a_waiver_can_be_withdrawn_by_anybody_who_may_waive(keeping: Gatekeeping) -> None:
    waive(keeping)
    with pytest.raises(AlreadySo, match="waived so already"):
        waive(keeping, NOOR)
    keeping.withdraw_waiver(1, NOOR)

    assert deeds(keeping)[-1].gate == "build"
    with pytest.raises(AlreadySo, match="withdrawn already"):
        keeping.withdraw_waiver(1, MIRA)
    with pytest.raises(Refused, match="no waiver 2"):
        keeping.withdraw_waiver(2, MIRA)
    waive(keeping)


def test_who_was_refused_is_remembered(keeping: Gatekeeping) -> None:
    keeping.deny("UAT", "sign-off", NOOR, Refused("Not you."))
    keeping.deny("UAT", "sign-off", NOOR, Refused("Nor now."))

    told = deeds(keeping)
    assert [(one.by, one.what, one.reason, one.number) for one in told] == [
        ("noor", "sign-off", "Not you.", 1),
        ("noor", "sign-off", "Nor now.", 2),
    ]


def test_a_pattern_takes_a_name_or_a_glob_of_it() -> None:
    assert names_it("build [x86]", "build [x86]")
    assert names_it("CI/*", "build", "CI/build")
    assert not names_it("build", "build 2")


def test_a_way_says_whom_it_wants() -> None:
    assert SignedOff().anybody
    assert not SignedOff(roles=("qa",)).anybody


def test_a_gate_may_ask_for_a_fresh_proof_of_who_signs(keeping: Gatekeeping) -> None:
    gate = Gate("UAT", SignedOff(proved_within=timedelta(minutes=15)))
    with pytest.raises(Unproved):
        accept(keeping, gate=gate)

    accept(keeping, MIRA._replace(proved=NOON), gate=gate)

    assert deeds(keeping)[0].proved == NOON
