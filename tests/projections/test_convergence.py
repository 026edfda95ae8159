"""Whatever order facts arrive in, and however often, every answer is the same."""

import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.branch import BranchAdvanced, BranchDeleted, BranchForcePushed, BranchObserved
from domain.check import CheckReported, StatusReported, WorkflowRunReported
from domain.commit import CommitMade
from domain.deployment import (
    Deployment,
    DeploymentDeactivated,
    DeploymentFailed,
    DeploymentProgressed,
    DeploymentRequested,
    DeploymentSucceeded,
    EnvironmentSighted,
)
from domain.errors import NotFound
from domain.fact import Fact, encode_key
from domain.issue import Issue, IssueOpened, IssueResolved
from domain.message import authorship
from domain.pull_request import (
    PullRequest,
    PullRequestAbandoned,
    PullRequestMerged,
    PullRequestOpened,
    PullRequestReworded,
)
from domain.release import (
    GitHubRelease,
    ReleaseDeleted,
    ReleaseDrafted,
    ReleasePrereleased,
    ReleasePromoted,
    ReleasePublished,
    ReleaseRetagged,
    ReleaseReworded,
    ReleaseWithdrawn,
)
from domain.repository import (
    DefaultBranchChanged,
    RepositoryArchived,
    RepositoryConnected,
    RepositoryDisconnected,
    RepositoryNamed,
    RepositoryRenamed,
    RepositoryUnarchived,
)
from domain.review import ReviewDismissed, ReviewRecorded
from domain.tag import TagAnnounced, TagCut, TagDeleted, TagMoved
from projections.changelog import changelog
from projections.checks import checks
from projections.environments import environments
from projections.facts import plain
from projections.release import release
from projections.releases import releases
from projections.repositories import repository
from projections.tag_state import tag_state
from projections.timeline import timeline
from projections.unreleased import unreleased
from projections.where import where_is_commit, where_is_issue, where_is_pull
from tests.story import BEGINNING, MIRA, NOOR, StoryView, sha

COMMITS = [sha(label) for label in "abcdefg"]
TAGS = ["v1.0.0-rc.1", "v1.0.0", "v1.1.0", "v2.0.0", "latest"]

# Few moments, so that many facts fall into the same second.
moments = st.sampled_from([*range(8), 700, 701, 1500]).map(
    lambda seconds: BEGINNING + timedelta(seconds=seconds)
)
commits = st.sampled_from(COMMITS)
names = st.sampled_from(TAGS)
numbers = st.integers(1, 3)
people = st.sampled_from([MIRA, NOOR, None])
told = {"at": moments, "via": st.sampled_from(["github:1", "poll:2"]), "by": people}


def facts(kind: type[Fact], **fields: Any) -> st.SearchStrategy[Fact]:
    strategies = {
        name: value if isinstance(value, st.SearchStrategy) else st.just(value)
        for name, value in fields.items()
    }
    return st.builds(kind, **told, inferred=st.sampled_from(["", "", "a guess"]), **strategies)


pages = st.builds(
    GitHubRelease,
    id=numbers,
    tag=names,
    draft=st.booleans(),
    prerelease=st.booleans(),
    name=st.sampled_from(["", "One"]),
    updated_at=st.none() | moments,
)
pulls = st.builds(
    PullRequest,
    number=numbers,
    title=st.sampled_from(["Add", "Mend"]),
    author=people,
    base=st.just("main"),
    head=st.just("topic"),
    head_sha=commits,
    updated_at=moments,
    state=st.sampled_from(["open", "closed", "merged"]),
    merge_commit_sha=st.none() | commits,
    closes=st.sampled_from([(), (8,), (8, 9)]),
    commits=numbers,
)
issues = st.builds(
    Issue,
    number=st.just(8),
    title=st.sampled_from(["Broken", "Still broken"]),
    state=st.sampled_from(["open", "closed"]),
    updated_at=moments,
)
shipped = st.builds(
    Deployment,
    id=st.sampled_from(["1", "2", "3"]),
    sha=commits,
    environment=st.sampled_from(["live", "test"]),
    ref=st.sampled_from(["", "main", "v1.0.0"]),
    production=st.sampled_from([None, True]),
)
steps = {"status": st.sampled_from(["queued", "in_progress", "completed"])} | {
    "conclusion": st.sampled_from(["", "success", "failure"])
}

GROUPS: dict[str, st.SearchStrategy[Fact]] = {
    "tags": st.one_of(
        facts(TagCut, name=names, sha=commits, object=commits),
        facts(TagMoved, name=names, before=commits, sha=commits, object=commits),
        facts(TagDeleted, name=names, before=st.none() | commits),
        facts(TagAnnounced, name=names),
    ),
    "pages": st.one_of(
        *(
            facts(kind, release=pages)
            for kind in (
                *(ReleaseDrafted, ReleasePublished, ReleasePromoted, ReleasePrereleased),
                *(ReleaseReworded, ReleaseWithdrawn, ReleaseDeleted),
            )
        ),
        facts(ReleaseRetagged, release=pages, before=names),
    ),
    "pulls": st.one_of(
        *(
            facts(kind, pull=pulls)
            for kind in (
                *(PullRequestOpened, PullRequestMerged, PullRequestMerged),
                *(PullRequestAbandoned, PullRequestReworded),
            )
        ),
        facts(ReviewRecorded, number=numbers, review=numbers, state="approved"),
        facts(ReviewDismissed, number=numbers, review=numbers),
        facts(IssueOpened, issue=issues),
        facts(IssueResolved, issue=issues),
    ),
    "checks": st.one_of(
        facts(
            CheckReported,
            sha=st.just(COMMITS[3]),
            app="app",
            app_id=numbers,
            name="build",
            run=st.sampled_from(["9", "10"]),
            started_at=st.none() | moments,
            **steps,
        ),
        facts(
            WorkflowRunReported,
            sha=st.just(COMMITS[3]),
            run=numbers,
            attempt=numbers,
            workflow=1,
            name="CI",
            event="push",
            started_at=st.none() | moments,
            **steps,
        ),
        facts(
            StatusReported,
            sha=st.just(COMMITS[3]),
            id=numbers,
            context="ci",
            state=st.sampled_from(["pending", "success", "failure"]),
        ),
    ),
    "shipping": st.one_of(
        facts(DeploymentRequested, deployment=shipped),
        facts(DeploymentProgressed, deployment=shipped, state="in_progress"),
        facts(DeploymentSucceeded, deployment=shipped),
        facts(DeploymentFailed, deployment=shipped, state=st.sampled_from(["failure", "error"])),
        facts(DeploymentDeactivated, deployment=shipped),
        facts(EnvironmentSighted, name=st.sampled_from(["live", "test"])),
    ),
    "repository": st.one_of(
        facts(
            RepositoryNamed,
            name=st.sampled_from(["a/b", "a/c"]),
            forge="github",
            forge_id="1",
            default_branch=st.sampled_from(["main", "next", ""]),
        ),
        facts(RepositoryRenamed, before="a/b", name=st.sampled_from(["a/c", "a/d"])),
        facts(DefaultBranchChanged, before="main", branch=st.sampled_from(["main", "next"])),
        facts(RepositoryArchived),
        facts(RepositoryUnarchived),
        facts(RepositoryConnected, installation=numbers),
        facts(RepositoryDisconnected, installation=numbers),
    ),
    "branches": st.one_of(
        facts(BranchAdvanced, name="main", before=commits, sha=commits),
        facts(BranchForcePushed, name="main", before=commits, sha=commits),
        facts(BranchObserved, name="main", sha=commits),
        facts(BranchDeleted, name="main", before=st.none() | commits),
    ),
}

MESSAGES = [
    *("plain", "Add (#1)", "Mend (#2)\n\nFixes #9", "Merge pull request #3 from a/b\n\nThird"),
    *(f"Pick\n\n(cherry picked from commit {COMMITS[1]})", f"This reverts commit {COMMITS[2]}."),
    *('Revert "Add" (#3)', "fix: revert #1 (#2)", "Mend (#1) (#3)", "Mend\n\nBackport of: #2"),
    "plain as well",
]


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Some commits, each with up to two of those before it as parents; some may be missing."""
    made: list[Fact] = []
    for number, name in enumerate(COMMITS):
        parents = (
            draw(st.lists(st.sampled_from(COMMITS[:number]), max_size=2, unique=True))
            if (number)
            else []
        )
        wrote = authorship(MIRA, BEGINNING, draw(st.sampled_from(MESSAGES)))
        made.append(
            CommitMade(
                at=BEGINNING, via="git:1", sha=name, parents=tuple(parents), authorship=wrote
            )
        )
    kept = draw(st.lists(st.sampled_from(made), min_size=3, unique_by=lambda one: one.sha))
    return [one for one in made if one in kept]


def questions() -> Mapping[str, Callable[[StoryView], Any]]:
    asked: dict[str, Callable[[StoryView], Any]] = {
        "repository": repository,
        "releases": releases,
        "unreleased": unreleased,
        "environments": environments,
        "checks": lambda view: checks(view, COMMITS[3]),
        "changelog": lambda view: changelog(view, "v1.0.0", "v2.0.0"),
        "commit": lambda view: where_is_commit(view, COMMITS[1]),
        "issue": lambda view: where_is_issue(view, 8),
    }
    for name in TAGS:
        asked[f"tag {name}"] = lambda view, name=name: tag_state(view, name)
        asked[f"release {name}"] = lambda view, name=name: release(view, name)
        asked[f"timeline {name}"] = lambda view, name=name: timeline(view, name)
    for number in (1, 2, 3):
        asked[f"pull {number}"] = lambda view, number=number: where_is_pull(view, number)
    return asked


def answers(view: StoryView) -> dict[str, Any]:
    """Every answer, with the facts themselves in the place of their positions."""
    at = {one.position: encode_key(one.fact) for one in view.told}
    found: dict[str, Any] = {}
    for question, ask in questions().items():
        try:
            found[question] = _placed(ask(view), at)
        except NotFound as error:
            found[question] = str(error)
    return found


def _placed(value: Any, at: Mapping[int, bytes], name: str = "") -> Any:
    if isinstance(value, msgspec.Struct):
        return {
            field.name: _placed(getattr(value, field.name), at, field.name)
            for field in msgspec.structs.fields(value)
            # Which source told first, and when we knew, is the order of arrival itself.
            if field.name not in ("recorded", "via")
        }
    if name == "positions":
        return sorted(at[position] for position in value)
    if name == "position":
        return at[value]
    if isinstance(value, tuple):
        return [_placed(one, at) for one in value]
    return plain(value)


def told_again(story: list[Fact], chance: random.Random) -> StoryView:
    again = [*story, *(fact for fact in story if chance.random() < 0.4)]
    chance.shuffle(again)
    return StoryView(again)


@given(st.data())
@settings(max_examples=settings().max_examples // 4)
@pytest.mark.parametrize("group", [*GROUPS, "all"])
def test_every_order_of_arrival_gives_the_same_answers(group: str, data: st.DataObject) -> None:
    kinds = [GROUPS["tags"], *(GROUPS.values() if group == "all" else [GROUPS[group]])]
    story = data.draw(histories()) + data.draw(st.lists(st.one_of(kinds), max_size=25))
    expected = answers(StoryView(story))

    assert answers(told_again(story, data.draw(st.randoms(use_true_random=False)))) == expected


@given(st.data())
@settings(max_examples=settings().max_examples // 4)
def test_what_comes_later_does_not_change_what_was_known(data: st.DataObject) -> None:
    story = data.draw(histories()) + data.draw(st.lists(st.one_of(*GROUPS.values()), max_size=25))
    early = data.draw(st.integers(0, len(story)))

    assert answers(StoryView(story, as_of=early)) == answers(StoryView(story[:early]))
