"""The pages over all repositories: the board, the feed of releases, the environments."""

from typing import Final, NamedTuple

from flask import Blueprint, Response, request, url_for

from projections.environments import Cell
from projections.names import Recent
from service.api.paging import place
from service.overview import Matrix
from service.web.asking import cursor, page_of, text_of
from service.web.desk import Desk

REPOSITORIES: Final = 20
RELEASES: Final = 50
ROWS: Final = 50


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/")
    def board() -> Response:
        """Each repository with its newest releases, the newest first."""
        q, number, times = _q(), page_of(request.args), desk.times()
        first = (number - 1) * REPOSITORIES
        found = desk.overview.board(
            times.position, times.as_at, q=q, first=first, limit=REPOSITORIES
        )
        stand = desk.stand(times, found.ground)
        more = found.matching > first + REPOSITORIES
        return desk.page(
            "board.html",
            stand=stand,
            twin=stand.link.twin("overview.board", q=q),
            q=q,
            blocks=found.blocks,
            matching=found.matching,
            first=first + 1,
            newest=stand.link("board", q=q) if first else "",
            older=stand.link("board", q=q, page=number + 1) if more else "",
            webhook=url_for("webhooks.github", _external=True),
        )

    @pages.get("/begin")
    def begin() -> Response:
        """How a repository gets into the ledger."""
        return desk.page(
            "begin.html", stand=None, webhook=url_for("webhooks.github", _external=True)
        )

    @pages.get("/releases")
    def releases() -> Response:
        """The releases of all repositories, in the order in which they were told."""
        q, times = _q(), desk.times()
        after = place(request.args.get("cursor"), Recent)
        found = desk.overview.feed(times.position, times.as_at, q=q, after=after, limit=RELEASES)
        stand = desk.stand(times, found.ground)
        return desk.page(
            "releases.html",
            stand=stand,
            twin=stand.link.twin("overview.feed", q=q),
            q=q,
            lines=found.items,
            newest=stand.link("releases", q=q) if after else "",
            older=stand.link("releases", q=q, cursor=cursor(found.after)) if found.after else "",
        )

    @pages.get("/environments")
    def environments() -> Response:
        """What runs in each environment of each repository."""
        q, number, times = _q(), page_of(request.args), desk.times()
        first = (number - 1) * ROWS
        found = desk.overview.environments(
            times.position, times.as_at, q=q, first=first, limit=ROWS
        )
        stand = desk.stand(times, found.ground)
        rows = _rows(found)
        more = found.matching > first + ROWS
        return desk.page(
            "environments.html",
            stand=stand,
            twin=stand.link.twin("overview.environments", q=q),
            q=q,
            rows=rows,
            columns=_columns(rows),
            silent=sum(not matrix.cells for _, matrix in found.rows),
            newest=stand.link("environments", q=q) if first else "",
            older=stand.link("environments", q=q, page=number + 1) if more else "",
        )


def _q() -> str:
    return text_of(request.args, "q", 200)


class Column(NamedTuple):
    """An environment that some repository has."""

    name: str
    production: bool


class MatrixRow(NamedTuple):
    """What runs where, of one component of one repository."""

    repository: str
    component: str
    cells: dict[str, Cell]


def _rows(found: Matrix) -> list[MatrixRow]:
    rows: dict[tuple[str, str], MatrixRow] = {}
    for repository, matrix in found.rows:
        for cell in matrix.cells:
            key = repository.name, cell.component
            row = rows.setdefault(key, MatrixRow(*key, {}))
            row.cells[cell.environment] = cell
    return list(rows.values())


def _columns(rows: list[MatrixRow]) -> list[Column]:
    """Production first, then those that most repositories have."""
    count: dict[str, int] = {}
    production: set[str] = set()
    for row in rows:
        for name, cell in row.cells.items():
            count[name] = count.get(name, 0) + 1
            if cell.production:
                production.add(name)
    ordered = sorted(count, key=lambda name: (name not in production, -count[name], name))
    return [Column(name, name in production) for name in ordered]
