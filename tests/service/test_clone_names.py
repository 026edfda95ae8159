"""A clone tells where its tags and branches stand, and which tags moved since the last time."""

from pathlib import Path

import pytest

from domain.branch import BranchObserved
from domain.fact import Actor
from domain.tag import TagCut, TagDeleted, TagMoved
from service.clone.names import GONE
from tests.service.repositories import NOON, SEEN, Repository, at, notes, of, run, tags, told


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


# --- tags ---


def test_a_lightweight_tag_is_as_old_as_its_commit_and_says_so(repo: Repository) -> None:
    sha = repo.commit()
    repo("tag", "v1")

    (tag,) = tags(repo.path)
    assert tag == TagCut(
        at=at(1), via="git:1", inferred="at: date of the commit", name="v1", sha=sha, object=sha
    )


def test_an_annotated_tag_tells_who_made_it_and_when(repo: Repository) -> None:
    sha = repo.commit()
    repo.seconds += 3600
    repo("tag", "-a", "-m", "The first", "v1")

    assert tags(repo.path) == [
        TagCut(
            at=at(61),
            via="git:1",
            by=Actor("Jonas Feld", kind="git", email="jonas@example.org"),
            name="v1",
            sha=sha,
            object=repo("rev-parse", "v1"),
        )
    ]


def test_a_tag_of_a_tag_leads_to_the_commit(repo: Repository) -> None:
    sha = repo.commit()
    for name, on in (("one", "main"), ("two", "one"), ("three", "two")):
        repo("tag", "-a", "-m", name, name, on)

    found = {tag.name: tag for tag in tags(repo.path) if isinstance(tag, TagCut)}
    assert {tag.sha for tag in found.values()} == {sha}
    assert found["three"].object == repo("rev-parse", "three")


def test_a_signed_tag_is_a_tag(repo: Repository) -> None:
    sha = repo.commit()
    repo.stored(
        f"object {sha}\ntype commit\ntag v1\ntagger J <j@example.org> {NOON} +0000\n\nThe first\n"
        "-----BEGIN PGP SIGNATURE-----\n\nobject nothing\n-----END PGP SIGNATURE-----\n".encode(),
        "tag",
        "v1",
    )

    (tag,) = tags(repo.path)
    assert (tag.at, tag.inferred) == (at(0), "")


@pytest.mark.parametrize("tagger", ["", "tagger J <j@example.org>\n", "tagger J\n"])
def test_a_tag_without_a_date_is_as_old_as_its_commit(repo: Repository, tagger: str) -> None:
    sha = repo.commit()
    repo.stored(f"object {sha}\ntype commit\ntag v1\n{tagger}\nOld".encode(), "tag", "v1")

    (tag,) = tags(repo.path)
    assert (tag.at, tag.inferred) == (at(1), "at: date of the commit")


def test_tags_of_trees_and_files_are_left_out_with_a_note(repo: Repository) -> None:
    repo.commit()
    repo("tag", "tree", "HEAD^{tree}")
    repo("tag", "file", repo("hash-object", "-w", "--stdin", given=b"key"))
    repo("tag", "-a", "-m", "a key", "key", "file")

    assert not tags(repo.path)
    assert notes(repo.path) == (
        "3 names were left out, leading to a file or a tree and to no commit",
    )


def test_names_that_are_no_text_are_left_out_with_a_note(repo: Repository) -> None:
    sha = repo.commit()
    packed = repo.path / ".git" / "packed-refs"
    packed.write_bytes(f"{sha} refs/tags/caf".encode() + b"\xe9\n")

    assert not tags(repo.path)
    assert notes(repo.path) == ("1 names were left out, not being UTF-8 or over 1024 bytes long",)


def test_a_name_in_any_script_is_a_name(repo: Repository) -> None:
    repo.commit()
    repo("tag", "версия-1")

    (tag,) = tags(repo.path)
    assert isinstance(tag, TagCut)
    assert tag.name == "версия-1"


def test_a_tag_that_stands_where_it_was_known_to_stand_is_no_news(repo: Repository) -> None:
    sha = repo.commit()
    repo("tag", "v1")

    assert not tags(repo.path, v1=sha)


def test_a_tag_that_stands_elsewhere_was_moved_before_it_was_seen(repo: Repository) -> None:
    first, second = repo.commit("One"), repo.commit("Two")
    repo("tag", "v1")

    (tag,) = tags(repo.path, v1=first)
    assert isinstance(tag, TagMoved)
    assert (tag.before, tag.sha, tag.object, tag.at) == (first, second, second, SEEN)
    assert tag.inferred == "at: seen by the import; it happened at some time before"


def test_a_tag_that_is_not_there_any_more_was_deleted(repo: Repository) -> None:
    sha = repo.commit()
    repo("tag", "v2")

    (tag,) = tags(repo.path, v1=sha, v2=sha, v0=GONE)
    assert isinstance(tag, TagDeleted)
    assert (tag.name, tag.before, tag.at) == ("v1", sha, SEEN)
    assert tag.inferred


def test_a_tag_that_came_back_is_cut_anew(repo: Repository) -> None:
    sha = repo.commit()
    repo("tag", "v1")

    keys = set()
    for via in ("git:1", "git:2"):
        facts = told(repo.path, known_tags={"v1": GONE}, via=via)
        assert [(cut.at, cut.sha) for cut in of(TagCut, facts)] == [(SEEN, sha)]
        keys |= {one.once for one in facts if isinstance(one.fact, TagCut)}
    assert len(keys) == 2


@pytest.mark.parametrize("options", [["--no-tags"], ["--depth=1"]])
def test_tags_that_a_clone_left_out_are_not_taken_for_deleted(
    repo: Repository, tmp_path: Path, options: list[str]
) -> None:
    sha = repo.commit()
    repo("tag", "v1")
    repo.commit()
    repo("tag", "v2")
    run(["git", "clone", "-q", *options, f"file://{repo.path}", "copy"], tmp_path)

    copy = tmp_path / "copy"
    assert not [tag for tag in tags(copy, v1=sha) if isinstance(tag, TagDeleted)]
    assert notes(copy, {"v1": sha})[-1] == (
        "known tags that the clone lacks were not taken for deleted: it may not hold all tags"
    )


# --- branches ---


def test_a_branch_is_observed_as_its_commit_was_new(repo: Repository) -> None:
    sha = repo.commit()
    repo("branch", "fix/tax")

    assert of(BranchObserved, told(repo.path)) == [
        BranchObserved(at=at(1), via="git:1", inferred="at: date of the commit", name=name, sha=sha)
        for name in ("fix/tax", "main")
    ]


def test_the_origin_s_word_on_a_branch_counts_more_than_the_copy(
    repo: Repository, tmp_path: Path
) -> None:
    sha = repo.commit()
    repo("branch", "stable")
    run(["git", "clone", "-q", f"file://{repo.path}", "copy"], tmp_path)
    copy = tmp_path / "copy"
    run(["git", "commit", "-q", "--allow-empty", "-m", "mine"], copy)
    run(["git", "branch", "experiment"], copy)

    mine = run(["git", "rev-parse", "HEAD"], copy)
    assert {one.name: one.sha for one in of(BranchObserved, told(copy))} == {
        "experiment": mine,
        "main": sha,
        "stable": sha,
    }
