"""Finding a change: by number, by commit, by pasted address, in one repository or in all."""

import pytest

from tests.pages import Pages
from tests.story import Story, sha, stream


def app(name: str, *, pull: int) -> Story:
    story = Story()
    story.repository(name)
    story.commit(f"{name} one")
    story.commit(f"{name} two", sha(f"{name} one"), message=f"Round (#{pull})")
    story.merged(pull, sha(f"{name} two"), f"Round in {name}", body="Fixes #7")
    story.issue(7, f"Wrong in {name}", closed=True)
    story.cut("v1.0.0", sha(f"{name} two"))
    story.deployed("1", sha(f"{name} two"), "production", production=True)
    return story


@pytest.fixture
def apps(pages: Pages) -> Pages:
    pages.told(app("acme/shop", pull=12).facts, stream(1))
    return pages.told(app("acme/door", pull=13).facts, stream(2))


def test_a_number_that_one_repository_has_is_found_at_once(apps: Pages) -> None:
    text = apps.open("/where?q=%2312").text

    assert "Pull request #12 of acme/shop merged" in text
    assert "Round in acme/shop" in text
    assert "v1.0.0 first in its series" in text
    assert "production" in text


def test_a_number_that_several_have_is_asked_about(apps: Pages) -> None:
    page = apps.open("/where?q=%237")

    assert "2 repositories have one. Which do you mean?" in page.text
    assert "acme/shop issue: Wrong in acme/shop" in page.text
    (link,) = [one for one in page.links() if "acme/door" in one and "where" in one]
    assert "Issue #7 of acme/door" in apps.open(link).text


@pytest.mark.parametrize(
    "q", ["acme/shop%2312", "https://github.com/acme/shop/pull/12/files", "12&repository=acme/shop"]
)
def test_a_repository_may_be_named(apps: Pages, q: str) -> None:
    assert "Pull request #12 of acme/shop" in apps.open(f"/where?q={q}").text


def test_a_commit_is_found_by_its_beginning(apps: Pages) -> None:
    text = apps.open(f"/where?q={sha('acme/door two')[:7].upper()}").text

    assert f"Commit {sha('acme/door two')}" in text
    assert "of acme/door" in text


def test_an_issue_is_found_through_its_pull_request(apps: Pages) -> None:
    text = apps.open("/where?q=acme/shop%237").text

    assert "Issue #7 of acme/shop closed" in text
    assert "Through #12" in text


@pytest.mark.parametrize(
    ("q", "why"),
    [
        ("%23999", "No repository that is known here has one"),
        ("dead4444", "No repository that is known here has one"),
        ("the tax", "That is no number and no commit"),
        ("acme/cellar%231", "No repository acme/cellar is known here"),
        ("acme/shop%23999", "999"),
    ],
)
def test_what_is_not_found_says_what_to_try(apps: Pages, q: str, why: str) -> None:
    assert why in apps.open(f"/where?q={q}", 404).text


def test_the_form_alone_asks_nothing(apps: Pages) -> None:
    page = apps.open("/where")

    assert {tag.attributes["value"] for tag in page.all("option")} == {"acme/shop", "acme/door"}
    assert not page.all("p", role="alert")


def test_a_former_name_is_understood(apps: Pages) -> None:
    later = Story()
    later.minutes = 60
    later.repository("acme/market")
    apps.told(later.facts, stream(1))

    assert "Pull request #12 of acme/market" in apps.open("/where?q=acme/shop%2312").text
