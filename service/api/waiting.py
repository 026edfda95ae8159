"""What waits for approval, in all repositories that the caller sees."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Final

from marshmallow import fields, validate

from domain.edit import LONGEST_NAME
from projections.repositories import repository
from projections.waiting import Waiting, waiting
from service.api.asked import Page, PageQuery
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.questions import Questions
from service.api.reading import Everything, Reading
from service.api.shapes import listing
from service.api.traces import trace

ME: Final = "me"


class Whose(Page, frozen=True, kw_only=True):
    person: str = ""


class WhoseQuery(PageQuery):
    value = Whose

    person = fields.String(
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "`me`, or somebody's key; what waits for anybody without it."},
    )


def blueprint(reading: Reading, guard: Guard, clock: Callable[[], datetime]) -> Questions:
    questions = Questions("waiting", guard, description="What waits for somebody's approval.")

    @questions.ask("/approvals", WhoseQuery, listing(Waiting, "Waiting"))
    def waiting_for_approval(asked: Whose) -> Answer:
        """The open layers of planned and newest releases, for those who could stand in them."""
        now = clock()
        passing = asked.as_of is None and asked.as_at is None
        # Time passes in the answer, unless that was fixed: delegations end, evidence grows old.
        variant = f"-{now:%Y%m%d%H%M%S}" if passing else ""
        with reading.everything(asked, variant=variant) as everything:
            now = min(asked.as_at or now, now)
            return paged(tuple(every(everything, now, person_of(asked.person))), asked)

    return questions


def every(everything: Everything, now: datetime, person: str) -> Iterator[Waiting]:
    """Of each repository that the caller sees."""
    for view in everything.views():
        yield from waiting(view, repository(view).name, now, person)


def person_of(told: str) -> str:
    """Whose is asked for; the caller's own where he says `me`."""
    asker = trace().asker
    return (asker.key if asker is not None else "") if told == ME else told.lower()
