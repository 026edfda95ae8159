"""The calendar over HTTP: a month of a repository by its days."""

from datetime import date
from typing import Final

from marshmallow import ValidationError, fields

from projections.calendar import SAY, Month, first_of, month_of
from service.api.asked import Asked, Query
from service.api.cases import Cases
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.shapes import shape

_ABOUT: Final = "As 2026-12; else the month of now, or of the moment that is asked about."


class InMonth(Asked, frozen=True, kw_only=True):
    """`month` begins on that day; None asks for the one of the moment."""

    month: date | None = None


class _First(fields.Field[date]):
    """A month, as its first day."""

    def _deserialize(self, value: object, *_: object, **__: object) -> date:
        found = first_of(str(value))
        if found is None:
            raise ValidationError(SAY)
        return found


class MonthQuery(Query):
    value = InMonth

    month = _First(metadata={"description": _ABOUT, "type": "string"})


def blueprint(cases: Cases, guard: Guard) -> Questions:
    questions = Questions(
        "calendar",
        guard,
        prefix="/repositories/<owner>/<name>/calendar",
        description="What is due, when it is closed, and which trains leave, by days.",
    )

    @questions.ask("", MonthQuery, shape(Month))
    def month_of_repository(asked: InMonth, owner: str, name: str) -> Month:
        """The dates of plans, the windows of freezes and the departures of trains in a month.

        Windows stand in the days of their own zones.
        """
        with cases.moment(owner, name, asked) as (view, now):
            return month_of(view, asked.month or now.date().replace(day=1))

    return questions
