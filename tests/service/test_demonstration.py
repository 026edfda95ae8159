"""The demonstration: always the same, always valid, and every promised scene is in it."""

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.branch import BranchDeleted
from domain.check import CheckReported, StatusReported, WorkflowRunReported
from domain.commit import CommitMade, CommitPushed
from domain.deployment import (
    DeploymentApproved,
    DeploymentFailed,
    DeploymentReviewRequested,
    DeploymentSucceeded,
)
from domain.fact import Fact
from domain.issue import IssueDismissed, IssueResolved
from domain.pull_request import (
    PullRequestAbandoned,
    PullRequestMerged,
    PullRequestOpened,
    PullRequestReadied,
)
from domain.release import ReleaseDrafted, ReleasePublished, ReleaseWithdrawn
from domain.repository import stream_of
from domain.review import ReviewRecorded
from domain.tag import TagCut, TagMoved
from service.demonstration.cast import CHECKOUT, DESIGN_TOKENS, DOCS, LEDGER_API, Repository
from service.demonstration.programme import deliveries, known_commits
from service.demonstration.stage import DemoDelivery
from webhooks.translate import translate
from webhooks.translation import Envelope

NOW = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
F = TypeVar("F", bound=Fact)


class Told:
    """All facts that the demonstration tells, by repository."""

    def __init__(self, shown: list[DemoDelivery]) -> None:
        self.notes: list[str] = []
        self.facts = defaultdict[object, list[Fact]](list)
        for one in shown:
            envelope = Envelope(one.event, f"github:{one.delivery}", one.at)
            translation = translate(msgspec.json.encode(one.payload), envelope)
            if translation.note:
                self.notes.append(translation.note)
            for chapter in translation.told:
                self.facts[chapter.stream] += [keyed.fact for keyed in chapter.facts]

    def of(self, repository: Repository, kind: type[F]) -> list[F]:
        return [
            fact
            for fact in self.facts[stream_of("github", str(repository.id))]
            if isinstance(fact, kind)
        ]

    def all(self, kind: type[F]) -> list[F]:
        return [fact for facts in self.facts.values() for fact in facts if isinstance(fact, kind)]


@pytest.fixture(scope="module")
def shown() -> list[DemoDelivery]:
    return list(deliveries(NOW))


@pytest.fixture(scope="module")
def told(shown: list[DemoDelivery]) -> Told:
    return Told(shown)


# --- the show as a whole ---


def test_it_is_always_the_same(shown: list[DemoDelivery]) -> None:
    assert list(deliveries(NOW)) == shown


def test_its_ids_and_commits_do_not_depend_on_the_day(shown: list[DemoDelivery]) -> None:
    later = list(deliveries(NOW + timedelta(days=1)))

    assert {one.delivery for one in later} == {one.delivery for one in shown}
    assert heads(later) == heads(shown)


def heads(shown: list[DemoDelivery]) -> set[str]:
    return {one.payload["after"] for one in shown if one.event == "push"}


@given(st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
@settings(max_examples=10)
def test_it_ends_shortly_before_now_on_any_day(now: datetime) -> None:
    moments = [one.at for one in deliveries(now)]

    assert moments == sorted(moments)
    assert timedelta(0) < now - moments[-1] < timedelta(minutes=10)
    assert timedelta(days=66) < now - moments[0] < timedelta(days=75)


def test_it_is_large_enough_to_look_at_and_small_enough_to_load(shown: list[DemoDelivery]) -> None:
    assert 1200 <= len(shown) <= 2500
    assert len({one.delivery for one in shown}) == len(shown)


def test_every_delivery_tells_something_that_we_follow(told: Told) -> None:
    assert told.notes == []


def test_it_shows_four_repositories_of_one_organisation(told: Told) -> None:
    assert all(
        told.of(repository, ReleasePublished)
        for repository in (CHECKOUT, LEDGER_API, DESIGN_TOKENS, DOCS)
    )


# --- scenes of changes ---


def test_pull_requests_are_merged_in_three_styles(told: Told) -> None:
    made = {fact.sha: fact for fact in told.all(CommitPushed)}

    def message(repository: Repository) -> str:
        merged = told.of(repository, PullRequestMerged)[0].pull
        return made[merged.merge_commit_sha or ""].authorship.message

    assert message(CHECKOUT) == "Show the delivery date before payment (#1)"
    assert message(LEDGER_API).startswith("Merge pull request #2 from harbour/")
    assert message(DESIGN_TOKENS) == "feat(tokens): add a scale for spacing"
    rebased = [fact.pull for fact in told.of(DESIGN_TOKENS, PullRequestMerged)]
    assert all(pull.merge_commit_sha not in {None, pull.head_sha} for pull in rebased)


def test_pull_requests_carry_labels_and_reviews(told: Told) -> None:
    states = {fact.state for fact in told.all(ReviewRecorded)}

    assert all(fact.pull.labels for fact in told.all(PullRequestMerged))
    assert states == {"approved", "changes_requested", "commented"}


def test_a_robot_proposes_too(told: Told) -> None:
    authors = [fact.pull.author for fact in told.all(PullRequestOpened)]

    assert sum(author is not None and author.kind == "bot" for author in authors) >= 4


def test_issues_are_closed_by_pull_requests_and_once_dismissed(told: Told) -> None:
    resolved = {fact.issue.number for fact in told.of(CHECKOUT, IssueResolved)}
    closed_by = {n for fact in told.of(CHECKOUT, PullRequestMerged) for n in fact.pull.closes}

    assert len(closed_by) >= 4
    assert closed_by <= resolved
    assert told.all(IssueDismissed)


@pytest.mark.parametrize("repository", [CHECKOUT, LEDGER_API, DESIGN_TOKENS, DOCS])
def test_some_changes_are_merged_and_not_released(told: Told, repository: Repository) -> None:
    last = max(fact.at for fact in told.of(repository, TagCut))

    assert any(fact.at > last for fact in told.of(repository, PullRequestMerged))


@pytest.mark.parametrize("repository", [CHECKOUT, LEDGER_API, DESIGN_TOKENS, DOCS])
def test_some_proposals_are_open(told: Told, repository: Repository) -> None:
    opened = {fact.pull.number for fact in told.of(repository, PullRequestOpened)}
    merged = {fact.pull.number for fact in told.of(repository, PullRequestMerged)}
    abandoned = {fact.pull.number for fact in told.of(repository, PullRequestAbandoned)}

    assert opened - merged - abandoned


def test_a_draft_becomes_ready_and_a_proposal_is_given_up(told: Told) -> None:
    assert told.of(CHECKOUT, PullRequestReadied)
    assert told.of(CHECKOUT, PullRequestAbandoned)


def test_branches_go_after_the_merge(told: Told) -> None:
    assert len(told.all(BranchDeleted)) >= len(told.all(PullRequestMerged))


def test_a_change_is_reverted(told: Told) -> None:
    reverted = [sha for fact in told.of(CHECKOUT, CommitPushed) for sha in fact.authorship.reverts]
    pushed = {fact.sha for fact in told.of(CHECKOUT, CommitPushed)}

    assert reverted
    assert set(reverted) <= pushed


# --- scenes of verdicts ---


def test_a_test_fails_and_passes_again_in_a_new_run(told: Told) -> None:
    runs = defaultdict[str, dict[str, str]](dict)
    for fact in told.all(CheckReported):
        if fact.app == "github-actions" and fact.name == "test" and fact.conclusion:
            runs[fact.sha][fact.run] = fact.conclusion

    assert any(list(one.values()) == ["failure", "success"] for one in runs.values())
    assert 2 in {fact.attempt for fact in told.all(WorkflowRunReported)}


def test_a_check_changes_its_mind_in_the_same_run(told: Told) -> None:
    verdicts = defaultdict[str, list[str]](list)
    for fact in told.all(CheckReported):
        verdicts[fact.run] += [fact.conclusion] if fact.conclusion else []

    assert ["failure", "success"] in verdicts.values()


def test_the_latest_release_is_green_for_one_app_and_red_for_its_namesake(told: Told) -> None:
    latest = max(told.of(CHECKOUT, TagCut), key=lambda fact: fact.at)
    tests = {
        fact.app: fact.conclusion
        for fact in told.of(CHECKOUT, CheckReported)
        if fact.sha == latest.sha and fact.name == "test"
    }

    assert tests == {"github-actions": "success", "drydock": "failure"}


def test_there_are_statuses_and_checks_that_still_run(told: Told) -> None:
    ended = {fact.run for fact in told.all(CheckReported) if fact.conclusion}

    assert {fact.state for fact in told.all(StatusReported)} == {"pending", "success"}
    assert {fact.run for fact in told.all(CheckReported)} - ended


# --- scenes of shipping ---


def test_there_are_enough_releases(told: Told) -> None:
    assert 25 <= len(told.all(ReleasePublished)) <= 40


def test_each_repository_counts_in_its_own_way(told: Told) -> None:
    def names(repository: Repository) -> set[str]:
        return {fact.name for fact in told.of(repository, TagCut)}

    assert {"v1.4.3", "v1.5.0", "v1.7.2"} <= names(CHECKOUT)
    assert {"v2.4.0-rc.1", "v2.4.0-rc.2", "v2.4.0"} <= names(LEDGER_API)
    assert {"tokens@1.4.0", "icons@2.0.1", "icons@3.0.0-beta.1"} <= names(DESIGN_TOKENS)
    assert {"2026.9.1", "2026.10.1", "2026.10.2", "2026.11.1"} == names(DOCS)


def test_tags_are_annotated_or_not(told: Told) -> None:
    assert all(fact.object != fact.sha for fact in told.of(CHECKOUT, TagCut))
    assert all(fact.object == fact.sha for fact in told.of(DOCS, TagCut))


def test_a_tag_is_moved(told: Told) -> None:
    (moved,) = told.all(TagMoved)

    cut = next(fact for fact in told.of(DOCS, TagCut) if fact.name == moved.name)
    assert (moved.before, moved.sha != cut.sha) == (cut.object, True)


def test_releases_are_drafted_published_and_one_is_withdrawn(told: Told) -> None:
    drafted = {fact.release.id for fact in told.all(ReleaseDrafted) if fact.release.draft}
    published = {fact.release.id for fact in told.all(ReleasePublished)}
    (withdrawn,) = told.all(ReleaseWithdrawn)

    assert len(drafted - published) == 1
    assert published < drafted
    assert withdrawn.release.tag == "v1.5.1"


def test_the_old_line_is_mended_while_the_next_one_is_out(told: Told) -> None:
    cut = {fact.name: fact.at for fact in told.of(CHECKOUT, TagCut)}
    pushed = told.of(CHECKOUT, CommitPushed)

    assert cut["v1.5.0"] < cut["v1.4.3"] < cut["v1.5.1"]
    assert any(fact.authorship.picked_from for fact in pushed)


def test_a_deployment_fails_and_another_is_rolled_back(told: Told) -> None:
    production = [
        fact.deployment.ref
        for fact in told.of(CHECKOUT, DeploymentSucceeded)
        if fact.deployment.environment == "production"
    ]

    assert [fact.deployment.ref for fact in told.of(CHECKOUT, DeploymentFailed)] == ["v1.4.1"]
    assert production[production.index("v1.5.1") + 1] == "v1.5.0"


def test_a_region_waits_for_its_reviewer(told: Told) -> None:
    asked = told.of(LEDGER_API, DeploymentReviewRequested)
    answered = {(fact.sha, fact.environment) for fact in told.of(LEDGER_API, DeploymentApproved)}
    waiting = [one.environment for one in asked if (one.sha, one.environment) not in answered]
    live = {
        fact.deployment.environment: fact.deployment.ref
        for fact in told.of(LEDGER_API, DeploymentSucceeded)
    }

    assert waiting == ["production-us"]
    assert (live["production-eu"], live["production-us"]) == ("v2.4.1", "v2.4.0")


def test_nothing_is_deployed_that_has_no_place_to_run(told: Told) -> None:
    assert told.of(DOCS, DeploymentSucceeded) == []
    assert told.of(DESIGN_TOKENS, DeploymentSucceeded) == []


# --- what an import adds ---


def test_an_import_knows_the_true_parents_of_one_repository(told: Told) -> None:
    chapter = known_commits(NOW)
    made = [keyed.fact for keyed in chapter.facts if isinstance(keyed.fact, CommitMade)]
    known = {fact.sha for fact in made}

    assert chapter.stream == stream_of("github", str(LEDGER_API.id))
    assert known == {fact.sha for fact in told.of(LEDGER_API, CommitPushed)}
    assert {parent for fact in made for parent in fact.parents} <= known
    assert sum(not fact.parents for fact in made) == 1
    assert any(len(fact.parents) == 2 for fact in made)
