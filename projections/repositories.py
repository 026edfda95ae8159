"""The repositories: what each is called, was called, and whether it lives."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from msgspec import Struct

from domain import subject
from domain.fact import Fact, Told
from domain.repository import (
    RepositoryArchived,
    RepositoryConnected,
    RepositoryDeleted,
    RepositoryDisconnected,
    RepositoryUnarchived,
)
from projections.fold import in_order, places
from projections.identity import Called, identity_of
from projections.view import View


class Repository(Struct, frozen=True):
    """`connected` are the installations of the GitHub App that have access to it."""

    stream: UUID
    name: str
    names: tuple[Called, ...]
    forge: str
    forge_id: str
    default_branch: str
    private: bool
    url: str
    archived: bool
    deleted: bool
    connected: tuple[int, ...]
    positions: tuple[int, ...]


def repository(view: View) -> Repository:
    """The view's repository; `NotFound` where nothing tells what it is."""
    return _repository(view.stream, view.about(subject.IDENTITY))


def repositories(identities: Mapping[UUID, Iterable[Told]]) -> tuple[Repository, ...]:
    """All of them by name, out of the facts of `subject.IDENTITY` of each stream."""
    found = (_repository(stream, told) for stream, told in identities.items())
    return tuple(sorted(found, key=lambda one: (one.name.casefold(), one.stream)))


def _repository(stream: UUID, told: Iterable[Told]) -> Repository:
    told = in_order(told)
    facts = [one.fact for one in told]
    known = identity_of(told)
    return Repository(
        stream=stream,
        name=known.name,
        names=known.names,
        forge=known.forge,
        forge_id=known.forge_id,
        default_branch=known.default_branch,
        private=known.private,
        url=known.url,
        archived=_is_archived(facts),
        deleted=any(isinstance(fact, RepositoryDeleted) for fact in facts),
        connected=_connected(facts),
        positions=places(told),
    )


def _is_archived(facts: Iterable[Fact]) -> bool:
    archived = False
    for fact in facts:
        if isinstance(fact, RepositoryArchived | RepositoryUnarchived):
            archived = isinstance(fact, RepositoryArchived)
    return archived


def _connected(facts: Iterable[Fact]) -> tuple[int, ...]:
    last: dict[int, bool] = {}
    for fact in facts:
        if isinstance(fact, RepositoryConnected | RepositoryDisconnected):
            last[fact.installation] = isinstance(fact, RepositoryConnected)
    return tuple(sorted(number for number, connected in last.items() if connected))
