"""A clone is called as on its forge, or by its directory, and keeps no secrets in its name."""

from pathlib import Path

import pytest

from service.clone.clone import Clone
from service.clone.identity import on_forge
from tests.service.repositories import Repository, run


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/acme/app",
        "https://github.com/acme/app.git",
        "https://github.com/acme/app/",
        "https://GitHub.com/acme/app.git",
        "https://mira:hunter2@github.com/acme/app.git",
        "https://x-access-token:ghs_1234@github.com/acme/app",
        "http://github.com:8080/acme/app.git",
        "ssh://git@github.com/acme/app.git",
        "ssh://git@github.com:22/acme/app.git",
        "git://github.com/acme/app.git",
        "git@github.com:acme/app.git",
        "github.com:acme/app",
        "org-12@github.com:/acme/app.git",
    ],
)
def test_a_forge_s_address_names_owner_and_name(url: str) -> None:
    assert on_forge(url) == ("acme/app", "https://github.com/acme/app")


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/srv/git/app.git",
        "../app",
        "./acme/app",
        "acme/app",
        "file:///srv/acme/app.git",
        "C:/work/app",
        "ext::sh -c true",
        "https://[broken/acme/app",
        "https://github.com/app",
        "https://git.example.org/team/tools/app.git",
        "https://github.com/acme/ap\np",
        "https:///acme/app",
    ],
)
def test_any_other_address_names_nothing(url: str) -> None:
    assert on_forge(url) is None


def test_a_clone_of_a_forge_is_called_as_there(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "whatever")
    repo("remote", "add", "origin", "git@github.com:acme/app.git")

    assert Clone(repo.path).identify().name == "acme/app"


@pytest.mark.parametrize("place", ["app", "app.git"])
def test_a_clone_of_nowhere_is_called_by_its_directory(tmp_path: Path, place: str) -> None:
    bare = ["--bare"] if place.endswith(".git") else []
    repo = Repository(tmp_path / place, *bare)

    identity = Clone(repo.path).identify()
    assert (identity.name, identity.url) == ("local/app", "")


def test_the_directory_is_the_clone_s_whichever_way_it_is_entered(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "app")
    repo.commit()
    repo("worktree", "add", "-q", str(tmp_path / "elsewhere"))
    (tmp_path / "link").symlink_to(repo.path)

    for way in (repo.path / ".git", tmp_path / "elsewhere", tmp_path / "link"):
        assert Clone(way).identify().name == "local/app"


def test_the_branch_that_it_is_about_is_the_origin_s(tmp_path: Path) -> None:
    repo = Repository(tmp_path / "app")
    repo.commit()
    run(["git", "clone", "-q", f"file://{repo.path}", "copy"], tmp_path)
    run(["git", "switch", "-q", "-c", "experiment"], tmp_path / "copy")

    assert Clone(tmp_path / "copy").identify().default_branch == "main"
    repo("switch", "-q", "-c", "experiment")
    assert Clone(repo.path).identify().default_branch == "experiment"
