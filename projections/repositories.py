"""The repositories: what each is called, was called, and whether it lives."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from domain.fact import Fact, Told
from domain.repository import (
    DefaultBranchChanged,
    RepositoryArchived,
    RepositoryConnected,
    RepositoryDeleted,
    RepositoryDisconnected,
    RepositoryNamed,
    RepositoryRenamed,
    RepositoryTransferred,
    RepositoryUnarchived,
)
from projections.fold import in_order, places
from projections.view import View


class Called(Struct, frozen=True):
    """A name of the repository, and when it was first told to bear it."""

    name: str
    since: datetime
    why: str  # named, renamed, transferred
    position: int


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
    names = tuple(_names(told))
    if not names:
        raise NotFound("no fact names this repository: send its webhooks, or import it")
    named = [fact for fact in facts if isinstance(fact, RepositoryNamed)]
    last = named[-1] if named else None
    return Repository(
        stream=stream,
        name=names[-1].name,
        names=names,
        forge=last.forge if last else "",
        forge_id=last.forge_id if last else "",
        default_branch=_default_branch(facts),
        private=last.private if last else False,
        url=last.url if last else "",
        archived=_is_archived(facts),
        deleted=any(isinstance(fact, RepositoryDeleted) for fact in facts),
        connected=_connected(facts),
        positions=places(told),
    )


_NAMING: dict[type[Fact], str] = {
    RepositoryNamed: "named",
    RepositoryRenamed: "renamed",
    RepositoryTransferred: "transferred",
}


def _names(told: Iterable[Told]) -> Iterator[Called]:
    """Every name in its turn; of one moment, a change goes after a mere mention of either name."""
    naming = [one for one in told if type(one.fact) in _NAMING]
    now = ""
    for one in sorted(naming, key=lambda one: (one.fact.at, _NAMING[type(one.fact)] != "named")):
        fact = one.fact
        assert isinstance(fact, RepositoryNamed | RepositoryRenamed | RepositoryTransferred)
        if fact.name != now:
            now = fact.name
            yield Called(now, fact.at, _NAMING[type(fact)], one.position)


def _default_branch(facts: Iterable[Fact]) -> str:
    """The last told; of one moment, a change goes before a mere mention."""
    said: list[tuple[datetime, bool, str]] = []
    for fact in facts:
        if isinstance(fact, RepositoryNamed) and fact.default_branch:
            said.append((fact.at, False, fact.default_branch))
        elif isinstance(fact, DefaultBranchChanged):
            said.append((fact.at, True, fact.branch))
    return max(said)[2] if said else ""


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
