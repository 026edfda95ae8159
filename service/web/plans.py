"""Plans as pages: all that is planned in a repository, and one plan beside what came of it."""

from flask import Blueprint, Response

from projections.case import known_case
from projections.freezes import freezes
from projections.plan import plan_of, plans
from projections.planned import planned
from service.web.desk import Desk


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/<owner>/<name>/plans")
    def repository_plans(owner: str, name: str) -> Response:
        """What is planned, and when the repository is closed."""
        with desk.repository(owner, name) as seat:
            called = seat.repository.name
            return desk.page(
                "plans.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("plans.every_plan", called),
                calendar=seat.stand.link.twin("plans.plans_as_calendar", called),
                freezes_twin=seat.stand.link.twin("freezes.freezes_of_repository", called),
                repository=seat.repository,
                closed=desk.closed(seat),
                plans=plans(seat.view),
                frozen=freezes(seat.view, desk.moment(seat)),
            )

    @pages.get("/<owner>/<name>/releases/<path:tag>/plan")
    def release_plan(owner: str, name: str, tag: str) -> Response:
        """A release's plan beside what it holds."""
        with desk.repository(owner, name) as seat:
            plan = plan_of(seat.view, tag)
            case = known_case(seat.view, tag, "", desk.moment(seat))
            return desk.page(
                "plan.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("plans.one_plan", seat.repository.name, release=tag),
                repository=seat.repository,
                closed=desk.closed(seat),
                case=case,
                held=planned(case, plan) if plan is not None else None,
            )
