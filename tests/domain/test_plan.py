"""A plan: made before the tag, changed for reasons, and never quietly."""

from datetime import UTC, date, datetime

import pytest

from domain.deed import Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.plan import AVAILABLE, BLOCKED, DONE, FREEZE, MOST, OPEN, OWNER, Plan

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIGN = Signing("mira", NOON)
WHY = SIGN._replace(reason="The bank is late.")


@pytest.fixture
def bare() -> Plan:
    return Plan.of("a repository", "v2.0.0", at=NOON)


@pytest.fixture
def plan(bare: Plan) -> Plan:
    bare.make("regular", "", "", SIGN)
    return bare


def test_what_is_not_planned_has_neither_dates_nor_tasks(bare: Plan) -> None:
    for decide in (
        lambda: bare.cancel(WHY),
        lambda: bare.set_date(FREEZE, date(2026, 7, 1), SIGN),
        lambda: bare.give_role(OWNER, "mira", SIGN),
        lambda: bare.add("pull:1", SIGN),
        lambda: bare.remove("pull:1", WHY),
        lambda: bare.add_task("Tell support", "", SIGN),
        lambda: bare.change_task(1, "", DONE, SIGN),
    ):
        with pytest.raises(Refused, match=r"v2\.0\.0 is not planned"):
            decide()


def test_it_is_planned_once_and_planned_anew_as_something_else(plan: Plan) -> None:
    with pytest.raises(AlreadySo, match="planned so already"):
        plan.make("regular", "", "", SIGN)
    plan.make("hotfix", "1-9-stable", "", SIGN)
    assert (plan.type_, plan.branch) == ("hotfix", "1-9-stable")
    plan.make("hotfix", "1-9-stable", "It mends the till.", SIGN)
    with pytest.raises(AlreadySo, match="planned so already"):
        plan.make("hotfix", "1-9-stable", "It mends the till.", SIGN)
    plan.cancel(WHY)
    assert not plan.made
    plan.make("hotfix", "1-9-stable", "", SIGN)
    assert plan.made


def test_a_date_is_set_freely_and_moved_for_a_reason(plan: Plan) -> None:
    plan.set_date(AVAILABLE, date(2026, 7, 1), SIGN)
    with pytest.raises(AlreadySo):
        plan.set_date(AVAILABLE, date(2026, 7, 1), SIGN)
    with pytest.raises(Refused, match="Say why"):
        plan.set_date(AVAILABLE, date(2026, 7, 8), SIGN)
    plan.set_date(AVAILABLE, date(2026, 7, 8), WHY)

    moved = plan.pending_events[-1]
    assert isinstance(moved, Plan.DateSet)
    assert (moved.before, moved.day) == ("2026-07-01", "2026-07-08")
    plan.set_date(AVAILABLE, None, WHY)
    assert plan.dates == {AVAILABLE: ""}


def test_dates_come_in_their_order(plan: Plan) -> None:
    plan.set_date(AVAILABLE, date(2026, 7, 1), SIGN)
    with pytest.raises(Refused, match=r"The freeze \(2026-07-02\) would come after"):
        plan.set_date(FREEZE, date(2026, 7, 2), SIGN)
    plan.set_date(FREEZE, date(2026, 7, 1), SIGN)
    with pytest.raises(Refused, match="there is no party"):
        plan.set_date("party", date(2026, 7, 2), SIGN)


def test_a_role_has_one_bearer(plan: Plan) -> None:
    plan.give_role(OWNER, "mira", SIGN)
    with pytest.raises(AlreadySo, match="is mira already"):
        plan.give_role(OWNER, "mira", SIGN)
    plan.give_role(OWNER, "", SIGN)
    assert plan.roles == {OWNER: ""}


def test_scope_is_added_freely_and_taken_out_for_a_reason(plan: Plan) -> None:
    plan.add("issue:7", SIGN)
    with pytest.raises(AlreadySo):
        plan.add("issue:7", SIGN)
    for wrong in ("issue:x", "party:7", "issue"):
        with pytest.raises(Refused, match="Plan pull:12"):
            plan.add(wrong, SIGN)
    with pytest.raises(Refused, match="Say why"):
        plan.remove("issue:7", SIGN)
    plan.remove("issue:7", WHY)
    with pytest.raises(AlreadySo):
        plan.remove("issue:7", WHY)
    assert plan.scope == set()


def test_a_plan_has_bounds(plan: Plan) -> None:
    for number in range(1, MOST + 1):
        plan.add(f"pull:{number}", SIGN)
        plan.add_task(f"Task {number}", "", SIGN)
    with pytest.raises(Refused, match="plan a milestone"):
        plan.add("pull:9999", SIGN)
    with pytest.raises(Refused, match="tasks are the most"):
        plan.add_task("One more", "", SIGN)


def test_a_task_is_handed_on_blocked_and_done(plan: Plan) -> None:
    assert plan.add_task("Tell support", "noor", SIGN) == 1
    with pytest.raises(AlreadySo):
        plan.change_task(1, "noor", OPEN, SIGN)
    with pytest.raises(Refused, match="There is no task 7"):
        plan.change_task(7, "noor", DONE, SIGN)
    with pytest.raises(Refused, match="never lost"):
        plan.change_task(1, "noor", "lost", SIGN)
    with pytest.raises(Refused, match="Say why"):
        plan.change_task(1, "noor", BLOCKED, SIGN)
    plan.change_task(1, "noor", BLOCKED, WHY)
    plan.change_task(1, "omar", DONE, SIGN)

    assert plan.tasks == {1: ("omar", DONE)}


def test_a_plan_is_found_by_its_release_and_by_its_version_however_that_is_spelled() -> None:
    def about(name: str) -> tuple[str, ...]:
        plan = Plan.of("a repository", name, at=NOON)
        plan.make("regular", "", "", SIGN)
        made = plan.pending_events[-1]
        assert isinstance(made, Plan.Made)
        return made.about()

    assert about("v2.0.0")[:2] == ("tag:v2.0.0", "plans")
    assert about("v2.0.0")[2:] == about("2.0.0")[2:] != about("v2.0.1")[2:]
    assert about("summer") == ("tag:summer", "plans")
