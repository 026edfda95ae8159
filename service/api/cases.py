"""Cases over HTTP: a release on its way into an environment, as of what is asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from marshmallow import fields, validate

from domain.edit import LONGEST_NAME
from projections.case import Case, known_case
from service.api.asked import Asked, Query
from service.api.reading import Reading
from service.looking import Look
from service.moment import moment_of


class InEnvironment(Asked, frozen=True, kw_only=True):
    """About one environment; about no particular one where it is empty."""

    environment: str = ""


class EnvironmentQuery(Query):
    value = InEnvironment

    environment = fields.String(
        validate=validate.Length(max=LONGEST_NAME),
        metadata={"description": "Where it would go; else what is asked for wherever it goes."},
    )


class Cases:
    """Opens the ledger for questions that the time has a say in."""

    def __init__(self, reading: Reading, clock: Callable[[], datetime]) -> None:
        self._reading = reading
        self.clock = clock

    @contextmanager
    def moment(self, owner: str, name: str, asked: Asked) -> Iterator[tuple[Look, datetime]]:
        """The repository as of what is asked, and when that is."""
        clock = self.clock()
        passing = asked.as_of is None and asked.as_at is None
        # Time passes in the answer, unless that was fixed: then it is another one each second.
        variant = f"-{clock:%Y%m%d%H%M%S}" if passing else ""
        with self._reading.repository(owner, name, asked, variant=variant) as view:
            yield view, moment_of(view, asked.as_of, asked.as_at, clock)

    @contextmanager
    def release(self, owner: str, name: str, tag: str, asked: InEnvironment) -> Iterator[Case]:
        """The release; raises `NotFound` where nobody ever said anything about it."""
        with self.moment(owner, name, asked) as (view, now):
            yield known_case(view, tag, asked.environment, now)
