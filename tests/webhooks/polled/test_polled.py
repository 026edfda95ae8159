"""What a poll tells and no webhook does, as the facts that an import would tell."""

from typing import Any

import pytest

from domain import branch as branches
from domain import tag as tags
from domain.commit import CommitMade, CommitTouched
from domain.configuration import FileObserved
from domain.fact import Actor, Fact
from tests.payloads import Repo, iso, minute, sent, sha
from tests.payloads.basics import Sent
from tests.webhooks.reading import fact, facts, keyed, note
from webhooks.polled.branch import DATE_OF_COMMIT, SEEN

REPO = Repo()
OLD, NOW = iso(minute(1)), iso(minute(9))


def polled(event: str, **body: Any) -> Sent:
    return sent(REPO, f"polled.{event}", minute(9), **body)


def branch(**told: Any) -> Sent:
    return polled("branch", branch={"name": "main", "committed_at": OLD, **told}, seen_at=NOW)


def tag(**told: Any) -> Sent:
    return polled("tag", tag={"name": "v1", **told}, seen_at=NOW)


@pytest.mark.parametrize(
    ("told", "expected", "once"),
    [
        (
            {"sha": sha(2)},
            branches.BranchObserved(
                at=minute(1), via="github:1", inferred=DATE_OF_COMMIT, name="main", sha=sha(2)
            ),
            f"branch:main:{sha(2)}",
        ),
        (
            {"sha": sha(2), "before": sha(1)},
            branches.BranchAdvanced(
                at=minute(9), via="github:1", inferred=SEEN, name="main", before=sha(1), sha=sha(2)
            ),
            "",
        ),
        (
            {"sha": sha(2), "before": sha(1), "forced": True},
            branches.BranchForcePushed(
                at=minute(9), via="github:1", inferred=SEEN, name="main", before=sha(1), sha=sha(2)
            ),
            "",
        ),
        (
            {"before": sha(1)},
            branches.BranchDeleted(
                at=minute(9), via="github:1", inferred=SEEN, name="main", before=sha(1)
            ),
            "",
        ),
        (
            {},
            branches.BranchDeleted(at=minute(9), via="github:1", inferred=SEEN, name="main"),
            "",
        ),
    ],
)
def test_a_branch_stands_moved_or_is_gone(told: dict[str, Any], expected: Fact, once: str) -> None:
    assert [(one.fact, one.once) for one in keyed(branch(**told))] == [(expected, once)]


CUT = {"name": "v1", "sha": sha(2), "object": sha(3), "via": "github:1"}
TAGGER = {"name": "Ada", "email": "ada@example.org", "date": iso(minute(2))}
ADA = Actor("Ada", kind="git", email="ada@example.org")


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"tagger": TAGGER}, tags.TagCut(**CUT, at=minute(2), by=ADA)),
        ({"committed_at": OLD}, tags.TagCut(**CUT, at=minute(1), inferred=DATE_OF_COMMIT)),
        ({}, tags.TagCut(**CUT, at=minute(9), inferred=SEEN)),
        (
            {"tagger": TAGGER, "again": True},
            tags.TagCut(**CUT, at=minute(9), by=ADA, inferred=SEEN),
        ),
        ({"before": sha(1)}, tags.TagMoved(**CUT, at=minute(9), inferred=SEEN, before=sha(1))),
    ],
)
def test_a_tag_is_cut_or_moved(told: dict[str, Any], expected: Fact) -> None:
    assert fact(tag(sha=sha(2), object=sha(3), **told)) == expected


def test_a_tag_that_is_new_is_one_fact_with_that_of_an_import() -> None:
    (first,), (again,) = (keyed(tag(sha=sha(2), object=sha(3), again=it)) for it in (False, True))
    assert (first.once, again.once) == (f"tag:v1:{sha(3)}", "")


@pytest.mark.parametrize("told", [{}, {"object": sha(3)}])
def test_a_tag_is_gone(told: dict[str, Any]) -> None:
    gone = tags.TagDeleted(at=minute(9), via="github:1", inferred=SEEN, name="v1", before=sha(1))
    assert fact(tag(before=sha(1), **told)) == gone


def test_commits_have_their_true_parents() -> None:
    author = {"name": "Ada", "email": "ada@example.org", "date": iso(minute(0))}
    content = {"author": author, "committer": {**author, "date": OLD}, "message": "Fix (#7)\n"}
    commit = {"sha": sha(2), "commit": content, "parents": [{"sha": sha(1)}]}
    (told,) = keyed(polled("commits", commits=[commit]))
    assert isinstance(told.fact, CommitMade)
    assert (told.once, told.fact.at, told.fact.parents) == (
        f"commit:{sha(2)}",
        minute(1),
        (sha(1),),
    )
    assert told.fact.authorship.author == ADA
    assert (told.fact.authorship.authored_at, told.fact.authorship.pulls) == (minute(0), (7,))


def test_no_commits_tell_no_facts() -> None:
    assert note(polled("commits", commits=[])) == ""


def test_a_file_that_was_moved_touched_both_its_places() -> None:
    files = [{"filename": "b", "previous_filename": "a"}, {"filename": "c"}]
    told = {"sha": sha(2), "committed_at": OLD, "files": files}
    (one,) = keyed(polled("touched", touched=told))
    expected = CommitTouched(at=minute(1), via="github:1", sha=sha(2), paths=("a", "b", "c"))
    assert (one.fact, one.once) == (expected, f"touched:{sha(2)}")


@pytest.mark.parametrize("gone", [False, True])
def test_a_file_of_settings_stands_so_or_is_gone(*, gone: bool) -> None:
    file = {"path": "a.yml", "content": "", "sha": sha(2), "committed_at": OLD, "gone": gone}
    assert facts(polled("file", file=file)) == [
        FileObserved(at=minute(1), via="github:1", path="a.yml", content="", sha=sha(2), gone=gone)
    ]
