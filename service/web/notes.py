"""The pages of release notes: as they are read, with why they say so, and what was decided."""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from flask import Blueprint, Response, request
from markupsafe import Markup

from domain.errors import NotFound
from projections.notes import asked as noted
from projections.notes.answer import Entry, Notes
from projections.notes.asked import Noted
from projections.notes.found_settings import PATHS, settings_of
from service.formats.audience import audience, for_audience
from service.formats.options import PUBLIC, Options
from service.formats.table import FORMATS, render
from service.printing import Form, chosen, printed
from service.web.asking import page_of, text_of
from service.web.desk import Desk, Seat

READ: Final = "html-fragment"
# What the page offers; those that a template of the team's own is needed for stand apart.
OFFERED: Final = ("markdown", "github", "keep-a-changelog", "text", "json", "slack", "atom")
UNLISTED: Final = 200
DECISIONS: Final = 100


class Place(NamedTuple):
    """Whose notes a page shows: a release's, or what is unreleased of a component."""

    tag: str = ""
    component: str = ""

    @property
    def told(self) -> dict[str, str]:
        """As it stands in an address."""
        return {"tag": self.tag} if self.tag else {"component": self.component}

    @property
    def page(self) -> str:
        return "release_notes" if self.tag else "unreleased_notes"

    @property
    def editor(self) -> str:
        return "edit_release_notes" if self.tag else "edit_unreleased_notes"

    @property
    def question(self) -> str:
        return "notes.notes_of_release" if self.tag else "notes.notes_of_unreleased"

    def notes(self, seat: Seat) -> Noted:
        if self.tag:
            return noted.of_release(seat.view, self.tag)
        return noted.of_unreleased(seat.view, self.component)


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/<owner>/<name>/releases/<path:tag>/notes")
    def release_notes(owner: str, name: str, tag: str) -> Response:
        """The notes of one release."""
        with desk.repository(owner, name) as seat:
            return _notes(desk, seat, Place(tag=tag))

    @pages.get("/<owner>/<name>/notes/unreleased")
    def unreleased_notes(owner: str, name: str) -> Response:
        """The notes of what no release has yet, and the version that it asks for."""
        place = Place(component=text_of(request.args, "component"))
        with desk.repository(owner, name) as seat:
            return _notes(desk, seat, place)

    @pages.get("/<owner>/<name>/notes/history")
    def notes_history(owner: str, name: str) -> Response:
        """Everything that was decided about notes, the newest first."""
        number = page_of(request.args)
        start = (number - 1) * DECISIONS
        with desk.repository(owner, name) as seat:
            told = seat.view.notebook().history[::-1]
            return desk.page(
                "notes_history.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("notebook.history", seat.repository.name),
                repository=seat.repository,
                decisions=told[start : start + DECISIONS],
                all=len(told),
                number=number,
                more=len(told) > start + DECISIONS,
            )

    @pages.get("/<owner>/<name>/notes/settings")
    def notes_settings(owner: str, name: str) -> Response:
        """The settings that notes are made by."""
        with desk.repository(owner, name) as seat:
            return desk.page(
                "notes_settings.html",
                stand=seat.stand,
                twin=seat.stand.link.twin("notebook.settings", seat.repository.name),
                repository=seat.repository,
                settings=settings_of(seat.view),
                files=list(seat.view.notebook().files.values()),
                paths=PATHS,
            )


def _notes(desk: Desk, seat: Seat, place: Place) -> Response:
    try:
        found = place.notes(seat)
    except NotFound as error:
        if place.tag:
            raise
        return _nothing(desk, seat, place, str(error))
    wanted, readers = _wanted(), _audience()
    form = Form(wanted, readers)
    link, called = seat.stand.link, seat.repository.name
    return desk.page(
        "notes.html",
        **_common(seat, place),
        why_not="",
        notes=found.notes[0],
        chosen=seat.view.notebook().bases.get(place.tag),
        text=printed(found, form).text if wanted else "",
        rendered=fragment(found, readers),
        format=wanted,
        audience=readers,
        formats=OFFERED,
        downloads=[
            (one, link.twin(place.question, called, format=one, audience=readers, **place.told))
            for one in OFFERED
        ],
        unlisted=found.notes[0].unlisted[:UNLISTED],
        private=_private(found, readers),
        shown=UNLISTED,
    )


def _nothing(desk: Desk, seat: Seat, place: Place, why_not: str) -> Response:
    return desk.page("notes.html", **_common(seat, place), why_not=why_not)


def _common(seat: Seat, place: Place) -> dict[str, Any]:
    link, called = seat.stand.link, seat.repository.name
    return {
        "stand": seat.stand,
        "twin": link.twin(place.question, called, **place.told),
        "repository": seat.repository,
        "place": place,
        "components": [] if place.tag else seat.view.names.components(),
    }


def fragment(found: Noted, readers: str) -> Markup:
    """The notes as a part of a page; the format escapes every word of a stranger."""
    options = Options(audience=readers, heading=False, settings=found.settings)
    return Markup(render(READ, found.notes[0], options))  # noqa: S704 - see above


def _private(found: Noted, name: str) -> list[Entry]:
    """What is listed, and not told to the audience."""
    options = Options(audience=name, settings=found.settings)
    (notes,) = found.notes
    told = {entry.change.key for entry in _listed(for_audience(notes, audience(options)))}
    return [entry for entry in _listed(notes) if entry.change.key not in told][:UNLISTED]


def _listed(notes: Notes) -> Iterator[Entry]:
    for heading in notes.headings:
        yield from heading.entries


def _wanted() -> str:
    """The format that the page shows as text; empty where it shows the notes themselves."""
    name = text_of(request.args, "format", 40)
    return chosen(name) if name and name in FORMATS and name != READ else ""


def _audience() -> str:
    return text_of(request.args, "audience", 200) or PUBLIC
