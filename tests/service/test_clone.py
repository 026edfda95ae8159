"""A clone tells its commits, truly, and only what is new."""

import gc
from datetime import timedelta
from pathlib import Path

import pytest

from domain.branch import BranchObserved
from domain.commit import CommitMade
from domain.fact import EPOCH, Actor
from domain.repository import RepositoryNamed
from domain.tag import TagCut
from service.clone.clone import Clone
from tests.service.repositories import NOON, SEEN, Repository, at, commits, of, told


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


def test_a_commit_is_told_with_all_that_it_says(repo: Repository) -> None:
    first = repo.commit("Begin")
    sha = repo.commit("Round the tax per line (#12)\n\nIt was rounded twice.\n\nFixes #7")

    fact = commits(repo.path)[-1]
    assert (fact.sha, fact.parents, fact.at, fact.via) == (sha, (first,), at(2), "git:1")
    assert fact.authorship.author == Actor("Mira Okafor", kind="git", email="mira@example.org")
    assert fact.authorship.message.endswith("twice.\n\nFixes #7")
    assert fact.authorship.pulls == (12,)
    assert fact.authorship.closes == (7,)
    assert not fact.inferred


def test_the_author_s_date_is_not_the_committer_s(repo: Repository) -> None:
    repo.commit("Begin", "--date=1500000000 +0000")

    (fact,) = commits(repo.path)
    assert fact.at == at(1)
    assert fact.authorship.authored_at == EPOCH + timedelta(seconds=1_500_000_000)


def test_parents_come_before_children_whatever_their_dates(repo: Repository) -> None:
    base = repo.commit("Begin")
    repo("switch", "-q", "-c", "two", base)
    repo.seconds = NOON - 10_000
    two = repo.commit("Two")
    repo("switch", "-q", "-c", "three", base)
    repo.seconds = NOON + 10_000
    three = repo.commit("Three")
    repo("switch", "-q", "main")
    repo.seconds = NOON - 20_000
    repo("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge all", "two", "three")

    facts = commits(repo.path)
    assert facts[-1].parents == (base, two, three)
    seen: set[str] = set()
    for fact in facts:
        assert set(fact.parents) <= seen
        seen.add(fact.sha)


def test_commits_come_before_the_names_that_lead_to_them(repo: Repository) -> None:
    repo.commit()
    repo("tag", "v1")

    kinds = [type(one.fact) for one in told(repo.path)]
    assert kinds == [RepositoryNamed, CommitMade, TagCut, BranchObserved]


def test_the_same_commit_has_the_same_key_in_every_import(repo: Repository) -> None:
    sha = repo.commit()
    repo("tag", "v1")

    keys = [one.once for one in told(repo.path)]
    assert keys == [one.once for one in told(repo.path, via="git:2")]
    assert keys[1:] == [f"commit:{sha}", f"tag:v1:{sha}", f"branch:main:{sha}"]


def test_chunks_hold_no_more_than_a_thousand(repo: Repository) -> None:
    lines = [
        f"commit refs/heads/main\ncommitter M <m@example.org> {number} +0000\ndata 1\n.\n"
        for number in range(2100)
    ]
    repo("fast-import", "--quiet", given="".join(lines).encode())

    with Clone(repo.path).history(via="git:1", seen=SEEN) as history:
        assert history.commits == 2100
        assert [len(chunk) for chunk in history.facts()] == [1000, 1000, 102]


def test_reading_may_stop_at_any_time(repo: Repository) -> None:
    test_chunks_hold_no_more_than_a_thousand(repo)

    with Clone(repo.path).history(via="git:1", seen=SEEN) as history:
        next(history.facts())
    gc.collect()  # an abandoned process or file would be reported now


@pytest.mark.parametrize("format_", ["sha1", "sha256"])
def test_ids_of_either_length_are_read(tmp_path: Path, format_: str) -> None:
    repo = Repository(tmp_path / "app", f"--object-format={format_}")
    first, second = repo.commit("One"), repo.commit("Two")

    assert [(one.sha, one.parents) for one in commits(repo.path)] == [
        (first, ()),
        (second, (first,)),
    ]


# --- only what is new ---


def test_what_an_earlier_import_told_is_not_told_again(repo: Repository) -> None:
    repo.commit("One")
    known = repo.commit("Two")
    new = repo.commit("Three")

    facts = told(repo.path, since=[known, "12" * 20])
    assert [one.sha for one in of(CommitMade, facts)] == [new]


def test_what_is_known_may_be_given_as_tags_too(repo: Repository) -> None:
    repo.commit("One")
    repo("tag", "-a", "-m", "v1", "v1")

    assert not of(CommitMade, told(repo.path, since=[repo("rev-parse", "v1")]))
