"""A clone's history, imported: every release contains what git says, and twice is once."""

import gc
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.commit import CommitMade, CommitPushed
from domain.errors import NotFound
from domain.repository import RepositoryNamed, stream_of
from domain.tag import TagCut, TagDeleted, TagMoved
from projections.release import release
from service.following import TABLES, progress
from service.importing import Import
from service.ledger import Ledger
from tests.ledgers import NOON, tell
from tests.projections.commits import WORDS
from tests.service.repositories import Repository

LATER = datetime(2026, 6, 1, tzinfo=UTC)


def rev_list(path: Path, *arguments: str) -> set[str]:
    done = subprocess.run(
        ["git", "-C", path, "rev-list", *arguments], check=True, capture_output=True, text=True
    )
    return set(done.stdout.split())


def imported(ledger: Ledger, path: Path, when: datetime = NOON, name: str | None = None) -> int:
    return Import(ledger, path, as_repository=name).run(when).new


def contained_otherwise(ledger: Ledger, path: Path) -> list[str]:
    """The releases whose commits are not those of `git rev-list base..tag`."""
    wrong = []
    with ledger.stand() as stand:
        view = ledger.view(stand, ledger.streams(stand)[0])
        for name in view.names.all():
            one = release(view, name)
            assert one.contents is not None, name
            assert one.sha is not None
            commits = {
                member.sha for member in view.commits.between(one.contents.base, one.sha).commits
            }
            base = [f"^{one.contents.base}"] if one.contents.base else []
            if commits != rev_list(path, one.sha, *base) or one.contents.size != len(commits):
                wrong.append(name)
    return wrong


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("semantic-pr", 66),
        ("flask", 69),
        pytest.param("git-cliff", 128, marks=pytest.mark.slow),
        pytest.param("pydantic", 215, marks=pytest.mark.slow),
        pytest.param("vite", 1041, marks=pytest.mark.slow),
        pytest.param("rails", 552, marks=pytest.mark.slow),
    ],
)
def test_every_release_contains_what_git_says(
    ledger: Ledger, history: Callable[[str], Path], name: str, tags: int
) -> None:
    path = history(name)
    assert imported(ledger, path) > tags

    with ledger.stand() as stand:
        view = ledger.view(stand, ledger.streams(stand)[0])
        assert len(view.names.all()) == tags
    assert contained_otherwise(ledger, path) == []


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path / "app")
    repository.commit("Begin")
    repository("tag", "v1")
    repository.commit("Go on (#2)")
    repository("tag", "v2")
    return repository


def tags(ledger: Ledger) -> list[object]:
    with ledger.stand() as stand:
        view = ledger.view(stand, ledger.streams(stand)[0])
        return [told.fact for told in view.everything() if "tag." in str(type(told.fact))]


def test_a_second_import_adds_nothing(ledger: Ledger, clone: Repository) -> None:
    assert imported(ledger, clone.path) == 6
    assert imported(ledger, clone.path, LATER) == 0


def test_a_later_import_adds_what_is_new(ledger: Ledger, clone: Repository) -> None:
    imported(ledger, clone.path)
    clone.commit("More")
    clone("tag", "--force", "v1")
    clone("tag", "--delete", "v2")

    assert imported(ledger, clone.path, LATER) == 4  # commit, branch, moved tag, deleted tag
    assert [type(fact) for fact in tags(ledger)] == [TagCut, TagCut, TagMoved, TagDeleted]
    assert imported(ledger, clone.path, LATER) == 0


def test_an_import_that_was_stopped_goes_on(ledger: Ledger, clone: Repository) -> None:
    class Stopped(Exception):
        pass

    def stop(_: int) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        Import(ledger, clone.path).run(NOON, begin=stop)
    imported(ledger, clone.path)

    assert imported(ledger, clone.path) == 0
    assert contained_otherwise(ledger, clone.path) == []


def long(clone: Repository, commits: int) -> None:
    """So many commits, each a merge with the one but one before it or a plain one."""
    lines = [
        f"commit refs/heads/long\nmark :{number}\ncommitter M <m@example.org> {number} +0000\n"
        f"data 1\n.\n{f'merge :{number - 2}' if number % 9 == 0 else ''}\n"
        for number in range(1, commits + 1)
    ]
    clone("fast-import", "--quiet", given="".join(lines).encode())


def verified(ledger: Ledger) -> list[bool]:
    """Whether each table is what the ledger says, with nothing left to take in."""
    with ledger.stand() as stand:
        assert {at.position for at in stand.tables.values()} == {stand.head}
    return [ledger.rebuild(name).equal for name in TABLES]


def test_an_import_takes_the_tables_along(ledger: Ledger, clone: Repository) -> None:
    imported(ledger, clone.path)
    with ledger._database.reading() as db:
        head = ledger._head(db)
        assert {at.position for at in progress(db).values()} == {head}

    assert verified(ledger) == [True] * len(TABLES)


def test_an_import_beside_pushes_of_the_same_commits(ledger: Ledger, clone: Repository) -> None:
    first, second = clone("rev-list", "--reverse", "main").split()
    stream = stream_of("git", "local/app")
    named = RepositoryNamed(
        at=NOON, via="git:1", name="local/app", forge="git", forge_id="local/app"
    )
    pushed = CommitPushed(at=NOON, via="github:1", sha=second, authorship=WORDS, follows="1" * 40)
    tell(ledger, stream, [named, pushed])  # the tables have not taken it in
    imported(ledger, clone.path)

    assert verified(ledger) == [True] * len(TABLES)
    with ledger.look(stream) as view:
        range_ = view.commits.between(None, second)
    assert [(one.sha, one.inferred) for one in range_.commits] == [(second, False), (first, False)]


def test_an_import_that_was_stopped_between_transactions_goes_on(
    ledger: Ledger, clone: Repository
) -> None:
    class Stopped(Exception):
        pass

    reported = []

    def stop(facts: int) -> None:
        reported.append(facts)
        raise Stopped

    long(clone, 10_500)
    with pytest.raises(Stopped):
        Import(ledger, clone.path).run(NOON, advance=stop)
    assert gc.isenabled()
    kept = ledger.head()
    rest = imported(ledger, clone.path, LATER)

    assert kept >= reported[0] == 1001
    with ledger.look(stream_of("git", "local/app")) as view:
        told = [one.fact for one in view.everything()]
    made = Counter(fact.sha for fact in told if isinstance(fact, CommitMade))
    assert set(made) == rev_list(clone.path, "--all")
    assert set(made.values()) == {1}
    assert len(told) == kept + rest
    assert verified(ledger) == [True] * len(TABLES)


def test_what_a_shallow_clone_left_out_comes_with_a_whole_one(
    ledger: Ledger, clone: Repository, tmp_path: Path
) -> None:
    cut = tmp_path / "cut" / "app"
    command = ["git", "clone", "-q", "--depth=1", f"file://{clone.path}", str(cut)]
    subprocess.run(command, check=True)
    assert Import(ledger, cut).run(NOON).notes
    imported(ledger, clone.path, LATER)

    assert contained_otherwise(ledger, clone.path) == []


def test_a_clone_of_a_known_repository_adds_to_it(ledger: Ledger, clone: Repository) -> None:
    stream = stream_of("github", "42")
    named = RepositoryNamed(
        at=NOON, via="github:1", name="octo/door", forge="github", forge_id="42"
    )
    tell(ledger, stream, [named])
    clone("remote", "add", "origin", "https://github.com/octo/door.git")
    imported(ledger, clone.path)

    with ledger.stand() as stand:
        assert ledger.streams(stand) == [stream]
        view = ledger.view(stand, stream)
        assert release(view, "v2").contents is not None
        assert len([t for t in view.everything() if isinstance(t.fact, RepositoryNamed)]) == 1


def test_once_github_speaks_the_name_is_its_repository_s(ledger: Ledger, clone: Repository) -> None:
    stream = stream_of("github", "42")
    named = RepositoryNamed(
        at=NOON, via="github:1", name="octo/door", forge="github", forge_id="42"
    )
    clone("remote", "add", "origin", "https://github.com/octo/door.git")
    before = imported(ledger, clone.path)
    tell(ledger, stream, [named])

    with ledger.stand() as stand:
        assert ledger.resolve(stand, "octo/door") == stream
    assert imported(ledger, clone.path, LATER) == before - 1  # all but what it is called


def test_a_repository_that_nobody_knows_cannot_be_added_to(
    ledger: Ledger, clone: Repository
) -> None:
    with pytest.raises(NotFound, match="no repository"):
        imported(ledger, clone.path, name="octo/none")
