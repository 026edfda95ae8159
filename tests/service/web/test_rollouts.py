"""The way of a repository and a release's rollout as pages, and the forms to decide on them."""

import pytest

from domain.deed import Signing
from domain.rollout import PERSON, Version
from domain.rollout_step import AT_ONCE
from domain.token import DEPLOY, READ, WRITE_NOTES
from service.recorders.filing import filed
from tests.ledgers import tell
from tests.pages import NOW, STREAM, Page, Pages
from tests.rolling import CANARY, Rolling

WAY = "/acme/app/way"
ROLLOUT = "/acme/app/releases/v1.2.0/rollout"
DECIDE = "/acme/app/rollouts/decide?environment=production"
STAGES = "environments: [{name: staging, optional: true}, {name: production, from: staging}]"
WHY = "It is time."
SIGN = Signing("mira", NOW, WHY)


class Decider:
    """Somebody with a token in the browser; v1.1.0 runs in production, v1.2.0 is there."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        token = pages.site.token(READ, DEPLOY, WRITE_NOTES)
        self.headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}
        self.story = Rolling(STAGES + CANARY)
        tell(pages.site.ledger, STREAM, self.story.facts)  # type: ignore[arg-type]  # only facts

    def open(self, path: str) -> Page:
        return self.pages.open(path, Authorization=self.headers["Authorization"])

    def send(self, do: str, **fields: str) -> int:
        (first, *_) = self.open(DECIDE).all("input", name="form_token")
        told = {"form_token": first.attributes["value"], "reason": WHY, "do": do}
        told |= {"environment": "production", "component": ""} | fields
        answer = self.pages.client.post(
            "/acme/app/rollouts/decide", data=told, headers=self.headers
        )
        self.said = Page(answer.get_data(as_text=True)) if answer.status_code == 409 else None
        return answer.status_code


@pytest.fixture
def decider(pages: Pages) -> Decider:
    return Decider(pages)


def test_the_way_goes_from_one_environment_to_the_next(decider: Decider) -> None:
    page = decider.open(WAY)

    assert [tag.attributes["aria-label"] for tag in page.all("ol")] == ["Stage 1", "Stage 2"]
    assert "production v1.1.0 from staging takes what somebody promotes" in page.text
    assert "may be skipped" in page.text
    assert "Nothing was rolled out step by step yet." in page.text


def test_without_anything_the_page_teaches_how_a_way_is_written(pages: Pages) -> None:
    story = Rolling("")
    tell(pages.site.ledger, STREAM, story.facts[:1])  # type: ignore[arg-type]  # only a fact

    assert "{name: production, from: staging, soak: 4h}" in pages.open(WAY).text


def test_a_release_is_rolled_out_stopped_and_taken_back_by_forms(decider: Decider) -> None:
    assert decider.send("promote", release="v1.2.0") == 303
    page = decider.open(ROLLOUT)
    assert "It waits for a deployment of" in page.text
    steps = [tag.attributes.get("class", "") for tag in page.all("li")]
    assert [one for one in steps if one.startswith("step")] == [
        "step current",
        "step ahead",
        "step ahead",
    ]
    assert decider.send("advance", to="2", reason="") == 303
    assert decider.send("pause", reason="") == 409
    assert decider.said is not None
    assert "Say why" in decider.said.text
    assert decider.send("pause") == 303
    assert "Resume" in decider.open(DECIDE).text
    assert decider.send("resume") == 303
    assert decider.send("roll back", release="v1.2.0") == 303

    page = decider.open(WAY)
    assert "rolled back person by the programme canary" in page.text
    assert "Held by" in page.text
    assert "Locked: v1.2.0," in page.text
    assert decider.send("promote", release="v1.2.0") == 409


def test_what_is_shut_is_opened_by_forms(decider: Decider) -> None:
    assert decider.send("lock", commit="v1.2.0") == 303
    assert decider.send("hold") == 303
    assert decider.send("unlock", commit="v1.2.0", fixed_by="v1.1.0") == 303
    assert "Mended by" in decider.open(WAY).text
    assert decider.send("unlock", commit="v1.2.0") == 303
    assert decider.send("lift") == 303

    page = decider.open(WAY)
    assert "Locked" not in page.text
    assert "Held by" not in page.text


def test_a_release_says_where_it_may_go(decider: Decider) -> None:
    decider.send("lock", commit="v1.2.0")

    page = decider.open(ROLLOUT)
    assert "v1.2.0 was taken back" not in page.text
    assert f"{decider.story.sha[:10]} was taken back by" in page.text
    assert "rolled out step by step anywhere" in page.text


def test_what_no_button_says_is_refused(decider: Decider) -> None:
    assert decider.send("hold", environment="") == 409
    assert decider.said is not None
    assert "Say into which environment" in decider.said.text
    assert decider.send("dance") == 409
    assert decider.said is not None
    assert "Choose what to decide" in decider.said.text


def test_a_commit_without_a_tag_is_named_by_its_beginning(decider: Decider) -> None:
    ledger, story = decider.pages.site.ledger, Rolling(stream=STREAM)
    story.kept.start(Version("", story.before), AT_ONCE, story.old, SIGN)
    story.kept.roll_back(Version("", story.before), story.old, PERSON, SIGN)
    made = story.kept.collect_events()
    ledger.save(*made, filed=filed(made))

    page = decider.open(WAY)
    assert f"{story.before[:9]} from production , to v1.1.0, by mira" in page.text
    assert f"{story.before[:9]} to production" in page.text
