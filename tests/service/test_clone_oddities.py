"""A clone may hold what git itself would not make, and it is read all the same."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from domain.commit import CommitMade
from domain.fact import EPOCH
from domain.repository import RepositoryNamed
from service.clone.clone import Clone
from tests.service.repositories import Repository, at, commits, notes, run, told


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


def commit_of(repo: Repository, *lines: bytes, message: bytes = b"Odd") -> CommitMade:
    content = b"\n".join((b"tree " + repo.tree().encode(), *lines, b"", message))
    repo.stored(content)
    (fact,) = commits(repo.path)
    return fact


AUTHOR = b"author Mira <mira@example.org> 1600000000 +0200"
COMMITTER = b"committer Jonas <jonas@example.org> 1600000060 +0200"


def test_a_message_in_another_encoding_is_read_in_it(repo: Repository) -> None:
    author = "author Jürgen <j@example.org> 1600000000 +0200".encode("latin-1")
    fact = commit_of(
        repo, author, COMMITTER, b"encoding ISO-8859-1", message="Größe".encode("latin-1")
    )

    assert fact.authorship.message == "Größe"
    assert fact.authorship.author.name == "Jürgen"


@pytest.mark.parametrize("encoding", [b"", b"encoding no-such", b"encoding hex", b"encoding \xff"])
def test_bytes_that_nothing_explains_are_marked(repo: Repository, encoding: bytes) -> None:
    lines = (AUTHOR, COMMITTER, encoding) if encoding else (AUTHOR, COMMITTER)

    assert commit_of(repo, *lines, message=b"Gr\xf6\xdfe").authorship.message == "Gr��e"


def test_half_characters_do_not_get_in(repo: Repository) -> None:
    fact = commit_of(repo, AUTHOR, COMMITTER, b"encoding utf-7", message=b"+2AA- x")

    assert fact.authorship.message == "? x"


@pytest.mark.parametrize("message", ["one\x00two", "one\x1etwo\x1fthree\x01", "a\n\n\n b\r\n\tc"])
def test_a_message_may_hold_any_character(repo: Repository, message: str) -> None:
    fact = commit_of(repo, AUTHOR, COMMITTER, message=message.encode())

    assert fact.authorship.message == message


def test_a_commit_without_a_message_is_a_commit(repo: Repository) -> None:
    assert not commit_of(repo, AUTHOR, COMMITTER, message=b"").authorship.message


def test_a_signature_is_not_part_of_the_message(repo: Repository) -> None:
    signature = b"gpgsig -----BEGIN PGP SIGNATURE-----\n \n encoding latin-1\n -----END"
    mergetag = b"mergetag object 1234\n type commit\n tagger X <x@example.org> 1 +0000\n \n v1"
    fact = commit_of(repo, AUTHOR, COMMITTER, mergetag, signature, message="Größe\n".encode())

    assert fact.authorship.message == "Größe"


@pytest.mark.parametrize(
    ("seconds", "moment"),
    [
        (b"-86400", EPOCH - timedelta(days=1)),
        (b"0", EPOCH),
        (b"253402300799", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_a_date_may_be_far_away(repo: Repository, seconds: bytes, moment: datetime) -> None:
    fact = commit_of(repo, AUTHOR, b"committer J <j@example.org> " + seconds + b" +0000")

    assert fact.at == moment
    assert not fact.inferred


@pytest.mark.parametrize(
    "date", [b"", b"soon", b"253402300800 +0000", b"9" * 30, b"1_0 +0000", b"-" + b"9" * 5000]
)
def test_a_date_that_is_none_is_taken_from_the_author(repo: Repository, date: bytes) -> None:
    fact = commit_of(repo, AUTHOR, b"committer J <j@example.org> " + date)

    assert fact.at == at(0)
    assert fact.inferred == "at: the commit has no date that can be read"


@pytest.mark.parametrize("lines", [(), (b"author",), (b"author nobody", b"committer nothing")])
def test_a_commit_by_nobody_is_of_the_beginning_of_time(
    repo: Repository, lines: tuple[bytes, ...]
) -> None:
    fact = commit_of(repo, *lines)

    assert fact.at == fact.authorship.authored_at == EPOCH
    assert fact.inferred
    assert not fact.authorship.author.name


@pytest.mark.parametrize(
    ("who", "name", "email"),
    [
        (b"<mira@example.org>", "", "mira@example.org"),
        (b"Mira <>", "Mira", ""),
        (b"Mira <a> <b@example.org>", "Mira", "a> <b@example.org"),
        (b"  Mira   < mira@example.org >", "Mira", "mira@example.org"),
    ],
)
def test_a_name_is_what_stands_before_the_address(
    repo: Repository, who: bytes, name: str, email: str
) -> None:
    fact = commit_of(repo, b"author " + who + b" 1600000000 +0200", COMMITTER)

    assert (fact.authorship.author.name, fact.authorship.author.email) == (name, email)


def test_replacements_and_grafts_change_no_parents(repo: Repository) -> None:
    first, second = repo.commit("One"), repo.commit("Two")
    third = repo.commit("Three")
    repo("replace", second, first)
    (repo.path / ".git" / "info").mkdir(exist_ok=True)
    (repo.path / ".git" / "info" / "grafts").write_text(f"{third} {first}\n")

    assert [(one.sha, one.parents) for one in commits(repo.path)] == [
        (first, ()),
        (second, (first,)),
        (third, (second,)),
    ]


def test_a_shallow_clone_tells_true_parents_and_says_that_it_is_cut(
    repo: Repository, tmp_path: Path
) -> None:
    repo.commit("One")
    second, third = repo.commit("Two"), repo.commit("Three")
    cut = tmp_path / "cut"
    run(["git", "clone", "-q", "--depth=1", f"file://{repo.path}", str(cut)], tmp_path)

    assert [(one.sha, one.parents) for one in commits(cut)] == [(third, (second,))]
    assert notes(cut) == (
        "the clone is shallow, and what lies before it is not known: `git fetch --unshallow`",
    )
    assert not notes(repo.path)


def test_what_git_keeps_for_itself_is_no_history(repo: Repository) -> None:
    sha = repo.commit()
    (repo.path / "file").write_text("work")
    repo("add", "file")
    repo("stash", "-q")
    repo("notes", "add", "-m", "a note", sha)

    assert [one.sha for one in commits(repo.path)] == [sha]


def test_a_commit_that_only_head_is_on_is_told(repo: Repository) -> None:
    repo.commit()
    repo("switch", "-q", "--detach")
    sha = repo.commit("Afloat")

    assert commits(repo.path)[-1].sha == sha
    assert Clone(repo.path).identify().default_branch == ""


def test_an_empty_repository_has_a_name(repo: Repository) -> None:
    (only,) = told(repo.path)

    assert isinstance(only.fact, RepositoryNamed)
    assert only.fact.default_branch == "main"
