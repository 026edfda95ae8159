"""Reading: how a question finds its repository and its position, and when nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from flask import Flask, Response, request

from domain.deed import EVERYWHERE, Deed
from domain.errors import NotFound
from domain.topics import FACTS
from projections.repositories import repository as repository_answer
from projections.view import View
from service.api.asked import Asked
from service.api.paging import address
from service.api.sight import own, sees, sees_stream
from service.api.traces import trace
from service.ledger import Ledger, Stand, unknown
from service.looking import Look
from service.version import fingerprint


class Moved(Exception):
    """The repository is called otherwise now."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class Unchanged(Exception):
    """What the caller has is still the answer."""


class Reading:
    """Opens the ledger for questions; every answer within one sees the same positions."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    @contextmanager
    def repository(
        self, owner: str, name: str, asked: Asked, *, variant: str = ""
    ) -> Iterator[Look]:
        """One repository as of what was asked.

        `variant` tells apart answers to one address that come in several forms. Raises `NotFound`;
        `Moved` under a former name; `Unchanged` where the caller has the answer.
        """
        position = self.position(asked.as_of)
        with self._ledger.stand() as stand:
            stream = self._ledger.resolve(stand, f"{owner}/{name}")
            self._prove(stand, stream, f"{owner}/{name}")
            view = self._ledger.view(stand, stream, as_of=position, as_at=asked.as_at)
            last = min(self._ledger.last_position(stand, stream), view.position)
            trace().settled = settled(asked.as_of, view.position, stand.head)
            answering(last, stream.hex[:16] + variant, view.position)
            yield view

    @contextmanager
    def twice(
        self, owner: str, name: str, asked: Asked, other: Asked
    ) -> Iterator[tuple[Look, Look]]:
        """One repository as of two things that were asked; raises as `repository` does."""
        positions = self.position(asked.as_of), self.position(other.as_of)
        with self._ledger.stand() as stand:
            stream = self._ledger.resolve(stand, f"{owner}/{name}")
            self._prove(stand, stream, f"{owner}/{name}")
            one, two = (
                self._ledger.view(stand, stream, as_of=position, as_at=at)
                for position, at in zip(positions, (asked.as_at, other.as_at), strict=True)
            )
            reached = max(one.position, two.position)
            last = min(self._ledger.last_position(stand, stream), reached)
            answering(last, stream.hex[:16], reached)
            yield one, two

    @contextmanager
    def everything(self, asked: Asked, *, variant: str = "") -> Iterator["Everything"]:
        """All repositories as of what was asked; raises `Unchanged` as above."""
        position = self.position(asked.as_of)
        with self._ledger.stand() as stand:
            reached = stand.head if position is None else min(position, stand.head)
            answering(reached, f"all{own()}{variant}", reached)
            yield Everything(self._ledger, stand, reached, asked.as_at)

    def position(self, as_of: int | datetime | None) -> int | None:
        """The position that an `as_of` means; None is the head."""
        if isinstance(as_of, datetime):
            return self._ledger.position_at(as_of)
        return as_of

    @contextmanager
    def around(self, position: int, asked: Asked) -> Iterator[View]:
        """The repository that the fact at the position is of; raises as `repository` does."""
        stream = self._stream_at(position)
        as_of = self.position(asked.as_of)
        missing = NotFound(f"There is no fact at position {position}; answers list theirs.")
        if stream is None or (as_of is not None and as_of < position):
            raise missing
        with self._ledger.stand() as stand:
            if not sees_stream(self._ledger, stand, stream):
                raise missing
        answering(position, "fact", position)
        with self._ledger.look(stream, as_of=position, as_at=asked.as_at) as view:
            yield view

    def _stream_at(self, position: int) -> UUID | None:
        for one in self._ledger.recorder.select_notifications(position, 1):
            if one.id != position or not isinstance(one.originator_id, UUID):
                return None
            if one.topic in FACTS:
                return one.originator_id
            made = self._ledger.mapper.to_domain_event(one)
            # What is decided about people is of no repository, and not everybody's to read.
            if isinstance(made, Deed) and UUID(made.repository) != EVERYWHERE:
                return UUID(made.repository)
        return None

    def _prove(self, stand: Stand, stream: UUID, name: str) -> None:
        now = self._ledger.view(stand, stream)
        if not sees(now):
            raise unknown(name)
        current = repository_answer(now).name
        if current.lower() != name.lower():
            raise Moved(current)


class Everything:
    """All repositories, at one position."""

    def __init__(self, ledger: Ledger, stand: Stand, position: int, as_at: datetime | None) -> None:
        self._ledger = ledger
        self._stand = stand
        self.position = position
        self.as_at = as_at

    def views(self) -> Iterator[View]:
        """One of each repository that was known, in the order in which we met them."""
        for stream in self._ledger.streams(self._stand, self.position):
            if not sees_stream(self._ledger, self._stand, stream):
                continue
            yield self._ledger.view(self._stand, stream, as_of=self.position, as_at=self.as_at)


def settled(as_of: int | datetime | None, position: int, head: int) -> bool:
    """Whether what is asked for means the same position for ever.

    A position beyond the head will be reached one day. By a moment more may be recorded still,
    unless something was recorded after it already.
    """
    if isinstance(as_of, datetime):
        return position < head
    return as_of == position


def answering(last: int, whose: str, position: int) -> None:
    """Say which position is answered from; raise `Unchanged` where the caller has that answer.

    The tag names all that an answer to this address is computed from: whose facts, the last one
    that counts, and the program. The address itself holds the rest.
    """
    trace().position = position
    named(f"{fingerprint()}-{whose}-{last}")


def named(tag: str) -> None:
    """Name the answer; raise `Unchanged` where the caller has the one of that name."""
    trace().tag = tag
    if request.method in {"GET", "HEAD"} and request.if_none_match.contains(tag):
        raise Unchanged


def install(app: Flask) -> None:
    """Answer the two exceptions above."""
    app.register_error_handler(Moved, redirect)
    app.register_error_handler(Unchanged, not_modified)


def redirect(moved: Moved) -> Response:
    """Lead to the same question under the repository's name of today."""
    owner, _, name = moved.name.partition("/")
    values = {**(request.view_args or {}), **request.args.to_dict(), "owner": owner, "name": name}
    response = Response(status=308)
    response.headers["Location"] = address(values)
    # Names pass to other repositories: this is true today, and need not be tomorrow.
    response.headers["Cache-Control"] = "no-store"
    return response


def not_modified(_: Unchanged) -> Response:
    return Response(status=304)
