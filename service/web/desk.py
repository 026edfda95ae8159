"""The desk: what every page is made with, and how it becomes a response."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, request, url_for
from msgspec import Struct

from projections.closed import Closure, closed
from projections.repositories import Repository, repository
from projections.view import View
from service import version
from service.api.asked import Asked
from service.api.reading import Reading
from service.api.traces import trace
from service.ledger import Ledger
from service.looking import Look
from service.moment import moment_of
from service.overview import Ground, Overview
from service.web import files
from service.web.asking import asked_of, known_by, way_back
from service.web.links import Links
from service.web.rendering import Press
from service.web.standpoint import Standpoint


class Times(NamedTuple):
    """The two times that an address asks for; `position` is what `as_of` means, None the head."""

    asked: Asked
    position: int | None

    @property
    def as_at(self) -> datetime | None:
        return self.asked.as_at


class Seat(Struct, frozen=True):
    """One repository, seen from a standpoint."""

    view: Look
    repository: Repository
    stand: Standpoint


class Desk:
    """Made once; thread-safe."""

    def __init__(
        self,
        ledger: Ledger,
        overview: Overview,
        clock: Callable[[], datetime],
        *,
        log_in: bool = False,
    ) -> None:
        """`log_in` says whether people can log in here."""
        self.ledger = ledger
        self.overview = overview
        self._reading = Reading(ledger)
        self._clock = clock
        self._press = Press()
        self.log_in = log_in

    def times(self) -> Times:
        asked = asked_of(request.args)
        return Times(asked, self._reading.position(asked.as_of))

    def stand(self, times: Times, ground: Ground) -> Standpoint:
        """Where an answer over many repositories stands."""
        trace().position = ground.position
        later = max(ground.head - ground.position, 0)
        return Standpoint(times.asked, ground.position, ground.recorded, later)

    @contextmanager
    def repository(self, owner: str, name: str) -> Iterator[Seat]:
        """The repository of the address; raises as `Reading.repository` does."""
        asked = asked_of(request.args)
        with self._reading.repository(owner, name, asked) as view:
            yield self._seat(view, asked)

    @contextmanager
    def repository_now(self, owner: str, name: str) -> Iterator[Seat]:
        """The same as it is now, since decisions are made in the present."""
        with self._reading.repository(owner, name, Asked()) as view:
            yield self._seat(view, Asked())

    @contextmanager
    def around(self, position: int) -> Iterator[View]:
        """The repository that the fact at the position is of, as it was when that was recorded.

        Raises `NotFound` where there is none, or where it was not known yet as of what is asked.
        """
        asked = known_by(asked_of(request.args))
        with self._reading.around(position, asked) as view:
            yield view

    def moment(self, seat: Seat) -> datetime:
        """The moment that is looked at: the one that is asked about, else now."""
        asked = seat.stand.asked
        return moment_of(seat.view, asked.as_of, asked.as_at, self._clock())

    def closed(self, seat: Seat) -> tuple[Closure, ...]:
        """What of the repository is closed at that moment, for the page to say so at its top."""
        return closed(seat.view, self.moment(seat))

    def ground(self) -> Standpoint:
        """The standpoint of a page that is of no repository."""
        times = self.times()
        with self.overview.whole(times.position, times.as_at) as whole:
            return self.stand(times, whole.ground())

    def _seat(self, view: Look, asked: Asked) -> Seat:
        head = view.position if asked.as_of is None else self.ledger.head()
        recorded = view.recorded([view.position]).get(view.position) if view.position else None
        stand = Standpoint(asked, view.position, recorded, max(head - view.position, 0))
        return Seat(view, repository(view), stand)

    def page(
        self,
        template: str,
        *,
        stand: Standpoint | None,
        twin: str = "",
        status: int = 200,
        **values: Any,
    ) -> Response:
        """A page as a response; `twin` is the address of the same in JSON."""
        frame = {
            "stand": stand,
            "twin": twin,
            "here": (request.endpoint or "").rpartition(".")[2],
            "link": stand.link if stand else Links({}),
            "static": files.address,
            "now": self._clock(),
            "version": version.number(),
            "documentation": url_for("documents.reference"),
            "asker": trace().asker,
            "log_in": self.log_in,
            "way_back": way_back(),
        }
        return Response(self._press.print(template, frame | values), status, mimetype="text/html")
