"""The commands that ask: where, changelog; and those of deliveries and imports, which tell."""

import json
from pathlib import Path

import pytest

from service.cli.demo import fill
from tests.service.cli.conftest import Shell
from tests.service.repositories import Repository
from tests.site import ping, pushed_tag

LINES = (
    {"event": "ping", "delivery": "11111111-0000-0000-0000-000000000001", "payload": ping()},
    {"event": "push", "payload": pushed_tag("v1.0.0")},
    {"event": "push", "payload": {"repository": {"id": 42, "full_name": "octo/shop"}}},
)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> str:
    url = f"sqlite:///{tmp_path_factory.mktemp('demonstration')}/demo.db"
    fill(url)
    return url


@pytest.fixture
def demo(bare: Shell, demonstration: str, monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", demonstration)
    return bare


def test_where_a_pull_request_is(demo: Shell) -> None:
    said = demo("where", "harbour/checkout", "#12")

    assert said.code == 0
    assert said.out.splitlines()[0].endswith("(merged)")
    assert "first of its series" in said.out
    assert "environment  production, since " in said.out


def test_where_a_commit_is_by_its_beginning_in_json(demo: Shell) -> None:
    pull = json.loads(demo("where", "harbour/checkout", "#12", "--json").out)
    sha = pull["commits"][0]["sha"]

    commit = json.loads(demo("where", "harbour/checkout", sha[:10], "--json").out)

    assert commit["asked"] == sha
    assert [one["name"] for one in commit["releases"]] == [one["name"] for one in pull["releases"]]


def test_a_change_log_of_a_release_of_a_range_and_of_the_unreleased(demo: Shell) -> None:
    release = demo("changelog", "harbour/checkout", "v1.7.0").out
    between = demo("changelog", "harbour/checkout", "--from", "v1.6.2", "--to", "v1.7.0").out
    rest = demo("changelog", "harbour/checkout").out

    assert release.startswith("## 1.7.0 (")
    assert changes(release) == changes(between)
    assert rest.startswith("## Unreleased\n")
    assert changes(rest)


def changes(text: str) -> list[str]:
    """The lines of changes, without what the line says of other releases."""
    return [line.partition(" – ")[0] for line in text.splitlines() if line.startswith("- ")]


def test_what_had_not_happened_yet_is_not_known(demo: Shell) -> None:
    said = demo("changelog", "harbour/checkout", "v1.7.0", "--as-at", "2001-01-01")

    assert said.code == 1
    assert said.aside.startswith("shipledger: v1.7.0 is no tag that is known here")


@pytest.mark.parametrize(
    "wrong",
    [
        ("changelog", "a/b", "v1", "--from", "v0"),
        ("changelog", "a/b", "--to", "v0"),
        ("where", "a/b", "#one"),
        ("where", "a/b", "#1", "--as-at", "yesterday"),
    ],
    ids=" ".join,
)
def test_a_command_that_means_nothing_is_told_how_it_is_written(
    demo: Shell, wrong: tuple[str, ...]
) -> None:
    said = demo(*(one.replace("a/b", "harbour/checkout") for one in wrong))

    assert said.code == 2
    assert "Error: " in said.aside


def test_deliveries_are_replayed_once_listed_shown_and_tried_again(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "deliveries.jsonl"
    file.write_text("".join(f"{json.dumps(one)}\n" for one in LINES), encoding="utf-8")

    assert shell("deliveries", "replay", file).out == "1 noted, 1 parked, 1 recorded\n"
    assert shell("deliveries", "replay", file).out == "3 repeated\n"
    assert "unfollowed: ping" in shell("deliveries", "list").out
    parked = shell("deliveries", "list", "--state", "parked").out
    assert "not as GitHub describes it" in parked
    assert "More: --before 3" in shell("deliveries", "list", "--limit", "1").aside
    assert "state  noted" in shell("deliveries", "show", LINES[0]["delivery"]).out
    assert shell("deliveries", "show", "2", "--body").out == json.dumps(LINES[1]["payload"])
    assert shell("deliveries", "retry").out.startswith("3: ")
    assert shell("deliveries", "retry", "1").code == 1


def test_a_file_that_is_none_of_deliveries_is_refused_with_its_line(
    shell: Shell, tmp_path: Path
) -> None:
    file = tmp_path / "deliveries.jsonl"
    file.write_text(f"{json.dumps(LINES[0])}\nno JSON\n", encoding="utf-8")

    said = shell("deliveries", "replay", file)

    assert said.code == 1
    assert f"{file}, line 2: " in said.aside


def test_a_clone_is_imported_and_asked_at_once(shell: Shell, tmp_path: Path) -> None:
    clone = Repository(tmp_path / "shop")
    clone("remote", "add", "origin", "https://github.com/octo/shop.git")
    clone.commit("Open the shop (#1)")
    clone("tag", "v1.0.0")
    clone.commit("Sell something (#2)")

    first = shell("import", "git", clone.path)

    assert first.code == 0
    assert first.aside.startswith("octo/shop: ")
    first_line, *_ = changes(shell("changelog", "octo/shop", "v1.0.0").out)
    rest, *_ = changes(shell("changelog", "octo/shop").out)
    assert first_line.startswith("- Open the shop ([#1](https://github.com/octo/shop/pull/1))")
    assert rest.startswith("- Sell something ([#2](https://github.com/octo/shop/pull/2))")
    assert "0 new facts" in shell("import", "git", clone.path).aside
