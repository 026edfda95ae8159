"""A clone answers what a ledger answers that it was imported into."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest

from domain import subject
from domain.fact import EPOCH, Fact, Told, encode_key
from projections.standing import standing
from projections.view import View
from service.importing import Import
from service.ledger import Ledger, open_ledger
from tests.ledgers import migrated
from tests.service.repositories import SEEN, Repository, at, run, view

HISTORIES = [
    "semantic-pr",
    pytest.param("flask", marks=pytest.mark.slow),
    pytest.param("git-cliff", marks=pytest.mark.slow),
    pytest.param("vite", marks=pytest.mark.slow),
]


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


@contextmanager
def both(path: Path, database: Path, as_at: datetime | None = None) -> Iterator[tuple[View, View]]:
    """The clone itself, and a ledger that it was imported into."""
    url = f"sqlite:///{database}"
    migrated(url)
    ledger: Ledger = open_ledger(url)
    try:
        Import(ledger, path).run(SEEN)
        cloned = view(path, as_at)
        with ledger.look(cloned.stream, as_at=as_at) as imported:
            yield cloned, imported
    finally:
        ledger.close()


def content(told: list[Told]) -> list[bytes]:
    """What was told, without where it was told from, in an order that depends on nothing else."""
    return sorted(encode_key(one.fact) for one in told)


def subjects(facts: list[Fact]) -> list[str]:
    return sorted({about for fact in facts for about in fact.about()})


@pytest.mark.corpus
@pytest.mark.parametrize("name", HISTORIES)
def test_of_real_histories_it_tells_and_answers_the_same(
    history: Callable[[str], Path], tmp_path: Path, name: str
) -> None:
    random = Random(name)
    with both(history(name), tmp_path / "ledger.db") as (cloned, imported):
        everything = list(cloned.everything())
        assert content(everything) == content(list(imported.everything()))
        about = subjects([one.fact for one in everything])
        for asked in random.sample(about, min(300, len(about))):
            assert content(cloned.about(asked)) == content(imported.about(asked))
        assert cloned.names.all() == imported.names.all()
        tags = list(standing(cloned, cloned.names.all()))
        some = random.sample(list(pairwise(tags)), min(30, len(tags) - 1))
        for before, after in some:
            assert_same_range(cloned, imported, before.sha, after.sha or "")
        shas = random.sample([one.sha for one in tags if one.sha], min(20, len(tags)))
        held = cloned.commits.containing(shas, shas)
        assert held == imported.commits.containing(shas, shas)
        assert held == {sha: imported.commits.heads_containing(sha, shas) for sha in shas}


def assert_same_range(cloned: View, imported: View, base: str | None, head: str) -> None:
    ours, theirs = cloned.commits.between(base, head), imported.commits.between(base, head)
    assert [one.sha for one in ours.commits] == [one.sha for one in theirs.commits]
    assert (ours.missing, ours.diverged) == (theirs.missing, theirs.diverged)


def knotted(repo: Repository) -> list[str]:
    """Two lines that were merged both ways, with dates that contradict their order."""
    base = repo.commit("Begin (#1)")
    repo("tag", "v1.0.0")
    repo("switch", "-q", "-c", "stable")
    repo.seconds -= 10_000
    fix = repo.commit(f"Fix (#2)\n\nFixes #7\n\n(cherry picked from commit {base})")
    repo("tag", "-a", "-m", "the first", "v1.0.1")
    repo("switch", "-q", "main")
    repo.seconds += 20_000
    bad = repo.commit("Wrong (#3)")
    back = repo.commit(f"Undo\n\nThis reverts commit {bad}.")
    repo("merge", "-q", "--no-ff", "-s", "ours", "-m", "Merge pull request #4 from a/b", "stable")
    repo("tag", "v1.1.0")
    repo("tag", "nightly")
    return [base, fix, bad, back, repo("rev-parse", "HEAD")]


def test_of_any_two_commits_it_knows_the_range(repo: Repository, tmp_path: Path) -> None:
    shas = [*knotted(repo), "f" * 40]
    with both(repo.path, tmp_path / "ledger.db") as (cloned, imported):
        for head in shas:
            for base in (None, *shas):
                assert_same_range(cloned, imported, base, head)
                if base:
                    assert cloned.commits.is_ancestor(base, head) == imported.commits.is_ancestor(
                        base, head
                    )
            assert cloned.commits.heads_containing(head, shas) == imported.commits.heads_containing(
                head, shas
            )


def test_who_speaks_of_what_is_found(repo: Repository, tmp_path: Path) -> None:
    base, fix, bad, back, _ = knotted(repo)
    cloned = view(repo.path)

    def speaking(asked: str) -> list[str]:
        return [getattr(one.fact, "sha", "") for one in cloned.about(asked)]

    assert speaking(subject.picks(base)) == speaking(subject.issue(7)) == [fix]
    assert speaking(subject.reversals(bad)) == [back]
    assert speaking(subject.issue(3)) == speaking("pull:3") == []


@pytest.mark.parametrize("as_at", [None, at(2), EPOCH], ids=str)
def test_names_are_ordered_and_read_in_pages(
    repo: Repository, tmp_path: Path, as_at: datetime | None
) -> None:
    knotted(repo)
    repo("tag", "create-shop@1.0.0")
    repo("tag", "zoo/v2", "HEAD~1")
    with both(repo.path, tmp_path / "ledger.db", as_at) as (cloned, imported):
        ours, theirs = cloned.names, imported.names
        assert ours.all() == theirs.all()
        assert ours.components() == theirs.components()
        for part in (None, *ours.components()):
            page = ours.page(part, after=None, limit=100)
            assert page == theirs.page(part, after=None, limit=100)
            for after in page:
                assert ours.page(part, after=after, limit=2) == theirs.page(
                    part, after=after, limit=2
                )
                for name in ("below", "above"):
                    beside = [getattr(one, name)(part or "", after[0]) for one in (ours, theirs)]
                    assert list(beside[0]) == list(beside[1])
        tags = [subject.tag(name) for name in ours.all()]
        assert content(cloned.about(*tags)) == content(imported.about(*tags))


def test_short_ids_are_made_whole(repo: Repository) -> None:
    shas = [repo.commit(f"Number {number}") for number in range(40)]
    commits = view(repo.path).commits

    assert {commits.expand(sha[:12].upper()) for sha in shas} == set(shas)
    assert commits.expand("abc") is None
    assert commits.expand("0" * 12) is None


def test_a_shallow_clone_names_what_it_lacks(repo: Repository, tmp_path: Path) -> None:
    repo.commit("One")
    second = repo.commit("Two")
    repo.commit("Three")
    repo("tag", "v1")
    cut = tmp_path / "cut"
    run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", str(cut)], tmp_path)

    cloned = view(cut)
    found = cloned.commits.between(None, cloned._past.shas[-1])

    assert [one.sha for one in found.commits] == [repo("rev-parse", "HEAD")]
    assert found.missing == {second}
    assert cloned.about(subject.commit(second)) == []
    assert "shallow" in cloned.notes[0]
    assert cloned.commits.is_ancestor(second, repo("rev-parse", "HEAD"))
    with both(cut, tmp_path / "ledger.db") as (ours, theirs):
        for base in (None, second, repo("rev-parse", "HEAD")):
            assert_same_range(ours, theirs, base, repo("rev-parse", "HEAD"))
            assert_same_range(ours, theirs, base, second)


def test_an_empty_repository_tells_its_name_alone(repo: Repository) -> None:
    cloned = view(repo.path)

    assert len(list(cloned.everything())) == cloned.position == 1
    assert cloned.commits.between(None, "f" * 40).missing == {"f" * 40}
    assert cloned.names.all() == []


def test_a_repository_with_longer_ids_is_read_alike(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "long", "--object-format=sha256")
    shas = knotted(repo)
    with both(repo.path, tmp_path / "ledger.db") as (cloned, imported):
        assert len(shas[0]) == 64
        assert content(list(cloned.everything())) == content(list(imported.everything()))
        assert_same_range(cloned, imported, shas[1], shas[-1])


ODD = (
    b"author Mira <a> <b@example.org> 1600000000 +0200\ncommitter J <j@example.org> 1600000060 +0",
    b"author M <m@example.org> 1600000000 +0200\ncommitter J <j@example.org> -86400 +0000",
    b"author M <m@example.org> 1600000000 +0200\ncommitter J <j@example.org> soon",
    b"author J\xfcrgen <j@e> 5 +0000\ncommitter J <j@e> 6 +0000\nencoding ISO-8859-1",
    b"author A <a@e> 5 +0000\ncommitter A <a@e> 6 +0000\ngpgsig -----BEGIN\n \n more\n -----END",
    b"author",
)


def test_what_git_itself_would_not_make_is_told_alike(repo: Repository, tmp_path: Path) -> None:
    tree = b"tree " + repo.tree().encode()
    for number, lines in enumerate(ODD):
        message = b"Gr\xf6\xdfe\0(#1)\n\n\nauthor X <x@y> 7 +0000\ncommitter X <x@y> 8 +0000\n"
        repo.stored(tree + b"\n" + lines + b"\n\n" + message, name=f"odd-{number}")
    repo("tag", "tree", repo.tree())
    with both(repo.path, tmp_path / "ledger.db") as (cloned, imported):
        assert content(list(cloned.everything())) == content(list(imported.everything()))
        for told in cloned.everything():
            for about in told.fact.about():
                assert content(cloned.about(about)) == content(imported.about(about))
        made = dict(zip(cloned._past.shas, cloned._past.made, strict=True))
        assert made == {
            one.fact.sha: (one.fact.at - EPOCH).total_seconds()
            for one in cloned.everything()
            if hasattr(one.fact, "authorship")
        }


def test_a_moment_leaves_out_what_happened_later(repo: Repository) -> None:
    first = repo.commit("One")
    repo.commit("Two")
    cloned = view(repo.path, at(1))

    assert [getattr(one.fact, "sha", "") for one in cloned.everything()] == ["", first]
    assert cloned.recorded([1, 2]) == {1: SEEN, 2: SEEN}
