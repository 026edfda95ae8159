"""The repositories: what each is called, was called, and whether it lives."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.fact import Told
from projections.view import View


@dataclass(frozen=True, slots=True)
class Called:
    """A name of the repository, and when it was first told to bear it."""

    name: str
    since: datetime
    why: str  # named, renamed, transferred
    position: int


@dataclass(frozen=True, slots=True)
class Repository:
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
    raise NotImplementedError


def repositories(identities: Mapping[UUID, Iterable[Told]]) -> tuple[Repository, ...]:
    """All of them by name, out of the facts of `subject.IDENTITY` of each stream."""
    raise NotImplementedError
