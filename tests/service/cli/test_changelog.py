"""`shipledger changelog` on a clone, and the options that it shares with a ledger."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.sharing import shared
from tests.service.cli.conftest import Shell
from tests.service.repositories import Repository

SETTINGS = """\
notes:
  sections:
    - title: Shiny
      types: [feat]
"""


@pytest.fixture
def clone(tmp_path: Path) -> Repository:
    repo = Repository(tmp_path / "shop")
    repo("remote", "add", "origin", "https://github.com/octo/shop.git")
    repo.commit("feat: open the shop (#1)")
    repo("tag", "v1.0.0")
    repo.commit("fix: count twice (#2)")
    repo("tag", "v1.0.1")
    repo.commit("feat: sell something (#3)")
    repo.commit("Undo\n\nThis reverts commit " + repo("rev-parse", "HEAD") + ".")
    repo.commit("docs: say how (#4)")
    return repo


def test_a_release_a_range_and_the_unreleased_need_no_ledger(
    bare: Shell, clone: Repository
) -> None:
    release = bare("changelog", clone.path, "v1.0.1")
    between = bare("changelog", clone.path, "--from", "v1.0.0", "--to", "v1.0.1")
    rest = bare("changelog", clone.path)
    since = bare("changelog", clone.path, "--from", "v1.0.0")

    assert (release.code, release.aside) == (0, "")
    assert "ount twice" in release.out
    assert "ount twice" in between.out
    assert "open the shop" not in release.out + between.out
    assert "say how" in rest.out
    assert "sell something" not in rest.out
    assert "ount twice" in since.out
    assert "say how" in since.out


def test_a_ledger_of_the_same_clone_says_the_same(shell: Shell, clone: Repository) -> None:
    assert shell("import", "git", clone.path).code == 0
    for words in (["v1.0.1"], ["--from", "v1.0.0", "--to", "main"], ["--all", "--unreleased"]):
        ours = shell("changelog", clone.path, *words)
        theirs = shell("changelog", "octo/shop", *words)
        assert (ours.code, ours.out) == (theirs.code, theirs.out)


def test_all_releases_are_kept_up_to_date_in_a_file(bare: Shell, clone: Repository) -> None:
    file = clone.path / "CHANGELOG.md"
    file.write_text("# What we did\n\nBy hand.\n", encoding="utf-8")

    said = bare("changelog", clone.path, "--all", "-o", file)
    once = file.read_bytes()
    again = bare("changelog", clone.path, "--all", "-o", file)

    assert (said.out, again.out, file.read_bytes()) == ("", "", once)
    assert once.decode().startswith("# What we did\n\nBy hand.\n")
    assert once.decode().index("1.0.1") < once.decode().index("1.0.0")
    assert bare("changelog", clone.path, "--all").out.startswith("# Changelog\n")


def test_every_form_has_all_releases_or_says_that_it_cannot(bare: Shell, clone: Repository) -> None:
    told = json.loads(bare("changelog", clone.path, "--all", "--format", "json").out)
    one = bare("changelog", clone.path, "v1.0.1", "--format", "github")
    many = bare("changelog", clone.path, "--all", "--format", "github")

    assert [release["tag"] for release in told["releases"]] == ["v1.0.1", "v1.0.0"]
    assert "https://github.com/octo/shop/compare/v1.0.0...v1.0.1" in one.out
    assert (many.code, "prints one release" in many.aside) == (1, True)
    assert "there are markdown" in bare("changelog", clone.path, "--format", "none").aside


def test_settings_come_from_the_repository_or_from_a_file_beside_it(
    bare: Shell, clone: Repository, tmp_path: Path
) -> None:
    (clone.path / ".shipledger.yml").write_text(SETTINGS, encoding="utf-8")
    clone("add", ".shipledger.yml")
    clone.commit("feat: shine (#5)")
    other = tmp_path / "other.yml"
    other.write_text(SETTINGS.replace("Shiny", "Dull"), encoding="utf-8")

    assert "Shiny" in bare("changelog", clone.path).out
    assert "Dull" in bare("changelog", clone.path, "--config", other).out


def test_a_template_is_printed_with(bare: Shell, clone: Repository, tmp_path: Path) -> None:
    template = tmp_path / "short.liquid"
    template.write_text("{{ release.tag }}!", encoding="utf-8")

    said = bare("changelog", clone.path, "v1.0.1", "--format", "liquid", "--template", template)

    assert said.out.strip() == "v1.0.1!"


def test_why_something_is_not_listed_and_what_comes_next(bare: Shell, clone: Repository) -> None:
    listed = bare("changelog", clone.path, "v1.0.1", "--why", "#2").out
    gone = bare("changelog", clone.path, "--why", "3").out
    following = bare("changelog", clone.path, "--next-version")

    assert "#2 is listed" in listed
    assert "#3 is not listed" in gone
    assert following.out.startswith("v1.0.")
    assert following.aside


def test_json_is_the_answer_of_the_ledger(bare: Shell, clone: Repository) -> None:
    told = json.loads(bare("changelog", clone.path, "v1.0.1", "--json").out)

    assert told["name"] == "v1.0.1"
    assert told["base"]["tag"] == "v1.0.0"


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (["v1", "--from", "v0"], "ask one"),
        (["--to", "v1"], "--from TAG --to TAG"),
        (["--as-of", "3"], "--as-at"),
        (["--environment", "production"], "ask a ledger"),
        (["--all", "--json"], "--format json"),
        (["v1.0.0", "-o", "/nowhere/at/all"], "No such file or directory"),
    ],
    ids=str,
)
def test_what_means_nothing_is_told_how_it_is_written(
    bare: Shell, clone: Repository, words: list[str], advice: str
) -> None:
    said = bare("changelog", clone.path, *words)

    assert said.code > 0
    assert advice in said.aside


@pytest.mark.parametrize("name", ["v9", "fffffff"])
def test_what_is_not_there_is_told_with_the_next_step(
    bare: Shell, clone: Repository, name: str
) -> None:
    said = bare("changelog", clone.path, name)

    assert said.code == 1
    assert said.aside.startswith(f"shipledger: {name} is no tag that is known here")


def test_a_directory_without_a_repository_is_refused(bare: Shell, tmp_path: Path) -> None:
    assert "is no git repository" in bare("changelog", tmp_path).aside


def test_what_only_a_ledger_needs_is_not_read(clone: Repository) -> None:
    asked = (
        "import sys; from service.cli.main import shipledger;"
        f"shipledger(['changelog', {str(clone.path)!r}, 'v1.0.1'], standalone_mode=False);"
        "print(sorted(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True, text=True)
    heavy = ("flask", "eventsourcing", "marshmallow", "psycopg", "rich", "liquid", "werkzeug")
    for_files = ("re2", "yaml", "projections.policy.sections", "projections.environments")

    assert not [name for name in (*heavy, *for_files) if f"'{name}'" in done.stdout]


def test_work_is_shared_in_order_and_done_again_where_the_second_process_fails() -> None:
    import os

    first = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != first and number % 5 == 0:
            raise ValueError("only here")
        return number * 2

    assert list(shared(work, range(100), worth=0)) == list(range(0, 200, 2))
    assert list(shared(work, range(100))) == list(range(0, 200, 2))
    assert list(shared(work, range(3), worth=0)) == [0, 2, 4]
