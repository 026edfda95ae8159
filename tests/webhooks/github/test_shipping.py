"""What releases, deployments, packages and advisories tell."""

from typing import Any

import pytest

from domain import deployment as deployments
from domain import release as releases
from domain.artifact import AdvisoryPublished, AdvisoryReported, PackagePublished
from domain.deployment import Deployment, EnvironmentSighted
from domain.fact import Actor
from domain.release import Asset, GitHubRelease
from tests.payloads import (
    Repo,
    deployment,
    deployment_review,
    deployment_status,
    iso,
    minute,
    package,
    release,
    repository_advisory,
    sha,
)
from tests.webhooks.reading import fact, facts, keyed, note
from webhooks.github.payload import JUST_AFTER, NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
AFTER = minute(9) + JUST_AFTER


def page(**changed: Any) -> GitHubRelease:
    whole: dict[str, Any] = {
        "id": 1,
        "tag": "v1.2.0",
        "name": "v1.2.0",
        "target": "main",
        "url": "https://github.com/octo/door/releases/tag/v1.2.0",
        "author": ADA,
        "created_at": minute(-600),
        "published_at": minute(9),
        "updated_at": minute(9),
    }
    return GitHubRelease(**(whole | changed))


def test_a_draft_is_published_and_withdrawn_and_published_again() -> None:
    """Four facts; that the second publication is dated like the first must not hide it."""
    published = iso(minute(5))
    draft = release(REPO, "created", "v1.2.0", minute(2), draft=True, published_at=None)
    out = release(REPO, "published", "v1.2.0", minute(5))
    back = release(REPO, "unpublished", "v1.2.0", minute(7), draft=True, published_at=published)
    again = release(REPO, "published", "v1.2.0", minute(8), published_at=published)

    told = [fact(sent) for sent in (draft, out, back, again)]

    assert [type(one) for one in told] == [
        releases.ReleaseDrafted,
        releases.ReleasePublished,
        releases.ReleaseWithdrawn,
        releases.ReleasePublished,
    ]
    assert [one.at for one in told] == [minute(2), minute(5), minute(7), minute(5)]
    assert len({keyed(sent)[0].once for sent in (draft, out, back, again)}) == 4


def test_a_release_is_told_whole() -> None:
    assets = [{"name": "door.whl", "digest": "sha256:ab", "size": 7}, {"name": "door.tar.gz"}]
    assert fact(
        release(REPO, "published", "v1.2.0", minute(9), assets=assets)
    ) == releases.ReleasePublished(
        at=minute(9),
        via=VIA,
        by=ADA,
        release=page(assets=(Asset("door.whl", "sha256:ab", 7), Asset("door.tar.gz"))),
    )


@pytest.mark.parametrize(
    ("action", "told"),
    [("released", releases.ReleasePromoted), ("prereleased", releases.ReleasePrereleased)],
)
def test_a_promotion_happens_after_the_publication(
    action: str, told: type[releases.ReleaseFact]
) -> None:
    promoted = fact(release(REPO, action, "v1.2.0", minute(9), published_at=iso(minute(2))))
    assert type(promoted) is told
    assert promoted.at == minute(9)
    # GitHub once told no `updated_at`.
    old = fact(release(REPO, action, "v1.2.0", minute(9), updated_at=None))
    assert old.at == minute(9)


def test_a_release_made_and_published_at_once_is_drafted_then() -> None:
    assert fact(release(REPO, "created", "v1.2.0", minute(9))).at == minute(9)


def test_the_date_of_the_commit_does_not_date_a_draft() -> None:
    draft = fact(
        release(
            REPO, "created", "v1.2.0", minute(9), draft=True, published_at=None, updated_at=None
        )
    )
    assert draft.at == AFTER
    assert draft.inferred == NOT_BEFORE


def test_a_release_gets_another_tag() -> None:
    changes = {"tag_name": {"from": "v1.2"}}
    assert fact(
        release(REPO, "edited", "v1.2.0", minute(9), changes=changes)
    ) == releases.ReleaseRetagged(at=minute(9), via=VIA, by=ADA, release=page(), before="v1.2")


@pytest.mark.parametrize("changes", [{"name": {"from": "x"}}, {"make_latest": {"to": True}}, None])
def test_any_other_edit_is_a_rewording(changes: Any) -> None:
    assert fact(
        release(REPO, "edited", "v1.2.0", minute(9), changes=changes)
    ) == releases.ReleaseReworded(at=minute(9), via=VIA, by=ADA, release=page())


def test_a_deletion_is_later_than_everything_else() -> None:
    gone = fact(release(REPO, "deleted", "v1.2.0", minute(9), updated_at=iso(minute(3))))
    assert gone == releases.ReleaseDeleted(
        at=AFTER, via=VIA, by=ADA, inferred=NOT_BEFORE, release=page(updated_at=minute(3))
    )
    assert keyed(release(REPO, "deleted", "v1.2.0", minute(9)))[0].once == "release:1:deleted"


def test_a_draft_may_have_no_words_and_no_author() -> None:
    bare = fact(
        release(
            REPO,
            "edited",
            "v1",
            minute(9),
            name=None,
            body=None,
            author=None,
            created_at=None,
            published_at=None,
            html_url=None,
        )
    )
    assert isinstance(bare, releases.ReleaseReworded)
    assert (bare.release.name, bare.release.author) == ("", None)
    assert note(release(REPO, "sung", "v1", minute(9))) == "unfollowed: release sung"


def goal(**changed: Any) -> Deployment:
    whole: dict[str, Any] = {
        "id": "1",
        "sha": sha(3),
        "environment": "production",
        "ref": "main",
        "production": True,
    }
    return Deployment(**(whole | changed))


def test_a_deployment_is_asked_for_and_its_environment_sighted() -> None:
    sent = deployment(REPO, sha(3), "production", minute(9))
    assert facts(sent) == [
        EnvironmentSighted(at=minute(9), via=VIA, name="production"),
        deployments.DeploymentRequested(at=minute(9), via=VIA, by=ADA, deployment=goal()),
    ]
    assert [one.once for one in keyed(sent)] == ["environment:production", "deployment:1"]
    event, payload = sent
    assert note((event, {**payload, "action": "dreamt"})) == "unfollowed: deployment dreamt"


def test_a_deployment_goes_its_way() -> None:
    states = [
        "queued",
        "waiting",
        "pending",
        "in_progress",
        "success",
        "failure",
        "error",
        "inactive",
    ]
    told = [
        facts(deployment_status(REPO, sha(3), "production", state, minute(9), id_=n))[1]
        for n, state in enumerate(states)
    ]

    url, log = "https://production.example.org", "https://ci.example.org/1"
    assert [type(one).__name__ for one in told] == [
        *["DeploymentProgressed"] * 4,
        "DeploymentSucceeded",
        *["DeploymentFailed"] * 2,
        "DeploymentDeactivated",
    ]
    assert told[3] == deployments.DeploymentProgressed(
        at=minute(9),
        via=VIA,
        by=ADA,
        deployment=goal(url=url),
        state="in_progress",
        status="3",
        log_url=log,
    )
    assert told[5] == deployments.DeploymentFailed(
        at=minute(9),
        via=VIA,
        by=ADA,
        deployment=goal(url=url),
        state="failure",
        status="5",
        log_url=log,
    )


def test_a_status_may_name_another_environment() -> None:
    event, payload = deployment_status(REPO, sha(3), "production", "success", minute(9))
    payload["deployment_status"]["environment"] = "canary"
    succeeded = facts((event, payload))[1]
    assert isinstance(succeeded, deployments.DeploymentSucceeded)
    assert succeeded.deployment.environment == "canary"
    payload["deployment_status"] |= {"environment": "", "environment_url": None, "log_url": None}
    succeeded = facts((event, payload))[1]
    assert isinstance(succeeded, deployments.DeploymentSucceeded)
    assert succeeded.deployment == goal()


def test_an_unheard_state_is_noted() -> None:
    assert note(deployment_status(REPO, sha(3), "production", "levitating", minute(9))) == (
        "unfollowed: deployment_status created (state levitating)"
    )


REVIEWERS = [
    {"type": "User", "reviewer": {"login": "grace"}},
    {"type": "Team", "reviewer": {"name": "Admins", "slug": "admins"}},
    {"type": "User", "reviewer": None},
]


def test_leave_to_deploy_is_asked_for() -> None:
    asked = deployment_review(
        REPO, "requested", sha(3), minute(9), environment="production", reviewers=REVIEWERS
    )
    assert facts(asked)[1] == deployments.DeploymentReviewRequested(
        at=minute(1),
        via=VIA,
        by=ADA,
        environment="production",
        run=1,
        sha=sha(3),
        reviewers=("grace", "admins"),
    )


def test_leave_is_given_for_each_environment() -> None:
    jobs = [{"environment": "production"}, {"environment": "eu"}, {"environment": "production"}]
    given = deployment_review(
        REPO,
        "approved",
        sha(3),
        minute(9),
        workflow_job_runs=jobs,
        approver={"login": "grace", "id": 9},
        comment="Go",
    )
    assert [one for one in facts(given) if not isinstance(one, EnvironmentSighted)] == [
        deployments.DeploymentApproved(
            at=minute(9),
            via=VIA,
            by=Actor("grace", 9),
            environment=environment,
            run=1,
            sha=sha(3),
            comment="Go",
        )
        for environment in ("production", "eu")
    ]


def test_leave_is_refused() -> None:
    event, payload = deployment_review(
        REPO, "rejected", sha(3), minute(9), workflow_job_run={"environment": "production"}
    )
    payload["workflow_run"]["updated_at"] = None
    refused = facts((event, payload))[1]
    assert isinstance(refused, deployments.DeploymentRejected)
    assert refused.at == minute(1)


def test_a_review_of_nothing_is_noted() -> None:
    assert note(deployment_review(REPO, "approved", sha(3), minute(9))) == (
        "unfollowed: deployment_review approved (it names no workflow run or no environment)"
    )
    event, payload = deployment_review(REPO, "approved", sha(3), minute(9), environment="x")
    payload["workflow_run"] = None
    assert "no workflow run" in note((event, payload))
    assert note(deployment_review(REPO, "hummed", sha(3), minute(9))) == (
        "unfollowed: deployment_review hummed"
    )


@pytest.mark.parametrize("event", ["package", "registry_package"])
def test_a_package_comes_out_by_either_event(event: str) -> None:
    files = [{"sha256": "ab" * 32}]
    _, payload = package(
        REPO, "door", "1.2.0", minute(9), package_files=files, release={"tag_name": "v1.2.0"}
    )
    payload[event] = payload.pop("package")
    assert fact((event, payload)) == PackagePublished(
        at=minute(9),
        via=VIA,
        by=ADA,
        name="door",
        ecosystem="npm",
        version="1.2.0",
        digest="sha256:" + "ab" * 32,
        tag_name="v1.2.0",
        url="https://github.com/octo/door/packages/9",
    )


def test_a_container_is_called_by_its_tag_and_known_by_its_digest() -> None:
    metadata = {"tag": {"name": "1.2", "digest": "sha256:cd"}, "manifest": {"digest": "sha256:ef"}}
    told = fact(package(REPO, "door", "sha256:ef", minute(9), container_metadata=metadata))
    assert isinstance(told, PackagePublished)
    assert (told.version, told.digest) == ("1.2", "sha256:ef")
    metadata = {"tag": {"name": "", "digest": "sha256:cd"}, "manifest": {}}
    told = fact(package(REPO, "door", "sha256:ef", minute(9), container_metadata=metadata))
    assert isinstance(told, PackagePublished)
    assert (told.version, told.digest) == ("sha256:ef", "sha256:cd")


def test_several_files_have_no_one_digest() -> None:
    files = [{"sha256": "ab" * 32}, {"sha256": None}]
    told = fact(package(REPO, "door", "1.2.0", minute(9), package_files=files, tag_name="v1"))
    assert isinstance(told, PackagePublished)
    assert (told.digest, told.tag_name) == ("", "v1")


def test_a_package_without_repository_or_version_is_noted() -> None:
    for hole in ({"repository": None}, {"package": None}):
        event, payload = package(REPO, "door", "1.2.0", minute(9))
        assert "names no repository or no version" in note((event, {**payload, **hole}))
    event, payload = package(REPO, "door", "1.2.0", minute(9))
    payload["action"] = "deleted"
    assert note((event, payload)) == "unfollowed: package deleted"


def test_a_weakness_is_reported_and_then_published() -> None:
    weak = [
        {"package": {"name": "door", "ecosystem": "pip"}, "patched_versions": "1.2.1"},
        {"package": None, "patched_versions": "1.0"},
        {"package": {"name": "door"}, "patched_versions": None},
    ]
    reported = fact(repository_advisory(REPO, "reported", "GHSA-1", minute(9)))
    published = fact(
        repository_advisory(REPO, "published", "GHSA-1", minute(9), vulnerabilities=weak)
    )
    assert isinstance(reported, AdvisoryReported)
    assert reported.at == minute(0)
    assert published == AdvisoryPublished(
        at=minute(9),
        via=VIA,
        by=ADA,
        ghsa="GHSA-1",
        severity="high",
        summary="The lock can be picked",
        patched=("door@1.2.1",),
        url="https://github.com/octo/door/security/advisories/GHSA-1",
    )
    assert note(repository_advisory(REPO, "sung", "GHSA-1", minute(9))) == (
        "unfollowed: repository_advisory sung"
    )
