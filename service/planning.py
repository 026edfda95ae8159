"""Planning: what somebody wants of a plan, as the decisions that it takes."""

from datetime import date
from functools import partial
from typing import Any

from domain.deed import Signing
from domain.plan import Plan
from service.deeds import Decide


def steps_of(body: dict[str, Any], *, fresh: bool) -> list[Decide[Plan]]:
    """What the body decides, in the order in which it makes sense."""
    steps: list[Decide[Plan]] = []
    if fresh or "type" in body:
        told = (body.get("type", "regular"), body["branch"], body["about"])
        steps.append(partial(_make, told))
    steps += [partial(_date, one["which"], one["day"]) for one in body["dates"]]
    steps += [partial(_role, one["role"], one["to"]) for one in body["roles"]]
    steps += [partial(_add, one) for one in body["add"]]
    steps += [partial(_remove, one) for one in body["remove"]]
    steps += [partial(_task, one["title"], one["assignee"]) for one in body["new_tasks"]]
    steps += [partial(_change, one) for one in body["tasks"]]
    if body["cancelled"]:
        steps.append(lambda plan, sign: plan.cancel(sign))
    return steps


def _make(told: tuple[str, str, str], plan: Plan, sign: Signing) -> None:
    plan.make(*told, sign)


def _date(which: str, day: date | None, plan: Plan, sign: Signing) -> None:
    plan.set_date(which, day, sign)


def _role(role: str, to: str, plan: Plan, sign: Signing) -> None:
    plan.give_role(role, to.lower(), sign)


def _add(item: str, plan: Plan, sign: Signing) -> None:
    plan.add(item, sign)


def _remove(item: str, plan: Plan, sign: Signing) -> None:
    plan.remove(item, sign)


def _task(title: str, assignee: str, plan: Plan, sign: Signing) -> None:
    plan.add_task(title, assignee.lower(), sign)


def _change(told: dict[str, Any], plan: Plan, sign: Signing) -> None:
    plan.change_task(told["number"], told["assignee"].lower(), told["state"], sign)
