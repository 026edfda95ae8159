"""A hub can be a process of its own, and a history can be long before anybody listens."""

import sys
from pathlib import Path

from tests.github.asking import Asking
from tests.github.history import grow
from tests.github.hub import Hub
from tests.github.program import running

CHECKOUT = Path(__file__).parent.parent.parent


def test_a_hub_serves_as_a_process(hub: Hub) -> None:
    words = [sys.executable, "-m", "tests.github", "--port", "0", "tests.github.tour:example"]
    with running(words, ready="http://", cwd=CHECKOUT) as line:
        hub.api = line.strip()
        releases = Asking(hub, "token").get("/repos/harbour/checkout/releases")

    assert [one["tag_name"] for one in releases] == ["v1.0.0"]


def test_a_long_history_is_there_at_once(hub: Hub, address: str) -> None:
    repo = hub.repository("harbour/checkout")
    grow(repo, 250, release_every=100)
    ask = Asking(hub, hub.token())

    pages = ask.pages("/repos/harbour/checkout/pulls", state="all", per_page=100)
    assert [len(page) for page in pages] == [100, 100, 50]
    assert len(repo.git.walk("main")) == 251
    assert [one["tag_name"] for one in ask.get("/repos/harbour/checkout/releases")] == [
        "v1.1.0",
        "v1.0.0",
    ]
    newest = repo.pulls[-1]
    assert newest.merge_commit_sha == repo.head()
    assert hub.requests["GET /repos/{owner}/{repo}/pulls"] == 3
