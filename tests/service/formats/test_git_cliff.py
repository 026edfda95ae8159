"""The context of git-cliff: every field of its version 2.14, and accepted by git-cliff itself."""

import json
import subprocess
from pathlib import Path
from shutil import which

import pytest

from service.formats import render
from tests.notes import MIRA, entry, heading, newcomer, notes
from tests.service.formats.sample import OPTIONS, first, release, unreleased

RELEASE = {
    *("version", "message", "commits", "commit_id", "timestamp", "previous", "repository"),
    *("commit_range", "submodule_commits", "statistics", "extra", "bump_type"),
    *("github", "gitlab", "gitea", "bitbucket", "azure_devops"),
}
COMMIT = {
    *("id", "message", "body", "footers", "group", "breaking_description", "breaking", "scope"),
    *("links", "author", "committer", "conventional", "merge_commit", "statistics", "extra"),
    *("remote", "github", "gitlab", "gitea", "bitbucket", "azure_devops", "raw_message"),
}


def test_every_field_is_there() -> None:
    [one] = json.loads(render("git-cliff", release(), OPTIONS))

    assert one.keys() == RELEASE
    assert one["previous"].keys() == RELEASE
    assert all(commit.keys() == COMMIT for commit in one["commits"])
    assert one["statistics"].keys() == {
        *("commit_count", "commits_timespan", "conventional_commit_count", "links"),
        "days_passed_since_last_release",
    }


def test_what_is_not_released_has_no_version_and_each_release_the_one_before() -> None:
    told = json.loads(render("git-cliff", (unreleased(), release(), first()), OPTIONS))

    assert [one["version"] for one in told] == [None, "v1.3.0", "v1.2.0"]
    assert [one["previous"] and one["previous"]["version"] for one in told] == [
        "v1.3.0",
        "v1.2.0",
        None,
    ]


def test_groups_keep_the_order_of_the_sections() -> None:
    sections = [heading(title, entry(number)) for number, title in enumerate("zyxwvutsrqp", 1)]
    [one] = json.loads(render("git-cliff", notes(*sections)))

    groups = [commit["group"] for commit in one["commits"]]
    assert groups == sorted(groups)
    assert groups[0] == "<!-- 000 -->z"


def test_a_pull_request_is_told_as_a_forge_would() -> None:
    lamp = entry(7, "Add a lamp", labels=("light",), closes=(3,))
    told = notes(heading("Features", lamp), contributors=(newcomer(MIRA, lamp),))
    [one] = json.loads(render("git-cliff", told))

    assert one["commits"][0]["github"] == {
        "username": "mira",
        "pr_author": "mira",
        "pr_title": "Add a lamp",
        "pr_number": 7,
        "pr_numbers": [7],
        "pr_labels": ["light"],
        "is_first_time": True,
    }
    assert one["statistics"]["links"] == [
        {"text": "#3", "href": "https://github.com/acme/app/issues/3", "count": 1}
    ]


def test_git_cliff_prints_it_by_its_own_template(tmp_path: Path) -> None:
    program = which("git-cliff")
    if program is None:
        pytest.skip("no git-cliff on the PATH: pip install git-cliff==2.14.2")
    context = tmp_path / "context.json"
    context.write_text(render("git-cliff", (unreleased(), release(), first()), OPTIONS))

    ran = subprocess.run(
        [program, "--offline", "--from-context", context],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "## [1.3.0] - 2026-06-01\n\n### Features\n\n- *(light)* Add a lamp" in ran.stdout
    assert ran.stdout.index("### Features") < ran.stdout.index("### Dependencies")
