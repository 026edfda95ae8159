"""The editor of notes: forms for people who show a token, say why, and see it before it counts."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

from flask import Blueprint, Response, request

from domain.errors import NotFound, Refused
from projections.notes.answer import Notes
from projections.notes.edits import Decided
from projections.notes.found_settings import PATHS
from projections.policy.in_force import problems_of
from service import deciding
from service.api.guard import Guard
from service.notebook import Decide, Notebooks
from service.web import drafts
from service.web.asking import text_of
from service.web.desk import Desk, Seat
from service.web.hand import REFUSALS, Hand, saving, titles, to
from service.web.notes import Place

LARGEST: Final = 2**63 - 1
# These pages are only for those who may decide, even where everybody may read.
PAGES: Final = frozenset(
    f"pages.{one}"
    for one in (
        "edit_release_notes",
        "edit_unreleased_notes",
        "undo_decision",
        "upload_settings",
    )
)


def install(pages: Blueprint, desk: Desk, guard: Guard, notebooks: Notebooks) -> None:
    hand = Hand(desk, guard, notebooks)

    @pages.route("/<owner>/<name>/releases/<path:tag>/notes/edit", methods=["GET", "POST"])
    def edit_release_notes(owner: str, name: str, tag: str) -> Response:
        """The editor of a release's notes."""
        return _editor(hand, owner, name, Place(tag=tag))

    @pages.route("/<owner>/<name>/notes/unreleased/edit", methods=["GET", "POST"])
    def edit_unreleased_notes(owner: str, name: str) -> Response:
        """The editor of the notes of what is unreleased."""
        return _editor(hand, owner, name, Place(component=text_of(request.args, "component")))

    @pages.route(
        f"/<owner>/<name>/notes/history/<int(max={LARGEST}):position>/undo", methods=["GET", "POST"]
    )
    def undo_decision(owner: str, name: str, position: int) -> Response:
        """Take a decision back, for a reason."""
        return _undo(hand, owner, name, position)

    @pages.route("/<owner>/<name>/notes/settings/edit", methods=["GET", "POST"])
    def upload_settings(owner: str, name: str) -> Response:
        """Upload a file of settings, or withdraw it."""
        return _settings(hand, owner, name)


def _editor(hand: Hand, owner: str, name: str, place: Place) -> Response:
    tried, problem, steps = None, "", list[Decide]()
    with hand.desk.repository_now(owner, name) as seat:
        notes = place.notes(seat).notes[0]
        line = None
        try:
            line = _line(seat, notes)
            steps = list(_steps(seat, place, line))
            tried = hand.tried(seat, place.notes, steps)
            if saving():
                hand.settle(seat, steps)
                return to(place.editor, **place.told, saved="yes")
        except REFUSALS as refusal:
            problem = str(refusal)
        tried = tried or hand.tried(seat, place.notes, ())
        if request.headers.get("HX-Request"):
            return hand.desk.page("notes_preview.html", stand=None, tried=tried, problem=problem)
        notebook = seat.view.notebook()
        return hand.page(
            "notes_editor.html",
            seat,
            twin="decisions",
            notes=notes,
            line=line,
            fields=_filled(line),
            sections=titles(notes),
            entries=list(drafts.entries_of(notes)),
            edits=notebook.edits,
            base=notebook.bases.get(place.tag),
            yanked=notebook.yanked.get(place.tag),
            tags=_tags(seat, notes),
            place=place,
            tried=tried,
            problem=problem,
        )


def _line(seat: Seat, notes: Notes) -> drafts.Line | None:
    """The change that the address asks for."""
    asked = text_of(request.args, "change")
    if not asked:
        return None
    key = deciding.known_change(seat.view, asked)
    found = drafts.line_of(notes, key, seat.view.notebook().edits)
    if found is None:
        raise NotFound(f"These notes have no line of {key}: it lies in another range.")
    return found


def _steps(seat: Seat, place: Place, line: drafts.Line | None) -> Iterator[Decide]:
    if request.method != "POST":
        return
    if request.form.get("kind") == "change" and line:
        yield from line.draft(request.form)
    elif place.tag:
        yield from drafts.of_release(seat.view, place.tag, request.form)


def _filled(line: drafts.Line | None) -> dict[str, str]:
    """The fields as they were sent, else as they stand."""
    if line is None:
        return {}
    if request.form.get("kind") != "change":
        return line.fields
    return {name: request.form.get(name, "") for name in line.fields}


def _tags(seat: Seat, notes: Notes) -> list[str]:
    """What a release may be compared with, the likely ones first."""
    if notes.base is None:
        return []
    names = [notes.base.tag, *(one.tag for one in notes.base.alternatives)]
    page = seat.view.names.page(notes.component, after=None, limit=100)
    return list(dict.fromkeys(one for one in (*names, *(name for _, name in page)) if one))


def _undo(hand: Hand, owner: str, name: str, position: int) -> Response:
    problem = ""
    with hand.desk.repository_now(owner, name) as seat:
        one = _decided(seat, position)
        step = drafts.undoing(one)
        try:
            if step is None:
                raise Refused("It took something back itself: decide anew in the editor.")
            if saving():
                hand.settle(seat, [step], one.about.removeprefix("file:"))
                return to("notes_history")
        except REFUSALS as refusal:
            problem = str(refusal)
        return hand.page("notes_undo.html", seat, twin="history", one=one, problem=problem)


def _decided(seat: Seat, position: int) -> Decided:
    for one in seat.view.notebook().history:
        if one.position == position:
            return one
    raise NotFound(f"Nothing was decided about these notes at position {position}.")


def _settings(hand: Hand, owner: str, name: str) -> Response:
    problem, tried, problems = "", None, list[str]()
    with hand.desk.repository_now(owner, name) as seat:
        try:
            steps = _of_settings()
            problems = _problems(hand, seat, steps)
            if saving() and not problems:
                hand.settle(seat, steps, text_of(request.form, "path"))
                return to("notes_settings")
            # Where nothing waits for a release, there is nothing to show it on.
            with suppress(NotFound):
                tried = hand.tried(seat, Place().notes, steps) if steps else None
        except REFUSALS as refusal:
            problem = str(refusal)
        path = request.form.get("path") or text_of(request.args, "path") or PATHS[0]
        known = seat.view.notebook().files.get(path)
        content = request.form.get("content")
        return hand.page(
            "notes_upload.html",
            seat,
            twin="settings",
            problem=problem,
            problems=problems,
            tried=tried,
            paths=PATHS,
            path=path,
            known=known,
            content=content if content is not None else known.content if known else "",
        )


def _of_settings() -> list[Decide]:
    if request.method != "POST":
        return []
    withdrawn = request.form.get("withdraw") == "yes"
    content = request.form.get("content", "").replace("\r\n", "\n")
    return [deciding.of_settings(request.form.get("path", ""), None if withdrawn else content)]


def _problems(hand: Hand, seat: Seat, steps: list[Decide]) -> list[str]:
    """What could not be read then, and can be now."""
    before = problems_of(seat.view)
    after = problems_of(hand.supposed(seat, steps).view)
    return [one for one in after if one not in before]
