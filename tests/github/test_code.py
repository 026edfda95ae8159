"""Commits, tags and comparisons over REST, from a repository that git itself would give."""

import subprocess
from pathlib import Path

import pytest

from tests.github.asking import Asking
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.repository import Repository

HERE = "/repos/harbour/checkout"


@pytest.fixture
def checkout(hub: Hub) -> Repository:
    return hub.repository("harbour/checkout")


def test_the_repository_can_be_cloned(checkout: Repository, tmp_path: Path) -> None:
    checkout.pull("Cards").merge()
    checkout.tag("v1.0.0", message="First")
    subprocess.run(["git", "clone", "-q", checkout.git.place, tmp_path / "clone"], check=True)

    asked = ["git", "-C", tmp_path / "clone", "rev-parse", "HEAD", "v1.0.0^{commit}"]
    told = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.split()
    assert told == [checkout.head()] * 2


def test_an_annotated_tag_is_an_object_on_the_way_to_its_commit(
    hub: Hub, checkout: Repository, address: str
) -> None:
    sha = checkout.tag("v1", message="First")
    checkout.tag("v2")
    ask = Asking(hub)

    there = ask.get(f"{HERE}/git/ref/tags/v1")["object"]
    assert there["type"] == "tag"
    assert ask.get(f"{HERE}/git/tags/{there['sha']}")["object"]["sha"] == sha
    assert ask.get(f"{HERE}/git/ref/tags/v2")["object"] == {
        "type": "commit",
        "sha": sha,
        "url": f"{hub.api}{HERE}/git/commits/{sha}",
    }
    assert {one["name"]: one["commit"]["sha"] for one in ask.get(f"{HERE}/tags")} == {
        "v1": sha,
        "v2": sha,
    }


def test_create_names_a_ref_shortly_and_push_in_full(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    checkout.tag("v1")

    assert inbox.payloads("create")[0]["ref"] == "v1"
    assert "sha" not in inbox.payloads("create")[0]
    assert inbox.payloads("push")[0]["ref"] == "refs/tags/v1"


def test_a_push_tells_its_times_in_seconds(checkout: Repository) -> None:
    inbox = Inbox()
    checkout.hook(receiver=inbox)
    checkout.commit("Change")
    checkout.issue("Title")

    assert isinstance(inbox.payloads("push")[0]["repository"]["pushed_at"], int)
    assert isinstance(inbox.payloads("issues")[0]["repository"]["pushed_at"], str)


def test_a_comparison_without_pages_stops_at_250(
    hub: Hub, checkout: Repository, address: str
) -> None:
    """PyGithub#3301: without paging only 250 commits come, and `total_commits` tells the truth."""
    first = checkout.head()
    written = checkout.push(None, *(f"Change {number}" for number in range(260)), files={})
    ask, place = Asking(hub), f"{HERE}/compare/{first}...main"

    told = ask.get(place)
    assert (told["total_commits"], len(told["commits"])) == (260, 250)
    pages = []
    answer = ask("GET", place, params={"per_page": 100})
    while True:
        pages += [one["sha"] for one in answer.json()["commits"]]
        if "next" not in answer.links:
            break
        answer = ask("GET", answer.links["next"]["url"])
    assert pages == written


def test_a_comparison_tells_how_two_stand_to_each_other(
    hub: Hub, checkout: Repository, address: str
) -> None:
    fork = checkout.head()
    checkout.push("side", "Side")
    checkout.commit("Main")
    ask = Asking(hub)

    told = ask.get(f"{HERE}/compare/main...side")
    assert (told["status"], told["ahead_by"], told["behind_by"]) == ("diverged", 1, 1)
    assert told["merge_base_commit"]["sha"] == fork
    words = {f"{fork}...main": "ahead", f"main...{fork}": "behind", "main...main": "identical"}
    for asked, status in words.items():
        assert ask.get(f"{HERE}/compare/{asked}")["status"] == status


def test_a_file_is_read_at_a_ref(hub: Hub, checkout: Repository, address: str) -> None:
    checkout.tag("v1")
    checkout.commit("Say more", files={"README.md": "more"})
    ask = Asking(hub)

    sizes = [ask.get(f"{HERE}/contents/README.md", ref=ref)["size"] for ref in ("v1", "main")]
    assert sizes == [len("# checkout\n"), len("more")]
    assert ask("GET", f"{HERE}/contents/NOTHING.md").status_code == 404


def test_a_ref_that_exists_is_not_made_again(hub: Hub, checkout: Repository, address: str) -> None:
    ask, told = Asking(hub, hub.token()), {"ref": "refs/tags/v1", "sha": checkout.head()}

    assert ask("POST", f"{HERE}/git/refs", told).status_code == 201
    assert ask("POST", f"{HERE}/git/refs", told).json()["message"] == "Reference already exists"
