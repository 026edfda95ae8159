"""The pages of one repository: its releases, the unreleased, what runs where, change logs."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Final

from flask import Blueprint, Response, request
from msgspec import Struct

from domain.errors import NotFound
from domain.fact import EPOCH
from projections.changelog import changelog
from projections.environments import environments
from projections.observed import survey
from projections.releases import Group, releases
from projections.unreleased import Unreleased, unreleased
from projections.view import View
from service.web.asking import page_of, text_of
from service.web.desk import Desk

RELEASES: Final = 30
CHANGES: Final = 12
CHANGES_A_PAGE: Final = 200
POINTS: Final = 100
COMPONENTS: Final = 2
EVERY: Final = "*"


class Waiting(Struct, frozen=True):
    """What is unreleased of one component, or why that is not known."""

    component: str
    answer: Unreleased | None
    why_not: str


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/<owner>/<name>")
    def repository(owner: str, name: str) -> Response:
        """Its releases by component, what no release has yet, and what runs."""
        after = text_of(request.args, "after") or None
        with desk.repository(owner, name) as seat:
            components = seat.view.names.components()
            component = _component(components)
            found = releases(seat.view, component, after=after, limit=RELEASES)
            link, called = seat.stand.link, seat.repository.name
            return desk.page(
                "repository.html",
                stand=seat.stand,
                twin=link.twin("releases.every_release", called, component=component),
                repository=seat.repository,
                closed=desk.closed(seat),
                components=components,
                component=component,
                groups=list(_by_component(found.groups)),
                unreleased=[
                    _waiting(seat.view, one)
                    for one in _waited_for(seat.view, components, component)
                ],
                brief=CHANGES,
                matrix=environments(seat.view),
                newest=link("repository", called, component=component) if after else "",
                older=link("repository", called, component=component, after=found.next)
                if found.next
                else "",
            )

    @pages.get("/<owner>/<name>/environments")
    def repository_environments(owner: str, name: str) -> Response:
        """What runs in each of its environments, and what was there before."""
        with desk.repository(owner, name) as seat:
            return desk.page(
                "repository_environments.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("environments.every_environment", seat.repository.name),
                repository=seat.repository,
                matrix=survey(seat.view),
            )

    @pages.get("/<owner>/<name>/compare")
    def compare(owner: str, name: str) -> Response:
        """What one point has and another has not."""
        from_, to = text_of(request.args, "from"), text_of(request.args, "to")
        with desk.repository(owner, name) as seat:
            change, problem = None, ""
            try:
                change = changelog(seat.view, from_, to) if from_ and to else None
            except NotFound as error:
                problem = str(error)
            ends: dict[str, str] = {"from": from_, "to": to}
            called = seat.repository.name
            return desk.page(
                "compare.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("changes.between", called, **ends) if change else "",
                status=404 if problem else 200,
                repository=seat.repository,
                from_=from_,
                to=to,
                points=list(_points(seat.view, seat.repository.default_branch)),
                change=change,
                problem=problem,
                shown=CHANGES_A_PAGE,
                number=page_of(request.args),
            )


def _component(components: list[str]) -> str | None:
    """The one that is asked for; None for all."""
    asked = request.args.get("component", EVERY)
    return asked if asked in components else None


def _waited_for(view: View, components: list[str], component: str | None) -> list[str]:
    """The components whose unreleased changes are shown: the asked one, or the lately released.

    What was released last has the least that waits; of a part given up years ago all would wait.
    """
    if component is not None:
        return [component]
    if "" in components or not components:
        return [""]
    lately = sorted(components, key=lambda one: _last_cut(view, one), reverse=True)
    return sorted(lately[:COMPONENTS])


def _last_cut(view: View, component: str) -> datetime:
    groups = releases(view, component, limit=1).groups
    cut = [row.cut_at for group in groups for row in group.final if row.cut_at]
    return max(cut, default=EPOCH)


def _waiting(view: View, component: str) -> Waiting:
    try:
        return Waiting(component, unreleased(view, component), "")
    except NotFound as error:
        return Waiting(component, None, str(error))


def _by_component(groups: Iterable[Group]) -> Iterator[tuple[str, list[Group]]]:
    for component, some in groupby(groups, key=lambda group: group.component):
        yield component, list(some)


def _points(view: View, branch: str) -> Iterator[str]:
    """Names to choose from, without typing them."""
    if branch:
        yield f"branch:{branch}"
    for component in islice(view.names.components(), COMPONENTS):
        for _, name in view.names.page(component, after=None, limit=POINTS):
            yield f"tag:{name}"
