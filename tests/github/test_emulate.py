"""A story against a GitHub that others wrote, so that ours does not agree with itself alone."""

from collections.abc import Iterator
from pathlib import Path

import github
import pytest

from service.ledger import open_ledger
from tests.engines import Sqlite
from tests.github.emulate import TOKEN, emulate, with_headers
from tests.github.fixtures import a_client
from tests.github.web import Watched, on_loopback
from tests.ledgers import migrated
from tests.site import SECRET, Site

pytestmark = pytest.mark.github


@pytest.fixture
def site(sqlite: Sqlite) -> Iterator[Site]:
    ledger = open_ledger(sqlite.fresh(migrated))
    yield Site(ledger, public_read=True)
    ledger.close()


@pytest.fixture
def elsewhere(packages: Path, tmp_path: Path) -> Iterator[github.Github]:
    """PyGithub at the other GitHub."""
    with emulate(packages, tmp_path) as address:
        client = a_client(address, TOKEN)
        yield client
        client.close()


def test_what_another_github_signs_is_believed(elsewhere: github.Github, site: Site) -> None:
    door = Watched(with_headers(site.app))
    with on_loopback(door) as here:
        repo = elsewhere.get_user().create_repo("shop", auto_init=True)
        hook = {"url": f"{here}/webhooks/github", "content_type": "json", "secret": SECRET}
        repo.create_hook("web", hook, ["*"], active=True)
        repo.create_git_ref("refs/heads/cards", repo.get_branch("main").commit.sha)
        repo.create_file("cards.txt", "Take cards", "Take cards", branch="cards")
        pull = repo.create_pull(title="Take cards", body="", head="cards", base="main")
        merged = pull.merge(merge_method="squash")
        repo.create_git_release("v1.0.0", "1.0", "All cards", target_commitish="main")
        came = door.wait_for("release")

    assert {status for _, _, status in came} == {202}, site.text_of_log
    assert [event for event, _, _ in came][-3:] == ["pull_request", "pull_request", "release"]
    assert repo.get_pull(pull.number).merge_commit_sha == merged.sha
