"""The directory over HTTP: its people, teams and roles, and what administrators decide of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from marshmallow import fields, validate
from msgspec import Struct

from domain.directory import ROLES, Directory
from domain.edit import LONGEST_NAME
from domain.token import ADMIN
from projections.directory import Person
from service.api.asked import Asked, Page, PageQuery
from service.api.bodies import Reasoned
from service.api.guard import Guard
from service.api.paging import Answer, paged
from service.api.permission import prove_everywhere
from service.api.questions import Questions
from service.api.reading import Reading, answering
from service.api.schema import Schema
from service.api.shapes import listing, shape
from service.api.signing import signing
from service.deeds import Decide, Deeds
from service.directing import Entries, Granted, Team, entries, place_of
from service.ledger import Ledger
from service.notebook import Settled

_NAME: Final = validate.Length(1, LONGEST_NAME)
_TEXT: Final = validate.Length(max=LONGEST_NAME)


class PersonBody(Reasoned):
    """Who somebody is: all of it, whatever was said before."""

    name = fields.String(load_default="", validate=_TEXT)
    login = fields.String(
        load_default="", validate=_TEXT, metadata={"description": "At GitHub; else the key is it."}
    )
    github_id = fields.Integer(
        load_default=0,
        strict=True,
        validate=validate.Range(0, 2**53),
        metadata={"description": "The account's number, which never changes; 0 is unknown."},
    )
    emails = fields.List(
        fields.String(validate=_NAME), load_default=list, validate=validate.Length(max=20)
    )


class TeamBody(Reasoned):
    """Who is in a team, and nobody else."""

    members = fields.List(
        fields.String(validate=_NAME), required=True, validate=validate.Length(max=1000)
    )


class GrantBody(Reasoned):
    """A role of a person, or of everybody in `team:NAME`."""

    to = fields.String(required=True, validate=_NAME)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    repository = fields.String(
        load_default="",
        validate=_TEXT,
        metadata={"description": "Only in this one, as owner/name; else in all."},
    )
    environment = fields.String(load_default="", validate=_TEXT)


class Directed(Struct, frozen=True):
    """What became of a decision; `already` says what of it stood before."""

    changed: bool
    already: tuple[str, ...]


class Desk:
    """Reads and decides for administrators alone; thread-safe."""

    def __init__(self, ledger: Ledger, reading: Reading, deeds: Deeds[Directory]) -> None:
        self.ledger = ledger
        self._reading = reading
        self._deeds = deeds

    @contextmanager
    def opened(self, asked: Asked) -> Iterator[Entries]:
        """As of what is asked."""
        prove_everywhere(self.ledger)
        position = self._reading.position(asked.as_of)
        with self.ledger.stand() as stand:
            reached = stand.head if position is None else min(position, stand.head)
            answering(reached, "directory", reached)
            yield entries(self.ledger, stand, as_of=position, as_at=asked.as_at)

    def settle(self, reason: str, step: Decide[Directory]) -> Settled:
        """Record what the caller decides."""
        prove_everywhere(self.ledger)
        sign = signing(self._deeds.clock(), self.ledger.head(), reason)
        return self._deeds.settle((), sign, step)


def blueprint(ledger: Ledger, reading: Reading, guard: Guard, deeds: Deeds[Directory]) -> Questions:
    questions = Questions(
        "directory",
        guard,
        prefix="/directory",
        description="Who there is, in which teams, and who may do what; for administrators.",
    )
    desk = Desk(ledger, reading, deeds)

    @questions.ask("/people", PageQuery, listing(Person, "People"), scope=ADMIN)
    def every_person(asked: Page) -> Answer:
        """Everybody whom somebody named, by key."""
        with desk.opened(asked) as found:
            return paged(found.people, asked)

    @questions.ask("/teams", PageQuery, listing(Team, "Teams"), scope=ADMIN)
    def every_team(asked: Page) -> Answer:
        """The teams of the directory; a repository's own file may have more."""
        with desk.opened(asked) as found:
            return paged(found.teams, asked)

    @questions.ask("/grants", PageQuery, listing(Granted, "Grants"), scope=ADMIN)
    def every_grant(asked: Page) -> Answer:
        """The roles that were given, and stand; a repository's own file may give more."""
        with desk.opened(asked) as found:
            return paged(found.grants, asked)

    _people(questions, desk)
    _roles(questions, desk)
    return questions


def _offer(questions: Questions, method: str, rule: str, body: type[Schema]) -> Callable[..., Any]:
    return questions.settle(rule, body, shape(Directed), scope=ADMIN, method=method)


def _directed(settled: Settled) -> Directed:
    return Directed(bool(settled.new), settled.already)


def _people(questions: Questions, desk: Desk) -> None:
    @_offer(questions, "PUT", "/people/<key>", PersonBody)
    def name_person(_: object, body: dict[str, Any], key: str) -> Directed:
        """Say who a person is, or say it anew; he can log in from then on."""
        known = {
            "called": body["name"],
            "login": body["login"],
            "github_id": body["github_id"],
            "emails": tuple(one.lower() for one in body["emails"]),
        }
        return _directed(desk.settle(body["reason"], lambda one, by: one.name(key, by, **known)))

    @_offer(questions, "POST", "/people/<key>/remove", Reasoned)
    def remove_person(_: object, body: dict[str, Any], key: str) -> Directed:
        """Let a person log in no more; what was decided stays."""
        return _directed(desk.settle(body["reason"], lambda one, by: one.remove(key, by)))

    @_offer(questions, "POST", "/people/<key>/log-out", Reasoned)
    def log_person_out(_: object, body: dict[str, Any], key: str) -> Directed:
        """End all sessions that a person has now."""
        return _directed(desk.settle(body["reason"], lambda one, by: one.log_out(key, by)))


def _roles(questions: Questions, desk: Desk) -> None:
    @_offer(questions, "PUT", "/teams/<team>", TeamBody)
    def set_team(_: object, body: dict[str, Any], team: str) -> Directed:
        """Say who is in a team, and nobody else."""
        members = tuple(body["members"])
        return _directed(
            desk.settle(body["reason"], lambda one, by: one.set_team(team, members, by))
        )

    @_offer(questions, "POST", "/grants", GrantBody)
    def grant(_: object, body: dict[str, Any]) -> Directed:
        """Give a role. Once anybody has one in a repository, nobody else decides or reads there."""
        told = _told(desk, body)
        return _directed(desk.settle(body["reason"], lambda one, by: one.grant(*told, by)))

    @_offer(questions, "POST", "/grants/withdraw", GrantBody)
    def withdraw_grant(_: object, body: dict[str, Any]) -> Directed:
        """Take a role back."""
        told = _told(desk, body)
        return _directed(desk.settle(body["reason"], lambda one, by: one.withdraw_grant(*told, by)))


def _told(desk: Desk, body: dict[str, Any]) -> tuple[str, str, str, str]:
    prove_everywhere(desk.ledger)
    where = place_of(desk.ledger, body["repository"])
    return body["to"], body["role"], where, body["environment"]
