"""What we said on GitHub, and what waits, is listed and shown to people and programs alike."""

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from domain.errors import Refused
from service.cli.main import shipledger
from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.github.hub import Hub
from tests.ledgers import migrated
from tests.service.github.telling import Team, a_team
from tests.site import Site


@pytest.fixture
def said(hub: Hub, sqlite: Sqlite, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Team]:
    """Notes and readiness of one release: the notes were given up, for half a pair of markers."""
    url = sqlite.fresh(migrated)
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", url)
    ledger = open_ledger(url)
    team = a_team(hub, ledger, address, by_app=True)
    team.settle("publish: {notes: true, readiness: true}")
    team.repo.release("v1.0.0", body="<!-- shipledger:notes:start -->")
    team.work()
    yield team
    ledger.close()


def shell(*words: str) -> str:
    told = CliRunner().invoke(shipledger, ["publish", *words], catch_exceptions=False)
    assert told.exit_code == 0, told.output
    return told.output


def test_a_person_lists_them_shows_one_and_takes_it_up_again(said: Team) -> None:
    listed = shell("list")
    assert "readiness" in listed
    assert "done" in listed
    given_up = shell("list", "--state", "given up")
    assert "readiness" not in given_up
    (number,) = [str(one.seq) for one in said.outbox.page(state="given up")]
    shown = shell("show", number)
    assert "needs each once" in shown
    assert "rule publish.notes" in shown

    said.repo.releases[0].edit(body="Mended by hand")
    assert "wanted again" in shell("retry", number)
    said.work()
    assert (said.repo.releases[0].body or "").startswith("Mended by hand")
    assert said.outbox.page(state="given up") == []
    with pytest.raises(Refused, match="only what was given up"):
        shell("retry", number)


def test_the_api_answers_the_same_in_pages(said: Team) -> None:
    site = Site(said.ledger, public_read=True, clock=said.hub.clock)
    whole = site.get("/api/v1/publications").json["items"]
    assert [one["kind"] for one in whole] == [one.kind for one in said.outbox.page()]
    first = site.get("/api/v1/publications?limit=1")
    assert len(first.json["items"]) == 1
    assert 'rel="next"' in first.headers["Link"]
    wrong = site.get("/api/v1/publications?state=given%20up").json["items"]
    assert [one["kind"] for one in wrong] == ["notes"]
    one = site.get(f"/api/v1/publications/{wrong[0]['seq']}").json
    assert one == wrong[0]
    assert site.get("/api/v1/publications/999").status_code == 404
    guarded = Site(said.ledger, public_read=False, clock=said.hub.clock)
    assert guarded.get("/api/v1/publications").status_code == 401
