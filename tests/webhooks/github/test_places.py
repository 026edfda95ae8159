"""What repositories and installations of the App tell, each in its own stream."""

from typing import Any

import pytest
from msgspec.structs import replace

from domain import installation as installations
from domain import repository as repositories
from domain.fact import Actor, Fact
from domain.repository import RepositoryNamed, stream_of
from tests.payloads import (
    Repo,
    installation,
    installation_repositories,
    iso,
    minute,
    repository,
    sent,
)
from tests.webhooks.reading import RECEIVED, fact, note, translated
from webhooks.github.payload import JUST_AFTER, NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
AFTER = minute(9) + JUST_AFTER
COMMON: dict[str, Any] = {"at": AFTER, "via": VIA, "by": ADA, "inferred": NOT_BEFORE}


@pytest.mark.parametrize(
    ("action", "changes", "expected"),
    [
        ("archived", {}, repositories.RepositoryArchived(**COMMON)),
        ("unarchived", {}, repositories.RepositoryUnarchived(**COMMON)),
        ("deleted", {}, repositories.RepositoryDeleted(**COMMON)),
        (
            "renamed",
            {"repository": {"name": {"from": "gate"}}},
            repositories.RepositoryRenamed(**COMMON, before="octo/gate", name="octo/door"),
        ),
        (
            "transferred",
            {"owner": {"from": {"user": {"login": "ada"}}}},
            repositories.RepositoryTransferred(**COMMON, before="ada", name="octo/door"),
        ),
        (
            "transferred",
            {"owner": {"from": {"organization": {"login": "club"}}}},
            repositories.RepositoryTransferred(**COMMON, before="club", name="octo/door"),
        ),
        (
            "transferred",
            {"owner": {"from": {}}},
            repositories.RepositoryTransferred(**COMMON, before="", name="octo/door"),
        ),
        (
            "edited",
            {"default_branch": {"from": "master"}},
            repositories.DefaultBranchChanged(**COMMON, before="master", branch="main"),
        ),
    ],
)
def test_what_befell_a_repository(action: str, changes: dict[str, Any], expected: Fact) -> None:
    assert fact(repository(REPO, action, minute(9), **changes)) == expected


@pytest.mark.parametrize("action", ["created", "publicized", "privatized"])
def test_some_actions_only_change_what_it_is_called(action: str) -> None:
    translation = translated(repository(replace(REPO, private=True), action, minute(9)))
    (chapter,) = translation.told
    (named,) = chapter.facts

    assert chapter.stream == stream_of("github", "42")
    assert named.once == ""
    assert named.fact == RepositoryNamed(
        at=AFTER,
        via=VIA,
        name="octo/door",
        forge="github",
        forge_id="42",
        default_branch="main",
        private=True,
        url="https://github.com/octo/door",
    )
    assert translation.note == ""


@pytest.mark.parametrize("action", ["edited", "renamed", "transferred", "painted"])
def test_a_change_of_something_else_is_noted(action: str) -> None:
    assert note(repository(REPO, action, minute(9))) == f"unfollowed: repository {action}"


def test_a_repository_without_any_time_is_dated_by_its_arrival() -> None:
    event, payload = repository(REPO, "archived", minute(9))
    payload["repository"] |= {"pushed_at": None, "updated_at": None}
    named, archived = translated((event, payload)).told[0].facts

    assert named.fact.at == archived.fact.at == RECEIVED
    assert archived.fact.inferred == "at: time of arrival"


def test_an_unfollowed_event_still_tells_the_name() -> None:
    translation = translated(sent(REPO, "star", minute(9), action="created"))
    assert translation.note == "unfollowed: star created"
    assert [type(one.fact) for one in translation.told[0].facts] == [RepositoryNamed]


def test_an_event_of_no_repository_is_only_noted() -> None:
    translation = translated(("ping", {"zen": "Design for failure.", "hook_id": 1}))
    assert (translation.told, translation.note) == ((), "unfollowed: ping")


def account(**changed: Any) -> dict[str, Any]:
    whole = {
        **COMMON,
        "installation": 11,
        "account": "octo",
        "selection": "all",
        "permissions": (("checks", "write"), ("metadata", "read")),
        "events": ("push", "release"),
        "repositories": ("octo/door", "octo/window"),
    }
    return whole | changed


WINDOW = Repo(43, "octo/window")


@pytest.mark.parametrize(
    ("action", "told", "access"),
    [
        ("created", installations.InstallationAdded, repositories.RepositoryConnected),
        ("deleted", installations.InstallationRemoved, repositories.RepositoryDisconnected),
    ],
)
def test_an_installation_opens_or_shuts_its_repositories(
    action: str, told: type[Fact], access: type[Fact]
) -> None:
    own, door, window = translated(
        installation(action, [REPO, WINDOW], minute(9), created_at=iso(minute(9)))
    ).told

    assert own.stream == stream_of("github-installation", "11")
    assert type(own.facts[0].fact) is told
    assert door.stream == stream_of("github", "42")
    assert [type(one.fact) for one in window.facts] == [RepositoryNamed, access]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("unsuspend", installations.InstallationResumed),
        ("new_permissions_accepted", installations.PermissionsAccepted),
    ],
)
def test_an_installation_changes(action: str, told: type[installations.InstallationFact]) -> None:
    assert fact(installation(action, [REPO, WINDOW], minute(9))) == told(**account())


def test_a_suspension_has_a_time_of_its_own() -> None:
    suspended = fact(installation("suspend", [], minute(9), suspended_at=iso(minute(8))))
    assert suspended == installations.InstallationSuspended(
        **account(at=minute(8), inferred="", repositories=())
    )


def test_an_enterprise_has_a_slug_and_nobody_has_neither() -> None:
    enterprise = fact(installation("unsuspend", [], minute(9), account={"slug": "globex"}))
    assert isinstance(enterprise, installations.InstallationResumed)
    assert enterprise.account == "globex"
    nobody = fact(installation("unsuspend", [], minute(9), account=None, updated_at=None))
    assert isinstance(nobody, installations.InstallationResumed)
    assert (nobody.account, nobody.at, nobody.inferred) == ("", RECEIVED, "at: time of arrival")


def test_repositories_are_let_in_and_shut_out() -> None:
    own, door = translated(installation_repositories(minute(9), added=[REPO])).told
    assert own.facts[0].fact == installations.RepositoriesChanged(
        **account(repositories=(), added=("octo/door",), selection="selected")
    )
    assert door.facts[1].fact == repositories.RepositoryConnected(**COMMON, installation=11)

    own, window = translated(installation_repositories(minute(9), removed=[WINDOW])).told
    assert window.facts[1].fact == repositories.RepositoryDisconnected(**COMMON, installation=11)
    assert window.stream == stream_of("github", "43")


def test_other_actions_are_noted() -> None:
    event, payload = installation_repositories(minute(9), added=[REPO])
    payload["action"] = "painted"
    assert note((event, payload)) == "unfollowed: installation_repositories painted"
    assert note(installation("painted", [], minute(9))) == "unfollowed: installation painted"


def test_nobody_may_have_sent_it() -> None:
    event, payload = installation("unsuspend", [], minute(9))
    del payload["sender"]
    assert fact((event, payload)).by is None


def test_what_a_repository_is_called_is_told_once_a_month() -> None:
    def key(at: float, repo: Repo = REPO) -> str:
        return translated(sent(repo, "star", minute(at), action="created")).told[0].facts[0].once

    month = 60 * 24 * 31
    assert key(0) == key(5) != key(month)
    assert key(0) != key(0, replace(REPO, private=True))


def test_the_longest_names_make_a_fact_that_can_be_read() -> None:
    long = replace(REPO, name=f"{'o' * 249}/{'d' * 250}")
    changes = {"repository": {"name": {"from": "g" * 500}}}
    assert isinstance(
        fact(repository(long, "renamed", minute(9), **changes)), repositories.RepositoryRenamed
    )
