"""The page of environments: what was found running stands beside what was declared."""

from domain.deployment import EnvironmentObserved
from tests.pages import Pages
from tests.story import Story, minute, sha


def test_drift_is_told_target_by_target_and_in_its_twin(pages: Pages) -> None:
    story = Story()
    story.repository()
    story.cut("v1.2.0", story.commit("new"))
    story.deployed("1", sha("new"), at=minute(20), production=True)
    pages.told(story.facts)
    assert "nobody told: a tool that looks" in pages.open("/acme/app/environments").text

    later = Story()
    for target, version in (("eu-1", "1.1.9"), ("us-1", "1.2.0")):
        found = {"environment": "production", "target": target, "version": version}
        later.tell(EnvironmentObserved, minute(30), **found)
    pages.told(later.facts)

    page = pages.open("/acme/app/environments")
    told = "declared v1.2.0, found 1.1.9 on eu-1 since 2024-01-01 00:30 UTC"
    assert f"drift {told}" in page.text
    assert "us-1 1.2.0" in page.text
    twin = pages.site.get("/api/v1/repositories/acme/app/environments").json["observed"]
    assert [(one["target"], one["agrees"]) for one in twin] == [("eu-1", False), ("us-1", True)]
    assert twin[0]["why"] == told


def test_what_was_never_deployed_may_be_found_all_the_same(pages: Pages) -> None:
    story = Story()
    story.repository()
    story.deployed("1", sha("new"), "staging")
    story.facts.pop()
    story.tell(EnvironmentObserved, environment="staging", sha=sha("new"))
    pages.told(story.facts)

    page = pages.open("/acme/app/environments")
    assert "nothing is declared to run here" in page.text
    assert "No deployment of this repository" not in page.text
