"""What pull requests, their reviews and the merge queue tell."""

from datetime import datetime
from typing import Any

import pytest

from domain import pull_request as domain
from domain.fact import Actor, Fact
from domain.merge_group import MergeGroupEnded, MergeGroupFormed
from domain.pull_request import PullRequest
from domain.review import ReviewDismissed, ReviewRecorded
from tests.payloads import (
    Repo,
    Sent,
    labels,
    merge_group,
    minute,
    pull_request,
    pull_request_merged,
    pull_request_review,
    sha,
)
from tests.webhooks.reading import fact, facts, keyed, note
from webhooks.github.payload import JUST_AFTER, NOT_BEFORE

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)
GRACE = Actor("grace", 9)


def snapshot(**changed: Any) -> PullRequest:
    whole: dict[str, Any] = {
        "number": 12,
        "title": "Change 12",
        "author": ADA,
        "base": "main",
        "head": "change-12",
        "head_sha": sha(112),
        "updated_at": minute(9),
        "state": "open",
        "commits": 1,
        "base_sha": sha(1),
        "created_at": minute(0),
    }
    return PullRequest(**(whole | changed))


def test_it_is_opened_when_it_was_created() -> None:
    assert fact(pull_request(REPO, "opened", 12, minute(9))) == domain.PullRequestOpened(
        at=minute(0), via=VIA, by=ADA, pull=snapshot()
    )


def test_the_whole_of_it_is_told_each_time() -> None:
    pull = {
        "title": "Mend the door",
        "body": "Fixes #7 and closes octo/door#8",
        "labels": labels("bug", "web"),
        "milestone": {"title": "v1.2"},
        "draft": True,
    }
    assert fact(
        pull_request(REPO, "labeled", 12, minute(9), pull=pull)
    ) == domain.PullRequestClassified(
        at=minute(9),
        via=VIA,
        by=ADA,
        pull=snapshot(
            title="Mend the door",
            body="Fixes #7 and closes octo/door#8",
            closes=(7, 8),
            labels=("bug", "web"),
            milestone="v1.2",
            draft=True,
        ),
    )


def test_it_is_merged_as_its_merge_commit() -> None:
    assert fact(pull_request_merged(REPO, 12, sha(3), minute(9))) == domain.PullRequestMerged(
        at=minute(9),
        via=VIA,
        by=GRACE,
        pull=snapshot(
            state="merged", merge_commit_sha=sha(3), merged_at=minute(9), merged_by=GRACE
        ),
    )


def test_a_trial_of_a_merge_is_no_merge() -> None:
    abandoned = fact(
        pull_request(REPO, "closed", 12, minute(9), pull={"state": "closed", "closed_at": None})
    )
    assert abandoned == domain.PullRequestAbandoned(
        at=minute(9), via=VIA, by=ADA, pull=snapshot(state="closed")
    )


def test_a_merge_without_its_time_is_dated_by_its_closing() -> None:
    pull = {"merged_at": None, "closed_at": "2026-03-02T09:05:00Z"}
    merged = fact(pull_request_merged(REPO, 12, sha(3), minute(9), **pull))
    assert merged.at == minute(5)


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("reopened", domain.PullRequestReopened),
        ("unlabeled", domain.PullRequestClassified),
        ("milestoned", domain.PullRequestClassified),
        ("demilestoned", domain.PullRequestClassified),
        ("ready_for_review", domain.PullRequestReadied),
        ("converted_to_draft", domain.PullRequestDrafted),
        ("auto_merge_enabled", domain.AutoMergeEnabled),
        ("enqueued", domain.PullRequestEnqueued),
    ],
)
def test_an_action_is_a_fact(action: str, told: type[domain.PullRequestFact]) -> None:
    expected = told(at=minute(9), via=VIA, by=ADA, pull=snapshot())
    assert fact(pull_request(REPO, action, 12, minute(9))) == expected


def test_a_new_base_is_told_with_the_former_one() -> None:
    changes = {"base": {"ref": {"from": "stable"}, "sha": {"from": sha(1)}}}
    assert fact(
        pull_request(REPO, "edited", 12, minute(9), changes=changes)
    ) == domain.PullRequestRetargeted(
        at=minute(9), via=VIA, by=ADA, pull=snapshot(), before="stable"
    )


@pytest.mark.parametrize("field", ["title", "body"])
def test_new_words_are_told(field: str) -> None:
    changes = {field: {"from": None}}
    assert fact(
        pull_request(REPO, "edited", 12, minute(9), changes=changes)
    ) == domain.PullRequestReworded(at=minute(9), via=VIA, by=ADA, pull=snapshot())


def test_one_edit_may_be_two_facts() -> None:
    changes = {"base": {"ref": {"from": "stable"}}, "title": {"from": "Change"}}
    assert len(facts(pull_request(REPO, "edited", 12, minute(9), changes=changes))) == 2


def test_an_edit_of_nothing_that_we_follow_is_noted() -> None:
    changes: dict[str, Any] = {"base": {}}
    assert note(pull_request(REPO, "edited", 12, minute(9), changes=changes)) == (
        "unfollowed: pull_request edited"
    )


def test_commits_were_pushed_to_it() -> None:
    assert fact(
        pull_request(REPO, "synchronize", 12, minute(9), before=sha(111), after=sha(112))
    ) == domain.PullRequestExtended(at=minute(9), via=VIA, by=ADA, pull=snapshot(), before=sha(111))


def test_it_left_the_queue_for_a_reason() -> None:
    assert fact(
        pull_request(REPO, "dequeued", 12, minute(9), reason="CI_FAILURE")
    ) == domain.PullRequestDequeued(
        at=minute(9), via=VIA, by=ADA, pull=snapshot(), reason="CI_FAILURE"
    )
    assert fact(
        pull_request(REPO, "auto_merge_disabled", 12, minute(9), reason=None)
    ) == domain.AutoMergeDisabled(at=minute(9), via=VIA, by=ADA, pull=snapshot())


@pytest.mark.parametrize("action", ["assigned", "locked", "review_requested", "sung"])
def test_other_actions_are_noted(action: str) -> None:
    sent = pull_request(REPO, action, 12, minute(9))
    assert note(sent) == f"unfollowed: pull_request {action}"


def test_a_ghost_is_nobody() -> None:
    opened = fact(pull_request(REPO, "opened", 12, minute(9), pull={"user": None}))
    assert isinstance(opened, domain.PullRequestOpened)
    assert opened.pull.author is None


def key(sent: Sent) -> str:
    (one,) = keyed(sent)
    return one.once


def test_a_merge_is_known_by_its_commit_however_often_it_is_told() -> None:
    first = pull_request_merged(REPO, 12, sha(3), minute(9))
    later = pull_request_merged(REPO, 12, sha(3), minute(9), title="Reworded since")
    assert key(first) == key(later) == f"pull:12:merged:{sha(3)}"


def test_two_labels_in_one_second_are_two_facts() -> None:
    def labeled(*names: str) -> str:
        pull = {"labels": labels(*names)}
        return key(pull_request(REPO, "labeled", 12, minute(9), pull=pull))

    assert labeled("bug") != labeled("bug", "web")
    assert labeled("web", "bug") == labeled("bug", "web")


def test_closing_and_closing_again_are_two_facts() -> None:
    def closed(at: datetime) -> str:
        pull = {"state": "closed", "closed_at": at.isoformat()}
        return key(pull_request(REPO, "closed", 12, at, pull=pull))

    assert closed(minute(9)) != closed(minute(10))


@pytest.mark.parametrize(
    ("action", "state", "expected"),
    [
        (
            "submitted",
            "APPROVED",
            ReviewRecorded(
                at=minute(1), via=VIA, by=GRACE, number=12, review=1, sha=sha(112), state="approved"
            ),
        ),
        (
            "edited",
            "commented",
            ReviewRecorded(
                at=minute(9),
                via=VIA,
                by=GRACE,
                number=12,
                review=1,
                sha=sha(112),
                state="commented",
            ),
        ),
        (
            "dismissed",
            "dismissed",
            ReviewDismissed(
                at=minute(9),
                via=VIA,
                by=GRACE,
                number=12,
                review=1,
                sha=sha(112),
                state="dismissed",
            ),
        ),
    ],
)
def test_a_review_is_dated_by_what_was_done_to_it(action: str, state: str, expected: Fact) -> None:
    assert fact(pull_request_review(REPO, action, 12, state, minute(9))) == expected


def test_a_review_is_not_followed_beyond_that() -> None:
    sent = pull_request_review(REPO, "framed", 12, "approved", minute(9))
    assert note(sent) == "unfollowed: pull_request_review framed"


def test_the_queue_forms_a_group_and_ends_it() -> None:
    ref = f"refs/heads/gh-readonly-queue/main/pr-12-{sha(1)}"
    assert fact(merge_group(REPO, "checks_requested", 12, sha(3), minute(9))) == MergeGroupFormed(
        at=minute(1), via=VIA, by=ADA, sha=sha(3), ref=ref, base="main", base_sha=sha(1), pull=12
    )
    ended = fact(merge_group(REPO, "destroyed", 12, sha(3), minute(9), reason="merged"))
    assert isinstance(ended, MergeGroupEnded)
    assert (ended.pull, ended.reason, ended.at) == (12, "merged", minute(9) + JUST_AFTER)
    assert ended.inferred == NOT_BEFORE


def test_a_group_of_another_queue_names_no_pull_request() -> None:
    event, payload = merge_group(REPO, "checks_requested", 12, sha(3), minute(9))
    payload["merge_group"] |= {"head_ref": "refs/heads/queue/main", "head_commit": None}
    formed = fact((event, payload))
    assert isinstance(formed, MergeGroupFormed)
    assert formed.pull is None
    assert note(merge_group(REPO, "paused", 12, sha(3), minute(9))) == (
        "unfollowed: merge_group paused"
    )
