"""A release: everything that the ledger knows of one tag and of what it brought."""

from dataclasses import dataclass
from datetime import datetime

from projections.base import Base
from projections.checks import Checks
from projections.contents import Contents
from projections.numbering import Numbering
from projections.page import Page
from projections.shipments import Shipment
from projections.tag_state import TagState
from projections.view import View
from projections.who import Who


@dataclass(frozen=True, slots=True)
class Reached:
    """An environment that the release's commit was deployed to, by its last deployment there."""

    environment: str
    production: bool | None
    state: str
    at: datetime
    by: Who | None
    shipments: tuple[Shipment, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Who did one kind of work for the release."""

    role: str  # cut, published, authored, merged, reviewed, deployed
    people: tuple[Who, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """One release. Its `state` is

    draft       a GitHub release is being written, and the tag does not exist;
    tagged      the tag exists and was never public as a GitHub release;
    prerelease  public on GitHub and marked as a prerelease;
    published   public on GitHub as a full release;
    withdrawn   it was public and is not any more: a draft again, or its page deleted;
    deleted     the tag was deleted, and nothing public stands there since.

    `sha` is the commit that the tag names (of a deleted tag: named last), None where not told.
    `final` is the release that a prerelease led to, `prereleases` those that led to this one.
    """

    name: str
    component: str
    numbering: Numbering | None
    state: str
    note: str
    sha: str | None
    tag: TagState | None
    page: Page | None
    other_pages: tuple[Page, ...]
    final: str | None
    prereleases: tuple[str, ...]
    base: Base | None
    contents: Contents | None
    checks: Checks
    environments: tuple[Reached, ...]
    people: tuple[Part, ...]
    positions: tuple[int, ...]


def release(view: View, name: str) -> Release:
    """The release of a tag; `NotFound` where no fact tells of it."""
    raise NotImplementedError
