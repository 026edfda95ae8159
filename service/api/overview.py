"""The questions over all repositories: the board, the feed of releases, what runs where."""

from marshmallow import fields, validate
from msgspec import Struct

from projections.board import Block
from projections.environments import Cell
from projections.feed import Item
from projections.names import Recent
from service.api.asked import Page, PageQuery
from service.api.guard import Guard
from service.api.paging import Answer, listed, place
from service.api.questions import Questions
from service.api.reading import Reading, answering
from service.api.shapes import listing
from service.api.sight import own
from service.overview import Matrix, Overview


class Filtered(Page, frozen=True, kw_only=True):
    """A page of those whose name contains the text."""

    q: str = ""


class FilteredQuery(PageQuery):
    value = Filtered

    q = fields.String(
        validate=validate.Length(max=200),
        metadata={"description": "Only what has this text in its name, in any case."},
    )


class Runs(Struct, frozen=True):
    """The environments of one repository."""

    repository: str
    cells: tuple[Cell, ...]
    transient: tuple[str, ...]


def blueprint(overview: Overview, reading: Reading, guard: Guard) -> Questions:
    questions = Questions("overview", guard, description="All repositories at once.")

    @questions.ask("/board", FilteredQuery, listing(Block, "Board"))
    def board(asked: Filtered) -> Answer:
        """Each repository with its newest releases, what waits for one, and where they run."""
        first = max(place(asked.cursor, int) or 0, 0)
        found = overview.board(
            reading.position(asked.as_of), asked.as_at, q=asked.q, first=first, limit=asked.limit
        )
        answering(found.ground.position, f"all{own()}", found.ground.position)
        return listed(found.blocks, _next(first, asked.limit, found.matching))

    @questions.ask("/releases", FilteredQuery, listing(Item, "Feed"))
    def feed(asked: Filtered) -> Answer:
        """The releases of all repositories, in the order in which they were first told."""
        found = overview.feed(
            reading.position(asked.as_of),
            asked.as_at,
            q=asked.q,
            after=place(asked.cursor, Recent),
            limit=asked.limit,
        )
        answering(found.ground.position, f"all{own()}", found.ground.position)
        return listed(found.items, found.after)

    @questions.ask("/environments", FilteredQuery, listing(Runs, "Matrix"))
    def environments(asked: Filtered) -> Answer:
        """What runs in each environment of each repository, by the repository's name."""
        first = max(place(asked.cursor, int) or 0, 0)
        found = overview.environments(
            reading.position(asked.as_of), asked.as_at, q=asked.q, first=first, limit=asked.limit
        )
        answering(found.ground.position, f"all{own()}", found.ground.position)
        return listed(_runs(found), _next(first, asked.limit, found.matching))

    return questions


def _next(first: int, limit: int, matching: int) -> int | None:
    return first + limit if first + limit < matching else None


def _runs(found: Matrix) -> list[Runs]:
    return [Runs(one.name, matrix.cells, matrix.transient) for one, matrix in found.rows]
