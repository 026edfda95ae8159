"""A release: everything that the ledger knows of one tag and of what it brought."""

from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from domain.version import read
from projections.base import Base, base_of
from projections.checks import Checks, checks
from projections.contents import Contents, contents
from projections.fold import positions
from projections.kin import final, prereleases
from projections.numbering import Numbering, numbering
from projections.page import Page, pages_of
from projections.parts import Part, parts
from projections.release_state import current_page, release_state
from projections.shipments import Shipment, shipments_of
from projections.tag_state import TagState, tag_of
from projections.view import View
from projections.who import Who


class Reached(Struct, frozen=True):
    """An environment that the release's commit was deployed to, by its last deployment there."""

    environment: str
    production: bool | None
    state: str
    at: datetime
    by: Who | None
    shipments: tuple[Shipment, ...]


class Release(Struct, frozen=True):
    """One release; its `state` is one of those in `projections.release_state`.

    `sha`    the commit that the tag names (a deleted tag: named last), None where not told.
    `page`   the GitHub release that counts; `other_pages` are further drafts and former pages.
    `final`  the release that a prerelease led to, `prereleases` those that led to this one.
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
    told = view.about(subject.tag(name))
    tag, pages = tag_of(name, told), pages_of(name, told)
    if tag is None and not pages:
        raise NotFound(f"no release {name} is known here: check the spelling of its tag")
    sha = tag.sha if tag else None
    version = read(name)
    base = base_of(view, tag) if tag and sha else None
    brought = contents(view, base.sha, sha, reach=False) if base and sha else None
    reached = _reached(view, sha) if sha else ()
    page = current_page(tag, pages)
    return Release(
        name=name,
        component=version.component,
        numbering=numbering(name),
        state=release_state(tag, pages),
        note=tag.note if tag else "The tag does not exist.",
        sha=sha,
        tag=tag,
        page=page,
        other_pages=tuple(one for one in pages if one is not page),
        final=final(view, version),
        prereleases=prereleases(view, version),
        base=base,
        contents=brought,
        checks=checks(view, sha) if sha else Checks(None, "none"),
        environments=reached,
        people=parts(tag, page, brought, [one for stop in reached for one in stop.shipments]),
        positions=positions(told),
    )


def _reached(view: View, sha: str) -> tuple[Reached, ...]:
    stops: dict[str, list[Shipment]] = {}
    for shipment in shipments_of(view.about(subject.shipped(sha))):
        stops.setdefault(shipment.environment, []).append(shipment)
    return tuple(_stop(name, shipments) for name, shipments in sorted(stops.items()))


def _stop(environment: str, shipments: list[Shipment]) -> Reached:
    last = max(shipments, key=lambda one: (one.at, one.id))
    return Reached(environment, last.production, last.state, last.at, last.by, tuple(shipments))
