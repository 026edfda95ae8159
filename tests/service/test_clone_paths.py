"""A clone tells which paths each of its commits touched, and an import keeps them."""

from pathlib import Path

import pytest

from domain.commit import MORE, MOST_TOUCHED, CommitTouched
from domain.errors import Malformed
from domain.fact import Fact
from projections.touched import paths_of
from service.clone.clone import Clone
from service.importing import Import
from service.ledger import Ledger
from tests.ledgers import NOON
from tests.service.repositories import Repository


def written(repository: Repository, *names: str) -> str:
    """A commit that changes these files."""
    for name in names:
        file = repository.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{repository.seconds} {name}\n", encoding="utf-8")
    repository("add", "--all")
    return repository.commit()


def told(repository: Repository) -> dict[str, tuple[str, ...]]:
    facts: list[Fact] = [one.fact for one in Clone(repository.path).paths(via="git:test")]
    return {fact.sha: fact.paths for fact in facts if isinstance(fact, CommitTouched)}


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


def test_what_was_added_changed_and_removed(repository: Repository) -> None:
    first = written(repository, "a.txt", "lib/b.txt")
    second = written(repository, "lib/b.txt")
    repository("rm", "--quiet", "a.txt")
    third = repository.commit()

    assert told(repository) == {
        first: ("a.txt", "lib/b.txt"),
        second: ("lib/b.txt",),
        third: ("a.txt",),
    }


def test_what_is_renamed_touches_both_places(repository: Repository) -> None:
    written(repository, "old name.txt")
    repository("mv", "old name.txt", "new\tname.txt")
    sha = repository.commit()
    assert told(repository)[sha] == ("new\tname.txt", "old name.txt")


def test_an_empty_commit_touches_nothing(repository: Repository) -> None:
    sha = repository.commit()
    assert told(repository) == {sha: ()}


def test_a_merge_is_not_told_of(repository: Repository) -> None:
    written(repository, "a.txt")
    repository("checkout", "--quiet", "-b", "topic")
    topic = written(repository, "b.txt")
    repository("checkout", "--quiet", "main")
    written(repository, "c.txt")
    repository("merge", "--quiet", "--no-ff", "-m", "Merge", "topic")
    merge = repository("rev-parse", "HEAD")

    assert told(repository)[topic] == ("b.txt",)
    assert merge not in told(repository)


def test_names_beyond_ascii_and_line_ends_stay_what_they_are(repository: Repository) -> None:
    sha = written(repository, "Müller\n1.txt", "\nb")
    assert told(repository)[sha] == ("\nb", "Müller\n1.txt")


def test_very_many_paths_are_cut_with_a_mark(repository: Repository) -> None:
    sha = written(repository, *(f"{number:05}" for number in range(MOST_TOUCHED + 1)))
    paths = told(repository)[sha]
    assert (len(paths), paths[0], paths[-1]) == (MOST_TOUCHED + 1, "00000", MORE)


def test_a_clone_without_folders_says_so(repository: Repository, tmp_path: Path) -> None:
    written(repository, "a.txt")
    repository("config", "uploadpack.allowFilter", "true")
    bare = tmp_path / "bare"
    source = repository.path.as_uri()
    repository("clone", "--quiet", "--bare", "--filter=tree:0", source, str(bare))
    with pytest.raises(Malformed, match="which a clone that was made with --filter lacks"):
        list(Clone(bare).paths(via="git:test"))


def test_an_import_of_paths_twice_is_news_once(ledger: Ledger, repository: Repository) -> None:
    sha = written(repository, "a.txt")
    importing = Import(ledger, repository.path)
    importing.run(NOON)
    assert importing.run_paths(NOON).new == 1
    assert importing.run_paths(NOON.replace(hour=13)).new == 0

    with ledger.stand() as stand:
        view = ledger.view(stand, ledger.streams(stand)[0])
        assert paths_of(view, [sha]) == {sha: ("a.txt",)}
