"""What a push tells: branches, tags, and the commits that came with them."""

from collections.abc import Sequence
from typing import Any

import pytest
from msgspec.structs import replace

from domain.branch import BranchAdvanced, BranchCreated, BranchDeleted, BranchForcePushed
from domain.commit import MORE, MOST_TOUCHED, CommitPushed
from domain.fact import Actor, Fact
from domain.tag import TagAnnounced, TagCut, TagDeleted, TagMoved
from projections.commit_graph import CommitGraph
from projections.view import Commits
from tests.payloads import (
    ZERO,
    Repo,
    Sent,
    commit,
    create,
    delete,
    delete_tag,
    minute,
    push,
    push_branch,
    push_tag,
    sha,
)
from tests.projections.commits import Lite, filed, known, with_tables
from tests.webhooks.reading import fact, facts, keyed, note, translated

REPO = Repo()
VIA = "github:1"
ADA = Actor("ada", 7)


def pushed(sent: Sent) -> list[tuple[str, str | None]]:
    """Each commit with the one that it follows."""
    return [(one.sha, one.follows) for one in facts(sent) if isinstance(one, CommitPushed)]


def test_a_branch_advances_with_its_commits_in_order() -> None:
    commits = [commit(sha(n), f"Step {n} (#{n})", minute(n)) for n in (2, 3)]
    branch, second, third = facts(
        push_branch(REPO, "main", sha(1), sha(3), minute(9), commits=commits)
    )

    assert branch == BranchAdvanced(
        at=minute(9), via=VIA, by=ADA, name="main", before=sha(1), sha=sha(3)
    )
    assert isinstance(second, CommitPushed)
    assert isinstance(third, CommitPushed)
    assert (second.follows, third.follows) == (sha(1), sha(2))
    assert second.at == second.authorship.authored_at == minute(2)
    assert second.authorship.author == Actor("ada", email="ada@example.org")
    assert second.authorship.pulls == (2,)


def test_a_new_branch_follows_nothing() -> None:
    commits = [commit(sha(n), "Step", minute(n)) for n in (2, 3)]
    push = push_branch(REPO, "feature", ZERO, sha(3), minute(9), commits=commits)

    assert facts(push)[0] == BranchCreated(
        at=minute(9), via=VIA, by=ADA, name="feature", sha=sha(3)
    )
    assert pushed(push) == [(sha(2), None), (sha(3), sha(2))]


def test_a_new_branch_without_commits_still_tells_its_head() -> None:
    assert pushed(push_branch(REPO, "feature", ZERO, sha(3), minute(9))) == [(sha(3), None)]


def test_a_forced_branch_does_not_follow_what_it_left() -> None:
    commits = [commit(sha(5), "Again", minute(5))]
    push = push_branch(REPO, "main", sha(3), sha(5), minute(9), commits=commits, forced=True)

    assert facts(push)[0] == BranchForcePushed(
        at=minute(9), via=VIA, by=ADA, name="main", before=sha(3), sha=sha(5)
    )
    assert pushed(push) == [(sha(5), None)]


def test_a_branch_is_deleted_where_it_was() -> None:
    assert fact(push_branch(REPO, "feature", sha(3), ZERO, minute(9))) == BranchDeleted(
        at=minute(9), via=VIA, by=ADA, name="feature", before=sha(3)
    )


def test_the_zeros_tell_as_much_as_the_flags() -> None:
    event, payload = push_branch(REPO, "main", ZERO, sha(3), minute(9))
    del payload["created"]
    assert isinstance(facts((event, payload))[0], BranchCreated)
    event, payload = push_branch(REPO, "main", sha(3), ZERO, minute(9))
    del payload["deleted"]
    assert isinstance(fact((event, payload)), BranchDeleted)


def test_a_push_cut_at_its_beginning_does_not_follow_the_former_head() -> None:
    commits = [commit(sha(n), "Step", minute(1)) for n in range(10, 10 + 2048)]
    chain = pushed(push_branch(REPO, "main", sha(1), sha(2057), minute(9), commits=commits))

    assert chain[0] == (sha(10), None)
    assert chain[1] == (sha(11), sha(10))
    assert len(chain) == 2048


def test_a_push_cut_at_its_end_tells_its_head_without_a_predecessor() -> None:
    commits = [commit(sha(n), "Step", minute(1)) for n in range(10, 10 + 2048)]
    head = commit(sha(5000), "The last", minute(2))
    chain = pushed(
        push(REPO, "refs/heads/main", sha(1), sha(5000), minute(9), commits=commits, head=head)
    )

    assert chain[0] == (sha(10), sha(1))
    assert chain[-1] == (sha(5000), None)


def old(number: int) -> dict[str, Any]:
    """A commit that was on another branch already."""
    return commit(sha(number), "On another branch", minute(number)) | {"distinct": False}


def new(number: int) -> dict[str, Any]:
    return commit(sha(number), "New here", minute(number))


def test_what_was_on_another_branch_does_not_follow_what_is_new_here() -> None:
    # The main line, 11 and 12, is merged into a branch at 1 that has gained 2 and 3.
    commits = [new(2), old(11), new(3), old(12), new(13)]
    push = push_branch(REPO, "feature", sha(1), sha(13), minute(20), commits=commits)

    assert pushed(push) == [
        (sha(2), sha(1)),
        (sha(11), None),
        (sha(3), sha(2)),
        (sha(12), sha(11)),
        (sha(13), sha(3)),
        (sha(13), sha(12)),
    ]


def test_a_branch_that_is_merged_by_moving_on_to_it_follows_the_former_head() -> None:
    push = push_branch(REPO, "main", sha(1), sha(3), minute(9), commits=[old(2), old(3)])

    assert pushed(push) == [(sha(2), None), (sha(3), sha(1)), (sha(3), sha(2))]


def test_a_forced_branch_stands_on_what_was_there_already() -> None:
    push = push_branch(
        REPO, "feature", sha(1), sha(12), minute(9), commits=[old(11), new(12)], forced=True
    )

    assert pushed(push) == [(sha(11), None), (sha(12), sha(11))]


def test_a_main_line_that_is_merged_into_a_branch_does_not_contain_it() -> None:
    main = push_branch(REPO, "main", sha(10), sha(12), minute(9), commits=[new(11), new(12)])
    begun = push_branch(REPO, "feature", ZERO, sha(2), minute(9), commits=[new(2)])
    merged = push_branch(
        REPO, "feature", sha(2), sha(13), minute(20), commits=[old(11), old(12), new(13)]
    )
    commits = graph([one for sent in (main, begun, merged) for one in facts(sent)])

    assert commits.heads_containing(sha(2), [sha(12), sha(13)]) == {sha(13)}
    assert commits.heads_containing(sha(11), [sha(12), sha(13)]) == {sha(12), sha(13)}


def graph(told: Sequence[Fact]) -> Commits:
    db = with_tables(Lite())
    CommitGraph().absorb(db, filed(told))
    return known(db)


def test_a_lightweight_tag_is_its_commit() -> None:
    cut, told = facts(push_tag(REPO, "v1.2.0", sha(3), minute(9)))

    assert cut == TagCut(at=minute(9), via=VIA, by=ADA, name="v1.2.0", sha=sha(3), object=sha(3))
    assert isinstance(told, CommitPushed)
    assert told.sha == sha(3)


def test_an_annotated_tag_is_an_object_that_names_its_commit() -> None:
    assert facts(push_tag(REPO, "v1.2.0", sha(3), minute(9), tag_object=sha(77)))[0] == TagCut(
        at=minute(9), via=VIA, by=ADA, name="v1.2.0", sha=sha(3), object=sha(77)
    )


def test_a_forced_tag_moved() -> None:
    moved = push_tag(REPO, "v1.2.0", sha(4), minute(9), tag_object=sha(78), before=sha(77))
    assert facts(moved)[0] == TagMoved(
        at=minute(9), via=VIA, by=ADA, name="v1.2.0", before=sha(77), sha=sha(4), object=sha(78)
    )


def test_a_deleted_tag_names_its_former_object() -> None:
    assert fact(delete_tag(REPO, "v1.2.0", sha(77), minute(9))) == TagDeleted(
        at=minute(9), via=VIA, by=ADA, name="v1.2.0", before=sha(77)
    )


def test_a_tag_of_no_commit_is_announced_only() -> None:
    event, payload = push_tag(REPO, "v1.2.0", sha(3), minute(9))
    payload["head_commit"] = None
    announced = fact((event, payload))
    assert isinstance(announced, TagAnnounced)
    assert "named no commit" in announced.inferred


def test_a_name_may_hold_slashes() -> None:
    cut = facts(push_tag(REPO, "web/v1/rc", sha(3), minute(9)))[0]
    assert isinstance(cut, TagCut)
    assert cut.name == "web/v1/rc"


@pytest.mark.parametrize("ref", ["refs/notes/commits", "refs/heads/", "main"])
def test_other_refs_are_not_followed(ref: str) -> None:
    assert note(push(REPO, ref, sha(1), sha(2), minute(9))) == f"unfollowed: push (of {ref})"


def test_a_push_happened_when_it_was_pushed_and_not_when_it_was_written() -> None:
    old = commit(sha(2), "Written long ago", minute(-9000))
    branch, told = facts(push_branch(REPO, "main", sha(1), sha(2), minute(9), commits=[old]))

    assert branch.at == minute(9)
    assert told.at == minute(-9000)


def test_both_forms_of_a_moment_are_one() -> None:
    event, payload = push_tag(REPO, "v1", sha(3), minute(9))
    as_number = facts((event, payload))
    payload["repository"]["pushed_at"] = minute(9).isoformat()
    assert facts((event, payload)) == as_number


def test_without_the_time_of_the_push_the_head_commit_dates_it() -> None:
    event, payload = push_tag(REPO, "v1", sha(3), minute(9))
    payload["repository"]["pushed_at"] = None
    payload["head_commit"]["timestamp"] = "2026-03-02T11:00:00+02:00"
    assert facts((event, payload))[0].at == minute(0)


def test_a_bot_and_a_stranger_are_told_apart() -> None:
    bot = commit(sha(2), "Bump", minute(1), author="renovate[bot]")
    stranger = commit(sha(3), "Help", minute(2))
    stranger["author"] = {"name": "A Stranger", "email": None}
    _, first, second = facts(
        push_branch(REPO, "main", sha(1), sha(3), minute(9), commits=[bot, stranger])
    )

    assert isinstance(first, CommitPushed)
    assert isinstance(second, CommitPushed)
    assert first.authorship.author.kind == "bot"
    assert second.authorship.author == Actor("A Stranger", kind="git")


def test_a_push_without_a_sender_is_by_its_pusher() -> None:
    event, payload = push_tag(REPO, "v1", sha(3), minute(9))
    del payload["sender"]
    assert facts((event, payload))[0].by == Actor("ada")
    del payload["pusher"]
    assert facts((event, payload))[0].by is None


def test_the_same_push_by_two_hooks_has_one_key() -> None:
    commits = [commit(sha(2), "Step", minute(2))]
    push = push_branch(REPO, "main", sha(1), sha(2), minute(9), commits=commits)
    assert [one.once for one in keyed(push)] == [
        f"branch:main:{sha(1)}:{sha(2)}:{minute(9).isoformat()}",
        f"pushed:{sha(2)}:{sha(1)}",
    ]


def test_a_tag_that_is_cut_again_is_another_fact() -> None:
    first = keyed(push_tag(REPO, "v1", sha(3), minute(9)))[0]
    again = keyed(push_tag(REPO, "v1", sha(3), minute(10)))[0]
    assert first.once != again.once


def test_every_delivery_tells_what_its_repository_is_called() -> None:
    renamed = replace(REPO, name="octo/gate", private=True)
    named = [
        translated(push_tag(repo, "v1", sha(3), minute(9))).told[0].facts[0]
        for repo in (REPO, REPO, renamed)
    ]
    assert named[0] == named[1]
    assert named[2].once != named[0].once
    assert named[2].fact.at == minute(0)


def test_create_and_delete_are_hints_without_a_commit() -> None:
    assert fact(create(REPO, "tag", "v1", minute(9))) == TagAnnounced(
        at=minute(9), via=VIA, by=ADA, name="v1"
    )
    assert fact(create(REPO, "branch", "main", minute(9))) == BranchCreated(
        at=minute(9), via=VIA, by=ADA, name="main"
    )
    assert fact(delete(REPO, "tag", "v1", minute(9))) == TagDeleted(
        at=minute(9), via=VIA, by=ADA, name="v1"
    )
    assert fact(delete(REPO, "branch", "main", minute(9))) == BranchDeleted(
        at=minute(9), via=VIA, by=ADA, name="main"
    )
    assert (
        note(create(REPO, "repository", "x", minute(9))) == "unfollowed: create (of a repository)"
    )
    assert (
        note(delete(REPO, "repository", "x", minute(9))) == "unfollowed: delete (of a repository)"
    )


def test_a_commit_keeps_the_paths_that_it_touched() -> None:
    listed = commit(sha(2), "Step", minute(2))
    listed |= {"added": ["b.py"], "removed": ["a.py"], "modified": ["c.py", "a.py"]}
    told = facts(push_branch(REPO, "main", sha(1), sha(2), minute(9), commits=[listed]))[1]

    assert isinstance(told, CommitPushed)
    assert told.touched == ("a.py", "b.py", "c.py")


def test_a_push_may_not_say_what_a_commit_touched() -> None:
    listed = commit(sha(2), "Step", minute(2))
    for kind in ("added", "removed", "modified"):
        del listed[kind]
    told = facts(push_branch(REPO, "main", sha(1), sha(2), minute(9), commits=[listed]))[1]

    assert isinstance(told, CommitPushed)
    assert told.touched is None


def test_very_many_paths_are_cut_with_a_mark() -> None:
    listed = commit(sha(2), "Step", minute(2))
    listed["added"] = [f"{number:05}" for number in range(2000)]
    told = facts(push_branch(REPO, "main", sha(1), sha(2), minute(9), commits=[listed]))[1]

    assert isinstance(told, CommitPushed)
    assert told.touched is not None
    assert (len(told.touched), told.touched[-1]) == (MOST_TOUCHED + 1, MORE)
