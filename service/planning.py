"""Planning: what somebody wants of a plan, as the decisions that it takes."""

from datetime import date
from functools import partial
from typing import Any

from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.plan import AVAILABLE, CANDIDATE, FREEZE, Plan
from domain.train import Train
from domain.version import read
from projections.policy.in_force import policy_of
from projections.trains import next_free, train_of
from projections.view import View
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


def by_train(view: View, name: str, release: str, today: date) -> list[dict[str, Any]]:
    """The dates of a release that takes the train's next free departure.

    Raises `NotFound` where there is no such train, `Refused` where it takes others' releases.
    """
    train = known_train(view, name)
    if train.component != read(release).component:
        whose = f"releases of {train.component}" if train.component else "the repository's own"
        raise Refused(f"«{name}» takes {whose}, and {release} is none of them.")
    found = next_free(view, train, today)
    if found is None:
        raise Refused(f"«{name}» has no free departure within two years: look at its rule.")
    days = {FREEZE: found.freeze, CANDIDATE: found.candidate, AVAILABLE: found.day}
    return [{"which": which, "day": day} for which, day in days.items() if day is not None]


def known_train(view: View, name: str) -> Train:
    """A train of the policy; raises `NotFound`."""
    train = train_of(view, name)
    if train is None:
        known = ", ".join(f"«{one.name}»" for one in policy_of(view).sections.trains) or "none"
        raise NotFound(f"The policy has no train «{name}»: there is {known}.")
    return train


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
