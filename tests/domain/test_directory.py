"""The directory: who there is, in which teams, and who may do what."""

from datetime import UTC, datetime

import pytest

from domain.deed import Signing
from domain.directory import ADMIN, APPROVER, DEEDS, ROLES, Directory, allows
from domain.edit import AlreadySo
from domain.errors import Refused

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIGN = Signing("root", NOON, reason="She joined.")


@pytest.fixture
def directory() -> Directory:
    return Directory.of(at=NOON)


def test_a_person_is_named_and_named_anew(directory: Directory) -> None:
    directory.name("Mira", SIGN, called="Mira Ahn", github_id=7, emails=("m@x.org", "m@x.org"))
    assert directory.people == {"mira": ("Mira Ahn", "mira", 7, ["m@x.org"])}
    with pytest.raises(AlreadySo, match="known so already"):
        directory.name("mira", SIGN, called="Mira Ahn", github_id=7, emails=("m@x.org",))

    directory.name("mira", SIGN, called="Mira Ahn-Berg", login="MiraAB")

    assert directory.people == {"mira": ("Mira Ahn-Berg", "miraab", 0, [])}


def test_a_key_is_one_word(directory: Directory) -> None:
    with pytest.raises(Refused, match="has blanks in it"):
        directory.name("Mira Ahn", SIGN)


def test_a_decision_about_people_has_a_reason(directory: Directory) -> None:
    with pytest.raises(Refused, match="Say why"):
        directory.name("mira", SIGN._replace(reason=" "))


def test_a_team_is_set_as_a_whole(directory: Directory) -> None:
    directory.set_team("QA", ("noor", "Mira", "mira"), SIGN)
    assert directory.teams == {"qa": ["mira", "noor"]}
    with pytest.raises(AlreadySo, match="same members"):
        directory.set_team("qa", ("mira", "noor"), SIGN)

    directory.set_team("qa", (), SIGN)

    assert directory.teams == {"qa": []}
    with pytest.raises(AlreadySo):
        directory.set_team("nobody", (), SIGN)


def test_a_role_is_granted_once_and_taken_back_once(directory: Directory) -> None:
    directory.grant("Mira", APPROVER, "", "production", SIGN)
    with pytest.raises(AlreadySo, match="approver there already"):
        directory.grant("mira", APPROVER, "", "production", SIGN)
    assert directory.grants == {("mira", APPROVER, "", "production")}

    directory.withdraw_grant("mira", APPROVER, "", "production", SIGN)

    assert directory.grants == set()
    with pytest.raises(AlreadySo, match="is not approver there"):
        directory.withdraw_grant("mira", APPROVER, "", "production", SIGN)


def test_a_role_that_nobody_knows_is_not_granted(directory: Directory) -> None:
    with pytest.raises(Refused, match="There is no role king"):
        directory.grant("mira", "king", "", "", SIGN)


def test_roles_allow_what_they_are_for_and_an_administrator_everything() -> None:
    assert allows(frozenset({APPROVER}), "approve")
    assert not allows(frozenset({APPROVER}), "promote")
    assert not allows(frozenset(), "plan")
    assert not allows(frozenset({"a role of former days"}), "plan")
    assert all(allows(frozenset({ADMIN}), deed) for deeds in DEEDS.values() for deed in deeds)
    assert {ADMIN, *DEEDS} == set(ROLES)


def test_a_person_is_identified_once_and_nobody_shares_an_identity(directory: Directory) -> None:
    with pytest.raises(Refused, match="Nobody is called mira here"):
        directory.identify("mira", "https://github.com", "7", SIGN)
    directory.name("mira", SIGN)
    directory.name("noor", SIGN)
    directory.identify("Mira", "https://github.com", "7", SIGN)

    with pytest.raises(AlreadySo, match="by that identity already"):
        directory.identify("mira", "https://github.com", "7", SIGN)
    with pytest.raises(Refused, match="That identity is mira's"):
        directory.identify("noor", "https://github.com", "7", SIGN)


def test_who_is_removed_has_no_identity_any_more(directory: Directory) -> None:
    directory.name("mira", SIGN)
    directory.name("noor", SIGN)
    directory.identify("mira", "https://github.com", "7", SIGN)
    directory.identify("noor", "https://github.com", "8", SIGN)
    directory.log_out("mira", SIGN)

    directory.remove("mira", SIGN)

    assert directory.identities == {("https://github.com", "8"): "noor"}
    with pytest.raises(Refused, match="Nobody is called mira"):
        directory.log_out("mira", SIGN)
