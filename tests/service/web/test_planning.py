"""Plans and freezes by forms: what is filled in counts as it does over the API, and no more."""

import pytest

from domain.token import READ, WRITE_RELEASES
from tests.pages import Page, Pages
from tests.story import Story, sha

PLAN = "/acme/app/plans/decide"
FREEZE = "/acme/app/freezes/decide"
PLANS = "/acme/app/plans"
WHY = "The bank is late."
NEW = {"release": "v2.0.0", "do": "plan", "type": "regular"}
HOLIDAYS = {"name": "holidays", "kind": "deny", "start": "2024-01-01T00:00", "lasts": "14d"}


class Planner:
    """Somebody with a token in the browser."""

    def __init__(self, pages: Pages) -> None:
        story = Story()
        story.repository()
        story.cut("v1.0.0", story.commit("one"))
        story.branch("main", sha("one"))
        self.pages = pages.told(list(story.facts))  # type: ignore[misc]  # only facts
        token = pages.site.token(READ, WRITE_RELEASES, person="mira")
        self.headers = {"Authorization": f"Bearer {token}", "Sec-Fetch-Site": "same-origin"}

    def open(self, path: str) -> Page:
        return self.pages.open(path, Authorization=self.headers["Authorization"])

    def shown(self, path: str) -> dict[str, str]:
        """The form as a browser would send it, if nobody wrote anything in it."""
        page, told = self.open(path), {}
        for tag in page.tags:
            if tag.name == "input" and tag.attributes.get("type") != "checkbox":
                told.setdefault(tag.attributes["name"], tag.attributes.get("value", ""))
        return {one: text for one, text in told.items() if one != "q"}

    def send(self, path: str, status: int = 303, /, **told: str | list[str]) -> Page | None:
        token = {"form_token": self.shown(path)["form_token"]}
        answer = self.pages.client.post(path, data=token | told, headers=self.headers)
        assert answer.status_code == status, answer.get_data(as_text=True)[:2000]
        return Page(answer.get_data(as_text=True)) if status != 303 else None

    def refused(self, path: str, /, **told: str | list[str]) -> str:
        page = self.send(path, 409, **told)
        assert page is not None
        return page.text


@pytest.fixture
def planner(pages: Pages) -> Planner:
    return Planner(pages)


def test_the_empty_page_leads_to_both_forms(planner: Planner) -> None:
    page = planner.open(PLANS)

    assert {PLAN, FREEZE} <= set(page.links())
    assert "Plan a release before its tag is cut, here or in a shell:" in page.text


def test_a_release_is_planned_by_a_form(planner: Planner) -> None:
    planner.send(
        PLAN,
        **NEW | {"about": "For the summer.", "freeze": "2024-02-01", "available": "2024-02-08"},
        owner="Mira",
        captain="noor",
        add="pull:12, milestone:3",
        task="Tell support",
        task_for="Noor",
    )

    page = planner.open("/acme/app/releases/v2.0.0/plan")
    assert "For the summer." in page.text
    assert "Owner mira Captain noor" in page.text
    assert "No more changes 2024-02-01" in page.text
    assert "milestone:3" in page.text
    assert "Tell support noor" in page.text
    assert f"{PLAN}?release=v2.0.0" in page.links()


def test_only_what_was_changed_is_decided_whatever_others_did_meanwhile(planner: Planner) -> None:
    planner.send(PLAN, **NEW, available="2024-02-08", owner="mira", task="Tell support")
    mine = planner.shown(f"{PLAN}?release=v2.0.0") | {"type": "regular", "state-1": "open"}
    theirs = {"was-type": "regular", "type": "regular", "was-available": "2024-02-08"}
    planner.send(PLAN, **NEW | theirs, available="2024-02-15", reason=WHY)

    planner.send(PLAN, **mine | {"do": "plan", "captain": "noor", "reason": ""})

    page = planner.open("/acme/app/releases/v2.0.0/plan")
    assert "Captain noor" in page.text
    assert "2024-02-08 → 2024-02-15, by mira" in page.text
    assert "2024-02-15 → " not in page.text


def test_a_move_a_removal_and_a_cancellation_want_a_reason(planner: Planner) -> None:
    planner.send(PLAN, **NEW, available="2024-02-08", add="pull:12", task="Tell support")
    was = {"was-type": "regular", "was-available": "2024-02-08", "was-state-1": "open"}
    stands = {"available": "2024-02-08", "numbers": "1 ", "state-1": "open"}
    wishes: list[dict[str, str | list[str]]] = [
        {"available": "2024-02-15"},
        {"remove": ["pull:12"]},
        {"state-1": "blocked"},
        {"do": "cancel"},
    ]
    for wish in wishes:
        told = {**NEW, **was, **stands, **wish}
        assert "Say why" in planner.refused(PLAN, **told)
        planner.send(PLAN, **told | {"reason": WHY})
    assert "cancelled" in planner.open("/acme/app/releases/v2.0.0/plan").text

    planner.send(PLAN, **NEW)
    assert "cancelled" not in planner.open("/acme/app/releases/v2.0.0/plan").text


def test_what_was_written_stands_again_beside_why_it_did_not_count(planner: Planner) -> None:
    page = planner.send(PLAN, 409, **NEW, add="pr12", about="For the summer.")
    assert page is not None

    assert "Plan pull:12, issue:7 or milestone:3" in page.text
    assert page.all("input", name="add")[0].attributes["value"] == "pr12"
    assert "For the summer." in page.text
    assert "dates: Not a valid date" in planner.refused(PLAN, **NEW, freeze="soon")
    assert "Nothing is planned here." in planner.open(PLANS).text


def test_a_plan_is_not_written_over_by_who_thought_it_new(planner: Planner) -> None:
    planner.send(PLAN, **NEW, branch="2-stable")

    assert "There is a plan of v2.0.0 already" in planner.refused(PLAN, **NEW)
    again = planner.shown(f"{PLAN}?release=v2.0.0") | {"type": "regular"}
    assert "says nothing that is new" in planner.refused(PLAN, **again)


def test_a_window_is_declared_stepped_over_and_ended_by_forms(planner: Planner) -> None:
    planner.send(FREEZE, do="declare", **HOLIDAYS, environments="production", reason=WHY)
    page = planner.open(PLANS)
    assert "holidays now nothing may go on" in page.text
    assert "production" in page.text

    there = {"release": "v1.0.0", "environment": "production", "until": "2024-01-03T12:00"}
    planner.send(FREEZE, do="override", **there, reason=WHY)
    assert (
        "v1.0.0 may go into production until 3 Jan 2024, 12:00:00 UTC" in planner.open(PLANS).text
    )

    assert "End «holidays»" in planner.open(FREEZE).text
    planner.send(FREEZE, do="end", number="1", reason=WHY)
    assert "No window is declared." in planner.open(PLANS).text


def test_what_no_window_can_be_is_refused_with_words(planner: Planner) -> None:
    def refused(**told: str) -> str:
        return planner.refused(FREEZE, **{"do": "declare", "reason": WHY, **HOLIDAYS, **told})

    assert "lasts: write a duration as 90s" in refused(lasts="long")
    assert "start: write it as 2026-12-18T16:00" in refused(start="")
    assert "There is no time zone Berlin" in refused(zone="Berlin")
    assert "reason: Length must be between" in refused(reason="")
    assert "until: write a moment" in refused(do="override", release="v1", environment="p")
    assert "There is no window 7" in refused(do="end", number="7")
    assert "Choose which window to end" in refused(do="end", number="x")
    assert "Choose what to decide" in refused(do="dance")


def test_each_page_says_at_its_top_that_it_is_closed(planner: Planner) -> None:
    pages = [
        *("/acme/app", PLANS, "/acme/app/way", "/acme/app/releases/v1.0.0"),
        *(f"/acme/app/releases/v1.0.0/{one}" for one in ("plan", "gates", "approvals", "rollout")),
    ]
    assert not any(planner.open(one).all("div", role="note") for one in pages)
    planner.send(FREEZE, do="declare", **HOLIDAYS, environments="production", reason=WHY)

    for one in pages:
        told = "Closed until 15 Jan 2024, 00:00 UTC in production: frozen by «holidays». The bank"
        assert told in planner.open(one).text, one
    assert "Closed until" not in planner.open(f"{pages[0]}?as_at=2024-01-01T12:00:00Z").text
