"""Pull requests as GitHub tells them: what a merge makes, and which words are traps."""

import pytest

from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.merge_queue import Group
from tests.github.repository import Repository

HERE = "/repos/harbour/checkout"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def checkout(hub: Hub, inbox: Inbox) -> Repository:
    repo = hub.repository("harbour/checkout")
    repo.hook(receiver=inbox)
    return repo


def parents(repo: Repository, sha: str) -> int:
    return len(repo.git.one(sha).parents)


def test_a_merge_has_two_parents_and_names_the_pull_request(checkout: Repository) -> None:
    merged = checkout.pull("Cards", commits=("One", "Two")).merge("merge")

    assert parents(checkout, merged) == 2
    assert checkout.git.one(merged).message.startswith("Merge pull request #1 from harbour/")


def test_a_squash_is_one_commit_that_tells_all_messages(checkout: Repository) -> None:
    merged = checkout.pull("Cards", commits=("One", "Two")).merge("squash")

    assert parents(checkout, merged) == 1
    assert checkout.git.one(merged).message.strip() == "Cards (#1)\n\n* One\n\n* Two"


def test_a_rebase_makes_each_commit_anew_and_names_the_last(checkout: Repository) -> None:
    pull = checkout.pull("Cards", commits=("One", "Two"))
    checkout.commit("Meanwhile")
    before = checkout.head()
    merged = pull.merge("rebase")

    new = checkout.git.between(before, checkout.head())
    assert [checkout.git.one(sha).message.strip() for sha in new] == ["One", "Two"]
    assert merged == new[-1] == pull.merge_commit_sha
    assert not set(new) & set(pull.commits)


def test_what_conflicts_cannot_be_merged(hub: Hub, checkout: Repository, address: str) -> None:
    checkout.push("theirs", "Theirs", files={"README.md": "theirs"})
    checkout.commit("Ours", files={"README.md": "ours"})
    pull = checkout.pull("Conflict", branch="theirs")
    ask = Asking(hub, hub.token())

    assert ask.get(f"{HERE}/pulls/{pull.number}")["mergeable"] is False
    assert ask("PUT", f"{HERE}/pulls/{pull.number}/merge", {}).status_code == 405


def test_closed_without_a_merge_it_still_names_a_commit(checkout: Repository, inbox: Inbox) -> None:
    """24 of 24 recorded ones do: it is the trial of a merge. Only `merged` tells."""
    checkout.pull("Never").close()

    told = inbox.payloads("pull_request")[-1]["pull_request"]
    assert (told["merged"], told["merge_commit_sha"] is not None) == (False, True)
    assert not checkout.git.has(told["merge_commit_sha"], checkout.head())


def test_a_merge_pushes_the_base_and_closes_what_it_fixes(
    checkout: Repository, inbox: Inbox
) -> None:
    issue = checkout.issue("Cards fail")
    pull = checkout.pull("Cards", body=f"Fixes #{issue.number}")
    inbox.received.clear()
    merged = pull.merge("squash")

    assert inbox.names() == ["push", "pull_request", "issues"]
    assert inbox.payloads("push")[0]["after"] == merged
    assert inbox.payloads("issues")[0]["issue"]["state_reason"] == "completed"


def test_a_forced_push_to_its_branch_synchronizes_it(checkout: Repository, inbox: Inbox) -> None:
    pull = checkout.pull("Cards", commits=("One", "Two"))
    checkout.force_push(pull.head_ref, checkout.head(), "Once more")

    assert inbox.payloads("push")[-1]["forced"] is True
    told = inbox.payloads("pull_request")[-1]
    assert (told["action"], told["pull_request"]["commits"]) == ("synchronize", 1)


def test_a_retarget_tells_the_former_base(checkout: Repository, inbox: Inbox) -> None:
    checkout.branch("release/1")
    pull = checkout.pull("Cards")
    pull.retarget("release/1")

    told = inbox.payloads("pull_request")[-1]
    assert told["changes"]["base"]["ref"]["from"] == "main"
    assert told["pull_request"]["base"]["ref"] == "release/1"


def test_a_review_speaks_small_in_events_and_large_in_rest(
    hub: Hub, checkout: Repository, inbox: Inbox, address: str
) -> None:
    pull = checkout.pull("Cards")
    pull.review("changes_requested")

    assert inbox.payloads("pull_request_review")[0]["review"]["state"] == "changes_requested"
    listed = Asking(hub).get(f"{HERE}/pulls/{pull.number}/reviews")
    assert [one["state"] for one in listed] == ["CHANGES_REQUESTED"]


def test_a_renamed_label_tells_no_pull_request(checkout: Repository, inbox: Inbox) -> None:
    checkout.pull("Cards", labels=("feature",))
    inbox.received.clear()
    checkout.rename_label("feature", "enhancement")

    assert inbox.names() == ["label"]


def test_pulls_share_numbers_with_issues_and_are_listed_among_them(
    hub: Hub, checkout: Repository, address: str
) -> None:
    checkout.issue("First")
    pull = checkout.pull("Second")
    pull.comment("Seen")

    listed = Asking(hub).get(f"{HERE}/issues")
    assert [(one["number"], "pull_request" in one) for one in listed] == [(2, True), (1, False)]
    assert len(Asking(hub).get(f"{HERE}/issues/2/comments")) == 1


def test_the_pulls_of_a_commit_are_those_that_brought_it(
    hub: Hub, checkout: Repository, address: str
) -> None:
    pull = checkout.pull("Cards", commits=("One", "Two"))
    merged = pull.merge("squash")
    ask = Asking(hub)

    for sha in (merged, pull.commits[0]):
        assert [one["number"] for one in ask.get(f"{HERE}/commits/{sha}/pulls")] == [1]


def test_lists_are_open_ones_by_default_and_page_by_number(
    hub: Hub, checkout: Repository, address: str
) -> None:
    for number in range(5):
        checkout.pull(f"Change {number}").merge("squash")
    checkout.pull("Open")
    ask = Asking(hub)

    assert [one["title"] for one in ask.get(f"{HERE}/pulls")] == ["Open"]
    pages = ask.pages(f"{HERE}/pulls", state="all", per_page=2)
    assert [one["number"] for page in pages for one in page] == [6, 5, 4, 3, 2, 1]
    answer = ask("GET", f"{HERE}/pulls", params={"state": "all", "per_page": 2})
    assert set(answer.links) == {"next", "last"}
    assert f"/repositories/{checkout.id}/pulls" in answer.links["next"]["url"]


def test_a_merge_group_is_told_to_apps_alone(hub: Hub, checkout: Repository, inbox: Inbox) -> None:
    app = Inbox()
    hub.app(receiver=app).install("harbour")
    pull = checkout.pull("Cards")
    group = Group(pull)
    group.merge()

    assert app.actions("merge_group") == ["checks_requested", "destroyed"]
    assert "merge_group" not in inbox.names()
    told = app.payloads("merge_group")[0]["merge_group"]
    assert told["head_sha"] == group.head_sha
    assert f"/pr-{pull.number}-" in told["head_ref"]
    assert pull.merged_at
