"""The edits of notes: what people decided of single changes, kept apart from what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Edit:
    """All that stands of what was decided about one change; None where nothing was.

    `order`  a smaller number comes first within its section; changes without one come after.
    """

    key: str  # of the change: `pull:12`, `commit:<sha>`
    by: str
    reason: str
    at: datetime
    position: int
    title: str | None = None
    text: str | None = None
    section: str | None = None
    order: int | None = None
    hidden: bool | None = None
    highlight: bool | None = None


@dataclass(frozen=True, slots=True)
class ChosenBase:
    """A person decided what a release is compared with."""

    tag: str
    base: str
    by: str
    reason: str
    at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class UploadedFile:
    """Settings that a person gave to the ledger itself; they go before those in the repository."""

    path: str
    content: str
    by: str
    reason: str
    at: datetime
    position: int


@dataclass(frozen=True, slots=True)
class Notebook:
    """What people decided about the notes of one repository, as of the view's position."""

    edits: Mapping[str, Edit] = field(default_factory=dict)
    bases: Mapping[str, ChosenBase] = field(default_factory=dict)  # by tag
    yanked: Mapping[str, str] = field(default_factory=dict)  # tag: reason, for Keep a Changelog
    files: Mapping[str, UploadedFile] = field(default_factory=dict)  # by path


NOTHING = Notebook()
