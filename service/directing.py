"""Directing: the directory with the names of its repositories, for who administers it."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from domain.deed import EVERYWHERE
from projections.directory import Grant, Person, directory_of
from projections.repositories import repository
from service.ledger import Ledger, Stand


class Team(Struct, frozen=True):
    """Who is in a team, by their keys."""

    name: str
    members: tuple[str, ...]


class Granted(Struct, frozen=True):
    """A role: `to` is a person's key, or `team:` with a team; empty places mean all of them."""

    to: str
    role: str
    repository: str
    environment: str
    by: str
    reason: str
    position: int


class Entries(Struct, frozen=True):
    """All of it, by name; the roles in the order in which they were given."""

    people: tuple[Person, ...]
    teams: tuple[Team, ...]
    grants: tuple[Granted, ...]


def entries(
    ledger: Ledger, stand: Stand, *, as_of: int | None = None, as_at: datetime | None = None
) -> Entries:
    """As of the position and the moment."""
    found = directory_of(ledger.view(stand, EVERYWHERE, as_of=as_of, as_at=as_at))
    names = {str(one): repository(ledger.view(stand, one)).name for one in ledger.streams(stand)}
    return Entries(
        tuple(one for _, one in sorted(found.people.items())),
        tuple(Team(name, tuple(sorted(them))) for name, them in sorted(found.teams.items())),
        tuple(_granted(one, names) for one in found.grants),
    )


def _granted(one: Grant, names: Mapping[str, str]) -> Granted:
    where = names.get(one.where, one.where)
    return Granted(one.to, one.role, where, one.environment, one.by, one.reason, one.position)


def place_of(ledger: Ledger, name: str) -> str:
    """How a grant spells where it holds: in one repository, or empty for all; raises `NotFound`."""
    if not name:
        return ""
    with ledger.stand() as stand:
        return str(ledger.resolve(stand, name))
