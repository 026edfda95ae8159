"""What a range contains, and how each commit was matched to its pull request."""

import pytest

from domain.pull_request import PullRequestReworded
from projections.contents import Contents, contents
from tests.story import MIRA, NOOR, Story, minute, sha


@pytest.fixture
def story() -> Story:
    return Story()


def inside(story: Story, base: str | None, head: str) -> Contents:
    return contents(story.view(), base, head)


def pulls(found: Contents) -> list[tuple[int, str]]:
    return [(pull.number, pull.how) for pull in found.pulls]


def commits(found: Contents) -> list[str]:
    return [commit.title for commit in found.commits]


def test_a_squashed_pull_request_is_its_one_commit(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("squash", base, message="Add x (#12)")
    story.merged(12, head, "Add x", commits=3)
    (pull,) = inside(story, base, head).pulls
    assert (pull.number, pull.title, pull.how, pull.inferred) == (12, "Add x", "merge commit", "")
    assert (pull.commits, pull.author and pull.author.name) == ((head,), MIRA.name)
    assert (pull.merged_by and pull.merged_by.name) == NOOR.name


def test_a_merge_brings_the_commits_of_its_branch(story: Story) -> None:
    base = story.commit("base")
    one = story.commit("one", base)
    two = story.commit("two", one)
    other = story.commit("other", base)
    head = story.commit("merge", other, two, message="Merge pull request #12 from a/b\n\nAdd x")
    story.merged(12, head, "Add x")
    found = inside(story, base, head)
    assert pulls(found) == [(12, "merge commit")]
    assert set(found.pulls[0].commits) == {head, two, one}
    assert commits(found) == ["other"]


def test_a_branch_that_took_in_the_trunk_brings_only_its_own(story: Story) -> None:
    base = story.commit("base")
    trunk = story.commit("trunk", base)
    one = story.commit("one", base)
    caught_up = story.commit("catch up", one, trunk)
    head = story.commit("merge", trunk, caught_up)
    story.merged(12, head)
    found = inside(story, base, head)
    assert set(found.pulls[0].commits) == {head, caught_up, one}
    assert commits(found) == ["trunk"]


def test_a_branch_merged_into_a_branch_keeps_its_own_pull_request(story: Story) -> None:
    base = story.commit("base")
    inner = story.commit("inner", base)
    outer = story.commit("outer", base)
    into = story.commit("merge inner", outer, inner)
    head = story.commit("merge outer", base, into)
    story.merged(1, into, base="feature")
    story.merged(2, head)
    found = inside(story, base, head)
    assert {pull.number: set(pull.commits) for pull in found.pulls} == {
        1: {into, inner},
        2: {head, outer},
    }


def test_a_rebased_pull_request_is_as_many_commits_as_github_counted(story: Story) -> None:
    base = story.commit("base")
    direct = story.commit("direct", base)
    one = story.commit("one", direct)
    head = story.commit("two", one)
    story.merged(12, head, "Add x", commits=2)
    found = inside(story, base, head)
    assert set(found.pulls[0].commits) == {one, head}
    assert commits(found) == ["direct"]


def test_a_squash_without_a_number_is_no_rebase(story: Story) -> None:
    base = story.commit("base")
    direct = story.commit("direct", base)
    head = story.commit("squash", direct, message="Add x")
    story.merged(12, head, "Add x", commits=2)
    assert commits(inside(story, base, head)) == ["direct"]


def test_a_rebase_stops_where_another_pull_request_came_in(story: Story) -> None:
    base = story.commit("base")
    other = story.commit("other", base)
    head = story.commit("two", other)
    story.merged(11, other)
    story.merged(12, head, commits=3)
    found = inside(story, base, head)
    assert {pull.number: pull.commits for pull in found.pulls} == {12: (head,), 11: (other,)}


def test_a_message_names_a_pull_request_that_nothing_else_told_of(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("squash", base, message="Add x (#12)")
    (pull,) = inside(story, base, head).pulls
    assert (pull.number, pull.title, pull.how, pull.known) == (12, "Add x", "commit message", False)
    assert pull.inferred == f"only the message of {head[:10]} names it"


def test_a_merge_message_has_the_title_in_its_body(story: Story) -> None:
    base = story.commit("base")
    side = story.commit("side", base)
    head = story.commit("merge", base, side, message="Merge pull request #12 from a/b\n\nAdd x\n")
    (pull,) = inside(story, base, head).pulls
    assert (pull.title, set(pull.commits), pull.author) == ("Add x", {head, side}, None)


def test_a_number_that_is_an_issue_is_no_pull_request(story: Story) -> None:
    story.issue(12)
    base = story.commit("base")
    head = story.commit("fix", base, message="Mend x (#12)")
    found = inside(story, base, head)
    assert (found.pulls, commits(found)) == ((), ["Mend x (#12)"])


def test_a_message_that_names_an_open_pull_request_says_so(story: Story) -> None:
    story.opened(12)
    base = story.commit("base")
    head = story.commit("squash", base, message="Add x (#12)")
    (pull,) = inside(story, base, head).pulls
    assert "GitHub has not told that it was merged" in pull.inferred


def test_a_message_that_names_a_pull_request_merged_as_another_commit_says_so(
    story: Story,
) -> None:
    base = story.commit("base")
    other = story.commit("other", base)
    story.merged(12, other)
    head = story.commit("again", base, message="Add x (#12)")
    (pull,) = inside(story, base, head).pulls
    assert pull.inferred == f"the message of {head[:10]} names it; it was merged as {other[:10]}"


def test_a_pick_without_a_number_is_called_by_its_own_title(story: Story) -> None:
    base = story.commit("base")
    main = story.commit("main", base)
    story.merged(12, main)
    story.facts = [fact for fact in story.facts if "pull:12" not in fact.about()]
    message = f"Mend x\n\n(cherry picked from commit {main})"
    head = story.commit("pick", base, message=message)
    story.merged(12, main, "Mend all of x")
    (pull,) = inside(story, base, head).pulls
    assert (pull.number, pull.title) == (12, "Mend all of x")


def test_a_commit_whose_words_are_later_than_the_moment_is_counted_and_said(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("head", base, at=minute(90))
    found = contents(story.view(as_at=minute(50)), base, head)
    assert (found.size, found.commits[0].title) == (1, "")
    assert found.note == "What 1 of the commits say was not told by the moment asked about."


def test_a_later_word_of_the_merge_bears_the_message_out(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("squash", base, message="Add x (#12)")
    story._pull(PullRequestReworded, 12, "Add x", state="merged", merge_commit_sha=head)
    (pull,) = inside(story, base, head).pulls
    assert (pull.how, pull.inferred, pull.known) == ("commit message", "", True)


def test_a_revert_does_not_bring_in_what_it_reverts(story: Story) -> None:
    base = story.commit("base")
    first = story.commit("first", base, message="Add x (#12)")
    story.merged(12, first, "Add x")
    message = f'Revert "Add x (#12)" (#15)\n\nThis reverts commit {first}.'
    head = story.commit("revert", first, message=message)
    story.merged(15, head, 'Revert "Add x"')
    found = inside(story, base, head)
    assert {pull.number: pull.reverted_by for pull in found.pulls} == {15: (), 12: (head,)}
    assert [pull.number for pull in inside(story, first, head).pulls] == [15]


def test_a_cherry_pick_brings_in_the_pull_request_it_came_from(story: Story) -> None:
    base = story.commit("base")
    main = story.commit("main", base, message="Mend x (#12)")
    story.merged(12, main, "Mend x")
    message = f"Mend x (#12)\n\n(cherry picked from commit {main})"
    head = story.commit("pick", base, message=message)
    (pull,) = inside(story, base, head).pulls
    assert (pull.number, pull.how, pull.also_as) == (12, "cherry-pick", (main,))
    assert pull.inferred == f"picked from {main[:10]}, which the pull request was merged as"


def test_a_cherry_pick_of_a_commit_of_no_pull_request_says_where_it_came_from(story: Story) -> None:
    base = story.commit("base")
    main = story.commit("main", base)
    message = f"Mend\n\n(cherry picked from commit {main})"
    head = story.commit("pick", base, message=message)
    (commit,) = inside(story, base, head).commits
    assert commit.also_as == (main,)


def test_a_backport_is_its_own_pull_request(story: Story) -> None:
    base = story.commit("base")
    main = story.commit("main", base, message="Mend x (#12)")
    story.merged(12, main)
    message = f"Mend x (#12) (#20)\n\n(cherry picked from commit {main})"
    head = story.commit("pick", base, message=message)
    story.merged(20, head, base="1.x")
    assert pulls(inside(story, base, head)) == [(20, "merge commit")]


def test_a_pull_request_merged_elsewhere_is_not_in_the_range(story: Story) -> None:
    base = story.commit("base")
    side = story.commit("side", base)
    story.merged(12, side, base="feature")
    head = story.commit("head", base)
    assert inside(story, base, head).pulls == ()


def test_later_words_and_labels_count(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("head", base)
    story.merged(12, head, "Ad x")
    story._pull(PullRequestReworded, 12, "Add x", state="merged", labels=("fix",))
    (pull,) = inside(story, base, head).pulls
    assert (pull.title, pull.labels, pull.sha) == ("Add x", ("fix",), head)


def test_issues_are_closed_by_pull_requests_and_by_commits(story: Story) -> None:
    story.issue(7, "Broken", closed=True)
    base = story.commit("base")
    one = story.commit("one", base, message="Mend\n\nFixes #8")
    head = story.commit("head", one, message="Add x (#12)")
    story.merged(12, head, body="Closes #7")
    found = inside(story, base, head)
    seven, eight = found.issues
    assert (seven.number, seven.title, seven.state, seven.pulls) == (7, "Broken", "closed", (12,))
    assert (eight.number, eight.known, eight.commits) == (8, False, (one,))


def test_across_lines_it_says_that_they_diverged(story: Story) -> None:
    base = story.commit("base")
    old = story.commit("old", base)
    new = story.commit("new", base)
    found = inside(story, old, new)
    assert (commits(found), found.diverged) == (["new"], True)


def test_what_is_missing_is_said(story: Story) -> None:
    head = story.commit("head", sha("never told"))
    found = inside(story, None, head)
    assert found.missing == (sha("never told"),)
    assert found.note.startswith("1 commit is named and not known")


def test_the_order_of_a_push_is_said_to_be_inferred(story: Story) -> None:
    base = story.pushed("base")
    head = story.pushed("head", base, "Add x (#12)")
    story.pushed("next", head)
    found = inside(story, base, sha("next"))
    assert [(pull.number, pull.how) for pull in found.pulls] == [(12, "commit message")]
    assert found.commits[0].inferred == "the order of a push stands for its parents"
    assert "the order of their push" in found.note


def test_a_clone_tells_more_than_a_push_whichever_came_first(story: Story) -> None:
    base = story.commit("base")
    story.pushed("head", base)
    side = story.commit("side", base)
    head = story.commit("head", base, side, message="Merge pull request #12 from a/b\n\nAdd x")
    story.pushed("head", base)
    story.commit("head", base, side, message="Merge pull request #12 from a/b\n\nAdd x")
    (pull,) = inside(story, base, head).pulls
    assert (pull.title, set(pull.commits)) == ("Add x", {head, side})


def test_less_is_left_out_as_well(story: Story) -> None:
    base = story.commit("base")
    shared = story.commit("shared", base)
    hotfix = story.commit("hotfix", shared)
    head = story.commit("head", shared)
    assert commits(contents(story.view(), base, head, less=[hotfix])) == ["head"]


def test_two_pull_requests_may_be_merged_as_one_commit(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("head", base)
    story.merged(1, head)
    story.merged(2, head)
    assert sorted(pulls(inside(story, base, head))) == [(1, "merge commit"), (2, "merge commit")]


def test_a_merge_that_is_not_for_a_pull_request_is_marked(story: Story) -> None:
    base = story.commit("base")
    side = story.commit("side", base)
    head = story.commit("Merge branch 'side'", base, side)
    found = inside(story, base, head)
    assert {commit.title: commit.merge for commit in found.commits} == {
        "Merge branch 'side'": True,
        "side": False,
    }


def test_a_fast_forward_is_merged_as_its_own_head(story: Story) -> None:
    base = story.commit("base")
    one = story.commit("one", base)
    head = story.commit("two", one)
    story.merged(5, head, head_sha=head, commits=2)
    assert set(inside(story, base, head).pulls[0].commits) == {one, head}


def test_co_authors_are_named_by_the_trailers_of_all_commits(story: Story) -> None:
    base = story.commit("base")
    ada = "Co-authored-by: Ada <7+ada@users.noreply.github.com>"
    side = story.commit("side", base, message=f"Begin\n\n{ada}\nCo-Authored-By: Bo <bo@b.org>")
    head = story.commit("m", base, side, message="Merge pull request #12 from a/b\n\nAdd x")
    (pull,) = inside(story, base, head).pulls

    assert [(one.name, one.kind, one.id) for one in pull.co_authors] == [
        ("ada", "user", 7),
        ("Bo", "git", None),
    ]


def test_a_batch_brings_in_all_that_it_names(story: Story) -> None:
    base = story.commit("base")
    head = story.commit("m", base, story.commit("s", base), message="Merge #12 #13\n\n12: A r=x")
    assert {one.number: one.title for one in inside(story, base, head).pulls} == {
        12: "A",
        13: "Merge #12 #13",
    }


def test_pushes_and_a_clone_tell_the_same_of_a_line() -> None:
    lines: list[list[tuple[object, ...]]] = []
    for told in ("commit", "pushed"):
        story = Story()
        before = None
        for label, message in (
            ("base", "base"),
            ("first", "Add x (#12)"),
            ("back", 'Revert "Add x (#12)" (#15)\n\nThis reverts commit ' + sha("first")),
            ("pick", f"y\n\n(cherry picked from commit {sha('other')})"),
        ):
            parents = [before] if before else []
            before = getattr(story, told)(label, *parents, message=message)
        found = inside(story, sha("base"), sha("pick"))
        changes = (*found.pulls, *found.commits)
        lines.append([(one.key, one.title, one.net, one.net_why, one.also_as) for one in changes])

    assert lines[0] == lines[1]
