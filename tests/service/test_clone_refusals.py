"""What is no clone is refused with what to do, and nothing in a clone is run."""

import os
from io import BytesIO
from pathlib import Path

import pytest

from domain.errors import Malformed
from service.clone.clone import Clone
from service.clone.git import Git, Object
from tests.service.repositories import Repository, commits, told


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "app")


# --- what cannot be read ---


def test_a_path_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"there is no directory .*: give the path of a git clone"):
        Clone(tmp_path / "nowhere")


def test_a_directory_without_git_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match="is no git repository: give the directory"):
        Clone(tmp_path)


def test_a_directory_inside_a_repository_is_not_taken_for_it(repo: Repository) -> None:
    inside = repo.path / "docs"
    inside.mkdir()

    with pytest.raises(Malformed, match="is no git repository"):
        Clone(inside)


def test_a_repository_that_lacks_a_commit_is_refused(repo: Repository) -> None:
    lost = repo.commit("One")
    repo.commit("Two")
    (repo.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()

    with pytest.raises(Malformed, match=r"git cannot read .*git fsck.*clone it anew"):
        told(repo.path)


def test_a_repository_with_a_damaged_commit_is_refused(repo: Repository) -> None:
    repo.commit("One")
    sha = repo.commit("Two")
    place = repo.path / ".git" / "objects" / sha[:2] / sha[2:]
    place.chmod(0o644)
    place.write_bytes(place.read_bytes()[:-20])

    with pytest.raises(Malformed, match="git fsck"):
        told(repo.path)


def test_what_git_left_unfinished_as_it_died_is_no_object(repo: Repository) -> None:
    git, id_ = Git(repo.path), "1f" * 20
    said = f"{id_} commit 5\nwords\n".encode()
    for length in range(len(said)):
        assert list(git.objects_from(BytesIO(said[:length]))) == []
    assert list(git.objects_from(BytesIO(said + said[:-1]))) == [Object(id_, b"commit", b"words")]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root may give files away")
def test_a_repository_of_another_user_is_refused_with_the_remedy(repo: Repository) -> None:
    repo.commit()
    for place in (repo.path, repo.path / ".git"):
        os.chown(place, 65534, 65534)

    with pytest.raises(Malformed, match=r"git config --global --add safe\.directory"):
        Clone(repo.path)


def test_without_git_there_is_no_import(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repo.path))

    with pytest.raises(Malformed, match="not installed here"):
        Clone(repo.path)


# --- trust ---


def test_nothing_that_a_clone_names_is_run(repo: Repository, tmp_path: Path) -> None:
    repo.commit()
    repo("tag", "v1")
    trap = tmp_path / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/caught\n")
    trap.chmod(0o755)
    for setting in (
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "gpg.program",
        "diff.external",
        "log.showSignature",
        "remote.origin.uploadpack",
    ):
        repo("config", setting, str(trap))
    repo("config", "core.hooksPath", str(tmp_path))
    repo("config", "remote.origin.url", f"ext::{trap}")
    repo("config", "remote.origin.promisor", "true")
    repo("config", "remote.origin.partialclonefilter", "tree:0")
    repo("config", "protocol.allow", "always")

    told(repo.path, since=["12" * 20])
    assert not (tmp_path / "caught").exists()


def test_where_others_left_git_makes_no_difference(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sha = repo.commit()
    other = Repository(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.path / ".git" / "objects"))

    assert [one.sha for one in commits(repo.path)] == [sha]
