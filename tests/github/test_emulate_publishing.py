"""The whole story against a GitHub that others wrote: from a pull request to published notes."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from service.config import Config
from service.github.connection import Connection
from service.github.publishing.notes import END, START
from service.github.saying import Saying
from service.ledger import open_ledger
from service.notebook import Notebooks, Pen
from service.outbox import Outbox
from service.reacting import Reacting
from tests.engines import Sqlite
from tests.github.emulate import TOKEN, emulate, with_headers
from tests.github.fixtures import a_client
from tests.github.web import Watched, on_loopback
from tests.ledgers import migrated
from tests.site import SECRET, Site, pushed_tag
from webhooks.github.payload import stream

pytestmark = pytest.mark.github


class ByName(Connection):
    """This GitHub finds what is in a repository by its name alone; we ask by its number."""

    def __init__(self, number: int, name: str, *known: Any, **more: Any) -> None:
        super().__init__(*known, **more)
        self._number, self._name = f"/repositories/{number}/", f"/repos/{name}/"

    def _client(self, which: int | str | None) -> Any:
        client = super()._client(which)
        ask = client.requestJson

        def asked(verb: str, path: str, **more: Any) -> Any:
            return ask(verb, path.replace(self._number, self._name), **more)

        client.requestJson = asked
        return client


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def site(sqlite: Sqlite) -> Iterator[Site]:
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Site(ledger, public_read=True)
    ledger.close()


def test_notes_of_a_merged_pull_request_are_published(
    packages: Path, tmp_path: Path, site: Site
) -> None:
    door = Watched(with_headers(site.app))
    ledger, stop = site.ledger, Event()
    outbox = Outbox(ledger, now)
    reacting = Reacting(ledger, outbox, clock=now, public_url="")
    reacting.run(stop)  # from here on there is news
    with emulate(packages, tmp_path) as address, on_loopback(door) as here:
        client = a_client(address, TOKEN)
        repo = client.get_user().create_repo("shop", auto_init=True)
        hook = {"url": f"{here}/webhooks/github", "content_type": "json", "secret": SECRET}
        repo.create_hook("web", hook, ["*"], active=True)
        wish = "publish: {notes: true}"
        Notebooks(ledger).settle(
            stream(repo.id),
            Pen("ada", "a test"),
            lambda book, sign: book.upload(".shipledger.yml", wish, sign),
        )
        repo.create_git_ref("refs/heads/cards", repo.get_branch("main").commit.sha)
        repo.create_file("cards.txt", "Take cards", "Take cards", branch="cards")
        pull = repo.create_pull(title="feat: take cards", body="", head="cards", base="main")
        merged = pull.merge(merge_method="squash")
        made = repo.create_git_release("v1.0.0", "1.0", "By hand", target_commitish="main")
        door.wait_for("release")
        # This GitHub sends no push of a tag; the story tells it in its place.
        told = pushed_tag("v1.0.0", merged.sha)
        told["repository"] = {"id": repo.id, "full_name": repo.full_name, "default_branch": "main"}
        told["head_commit"]["timestamp"] = now().isoformat()
        site.deliver("push", told)
        config = Config("sqlite:///unused.db", github_token=TOKEN)
        more = {"clock": now, "sleep": lambda _: None, "api": address}
        connection = ByName(repo.id, repo.full_name, config, **more)
        reacting.run(stop)
        Saying(ledger, outbox, connection, clock=now).run(stop)

        body = repo.get_release(made.id).body
        client.close()
    assert [(one.state, one.reason) for one in outbox.page()] == [("done", "")]
    assert body.startswith(f"By hand\n\n{START}\n")
    assert body.endswith(END)
    assert "ake cards" in body
