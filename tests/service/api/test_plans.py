"""Plans over HTTP: made before the tag, changed all at once, and held against what came."""

from datetime import date
from typing import Any

from icalendar import Calendar

from domain.token import READ, WRITE_RELEASES
from tests.service.api.test_approvals import SHOP
from tests.site import Site, prove_problem

PLANS = f"{SHOP}/plans"


def decide(site: Site, release: str = "v9.0.0", *, status: int = 200, **told: Any) -> Any:
    token = site.token(WRITE_RELEASES, READ, person="mira")
    answer = site.post(f"{PLANS}/{release}", token=token, json=told)
    assert answer.status_code == status, answer.json
    return answer.json


def test_a_release_is_planned_and_judged_before_its_tag(playground: Site) -> None:
    assert playground.get(PLANS).json["items"] == []
    assert playground.get(f"{PLANS}/v9.0.0").status_code == 404

    made = decide(
        playground,
        type="hotfix",
        dates=[{"which": "available", "day": "2999-01-01"}],
        roles=[{"role": "owner", "to": "Mira"}],
        add=["pull:31", "issue:9999"],
        new_tasks=[{"title": "Tell support", "assignee": "Noor"}],
    )

    plan = made["now"]["plan"]
    assert (plan["type"], plan["owner"], plan["tasks"][0]["assignee"]) == ("hotfix", "mira", "noor")
    assert {one["item"]: one["state"] for one in made["now"]["items"]}["issue:9999"] == "not known"
    assert made["now"]["sha"]
    (listed,) = playground.get(PLANS).json["items"]
    assert listed["name"] == "v9.0.0"
    assert playground.get(f"{SHOP}/releases/v9.0.0/verdict").json["state"] == "passed"


def test_all_of_it_is_decided_or_nothing(playground: Site) -> None:
    decide(playground, add=["pull:31"])

    refused = decide(playground, status=409, add=["pull:32"], remove=["pull:31"])

    assert "Say why" in prove_problem_detail(refused)
    plan = playground.get(f"{PLANS}/v9.0.0").json["plan"]
    assert [one["item"] for one in plan["scope"]] == ["pull:31"]
    assert decide(playground, add=["pull:31"])["changed"] is False


def prove_problem_detail(problem: Any) -> str:
    return str(problem["detail"])


def test_a_task_is_done_and_a_plan_cancelled_for_a_reason(playground: Site) -> None:
    decide(playground, new_tasks=[{"title": "Tell support"}])
    done = decide(playground, tasks=[{"number": 1, "state": "done"}])
    assert done["now"]["plan"]["tasks"][0]["state"] == "done"

    decide(playground, status=409, cancelled=True)
    decide(playground, cancelled=True, reason="Nobody wants it.")

    assert playground.get(PLANS).json["items"] == []
    assert playground.get(f"{PLANS}/v9.0.0").json["plan"]["cancelled"] is True


def test_what_cannot_be_meant_is_refused(playground: Site) -> None:
    token = playground.token(WRITE_RELEASES, READ)
    for told in ({"dates": [{"which": "party", "day": "2026-01-01"}]}, {"new_tasks": [{}]}):
        answer = playground.post(f"{PLANS}/v9.0.0", token=token, json=told)
        assert answer.status_code == 422
        assert prove_problem(answer)["errors"]


def test_dates_and_windows_are_a_calendar(playground: Site) -> None:
    decide(playground, about="For the summer.", dates=[{"which": "available", "day": "2999-01-01"}])
    window = {"name": "audit", "start": "2020-01-01T00:00", "lasts": "1d", "every": "FREQ=MONTHLY"}
    token = playground.token(WRITE_RELEASES, READ)
    told = window | {"reason": "The auditors are here."}
    assert playground.post(f"{SHOP}/freezes", token=token, json=told).status_code == 200

    answer = playground.get(f"{PLANS}/calendar.ics")

    assert answer.content_type == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.text).walk("VEVENT")
    day, *frozen = events
    assert (str(day["summary"]), day.decoded("dtstart")) == (
        *("harbour/checkout v9.0.0: available", date(2999, 1, 1)),
    )
    assert {str(one["summary"]) for one in frozen} == {"harbour/checkout frozen: audit"}
    assert 12 <= len(frozen) <= 18
    assert len({str(one["uid"]) for one in events}) == len(events)
