"""The directory of one repository: decisions for all of them, and what its own file adds."""

from datetime import UTC, datetime

from domain.configuration import FileObserved
from domain.deed import Signing
from domain.directory import Directory
from domain.fact import Actor
from projections.directory import directory_of
from projections.policy.in_force import policy_of
from tests.story import STREAM, Story, minute, sha

SIGN = Signing("root", datetime(2026, 6, 1, tzinfo=UTC), reason="So.")
FILE = """\
teams:
  QA: [Noor, Omar]
roles:
  approver: {teams: [qa]}
  deployer: {people: [mira], environments: [production]}
"""


def decided(*, where: str = "") -> Directory:
    directory = Directory.of(at=SIGN.at)
    directory.name("mira", SIGN, called="Mira Ahn", github_id=7, emails=("m@x.org",))
    directory.set_team("ops", ("noor",), SIGN)
    directory.grant("team:ops", "deployer", where, "", SIGN)
    directory.grant("ivan", "viewer", "", "", SIGN)
    directory.withdraw_grant("ivan", "viewer", "", "", SIGN)
    return directory


def with_file(story: Story, text: str = FILE) -> Story:
    story.tell(FileObserved, path=".shipledger.yml", content=text, sha=sha("file"))
    return story


def test_without_decisions_and_file_nobody_has_a_role() -> None:
    directory = directory_of(Story().view())

    assert not directory.granted
    assert directory.roles("mira") == frozenset()


def test_roles_come_from_decisions_and_from_the_file_by_name_and_by_team() -> None:
    directory = directory_of(with_file(Story()).settled(decided()).view())

    assert directory.granted
    assert directory.roles("noor") == {"approver", "deployer"}
    assert directory.roles("omar") == {"approver"}
    assert directory.roles("mira") == frozenset()
    assert directory.roles("mira", "production") == {"deployer"}
    assert directory.with_role("deployer") == {"noor"}
    assert directory.with_role("deployer", "production") == {"noor", "mira"}
    assert directory.roles("ivan") == frozenset()


def test_a_grant_in_another_repository_counts_for_nothing_here() -> None:
    here = Story().settled(decided(where=str(STREAM))).view()
    elsewhere = Story().settled(decided(where="00000000-0000-0000-0000-0000000000bb")).view()

    assert directory_of(here).roles("noor") == {"deployer"}
    assert not directory_of(elsewhere).granted


def test_who_is_meant_is_told_by_number_address_or_login() -> None:
    directory = directory_of(Story().settled(decided()).view())

    assert directory.key_of(Actor("mira-renamed", 7)) == "mira"
    assert directory.key_of(Actor("M. Ahn", None, "git", "M@x.org")) == "mira"
    assert directory.key_of(Actor("Mira")) == "mira"
    assert directory.key_of(Actor("Mira", None, "git")) == "mira"
    assert directory.key_of(Actor("Somebody Else", None, "git")) == "somebody else"
    assert directory.key_of(None) == ""
    assert directory.person("mira").name == "Mira Ahn"  # type: ignore[union-attr]


def test_the_directory_is_as_it_was_then() -> None:
    story = Story().settled(decided())

    assert directory_of(story.view(as_of=2)).grants == ()
    assert directory_of(story.view(as_at=minute(0))).people == {}


def test_a_role_that_nobody_knows_is_a_problem_of_the_file() -> None:
    policy = policy_of(with_file(Story(), "roles: {king: {people: [mira]}}").view())

    assert "roles.king is no role" in policy.problems[0]
