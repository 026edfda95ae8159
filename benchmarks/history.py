"""A made-up repository of any size: every release with some hundred facts, like a busy team's."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from domain.branch import BranchAdvanced
from domain.check import CheckReported
from domain.commit import Authorship, CommitMade
from domain.deployment import Deployment, DeploymentRequested, DeploymentSucceeded
from domain.fact import Actor, Fact, Keyed
from domain.pull_request import PullRequest, PullRequestMerged, PullRequestOpened
from domain.release import GitHubRelease, ReleasePublished
from domain.repository import RepositoryNamed, stream_of
from domain.tag import TagCut

BEGUN = datetime(2020, 1, 1, tzinfo=UTC)
STREAM = stream_of("github", "424242")
CHECKS = ("unit", "integration", "lint", "docs")
PULLS_A_RELEASE = 11
VIA = "github:00000000-0000-0000-0000-000000000000"


def sha_of(number: int) -> str:
    return hashlib.sha1(str(number).encode(), usedforsecurity=False).hexdigest()


def facts(count: int) -> Iterator[Keyed]:
    """The first `count` facts of the repository."""
    for number, fact in enumerate(all_facts()):
        if number == count:
            return
        yield Keyed(fact)


def all_facts() -> Iterator[Fact]:
    yield RepositoryNamed(
        at=BEGUN,
        via=VIA,
        name="bench/app",
        forge="github",
        forge_id="424242",
        default_branch="main",
    )
    pull = 0
    release = 0
    while True:
        release += 1
        for _ in range(PULLS_A_RELEASE):
            pull += 1
            yield from merged(pull)
        yield from shipped(release, pull)


def merged(number: int) -> Iterator[Fact]:
    at = BEGUN + timedelta(minutes=10 * number)
    sha, before = sha_of(number), sha_of(number - 1)
    author = Actor(f"dev-{number % 17}", 1000 + number % 17)
    proposal = PullRequest(
        number=number,
        title=f"Change number {number} of the application, with a title of usual length",
        author=author,
        base="main",
        head=f"topic-{number}",
        head_sha=sha_of(-number),
        updated_at=at,
        state="open",
        labels=("enhancement",) if number % 3 else ("bug", "area: billing"),
    )
    yield PullRequestOpened(at=at - timedelta(minutes=9), via=VIA, by=author, pull=proposal)
    for check in CHECKS:
        for status, conclusion in (("in_progress", ""), ("completed", "success")):
            yield CheckReported(
                at=at, via=VIA, sha=sha_of(-number), app="github-actions", app_id=15368,
                name=check, run=f"{number}{check}", status=status, conclusion=conclusion,
                started_at=at,
            )  # fmt: skip
    yield CommitMade(
        at=at, via=VIA, sha=sha, parents=(before,) if number > 1 else (),
        authorship=Authorship(author, at, f"Change number {number} (#{number})", (number,)),
    )  # fmt: skip
    yield BranchAdvanced(at=at, via=VIA, by=author, name="main", before=before, sha=sha)
    done = msgspec.structs.replace(
        proposal, state="merged", merge_commit_sha=sha, merged_at=at, merged_by=author
    )
    yield PullRequestMerged(at=at, via=VIA, by=author, pull=done)


def shipped(release: int, pull: int) -> Iterator[Fact]:
    at = BEGUN + timedelta(minutes=10 * pull + 5)
    sha, tag = sha_of(pull), f"v1.{release}.0"
    yield TagCut(at=at, via=VIA, name=tag, sha=sha, object=sha)
    for check in CHECKS:
        yield CheckReported(
            at=at, via=VIA, sha=sha, app="github-actions", app_id=15368, name=check,
            run=f"{tag}{check}", status="completed", conclusion="success", started_at=at,
        )  # fmt: skip
    page = GitHubRelease(id=release, tag=tag, name=tag, published_at=at, updated_at=at)
    yield ReleasePublished(at=at, via=VIA, release=page)
    for place in ("staging", "production"):
        run = Deployment(
            id=f"{release}{place}", sha=sha, environment=place, production=place[0] == "p"
        )
        yield DeploymentRequested(at=at, via=VIA, deployment=run)
        yield DeploymentSucceeded(at=at + timedelta(minutes=3), via=VIA, deployment=run)
