"""How a change log is told: the view that is asked, the notes, and where their text goes."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click
from msgspec.structs import replace

from domain.errors import Malformed, NotFound
from projections.notes.answer import Notes
from projections.notes.found_settings import settings_in, settings_of
from projections.notes.notes import Noting, notes
from projections.notes.settings import Settings
from projections.notes.span import Span
from projections.notes.trace import why
from projections.view import View
from service.cli.asking import in_json
from service.cli.spans import spans
from service.clone.clone import Clone
from service.clone.view import CloneView
from service.formats.file import FORMS, Piece, change_log, kept_up, piece
from service.formats.lines import Written
from service.formats.options import Options
from service.formats.table import render
from service.sharing import shared

if TYPE_CHECKING:
    from service.cli.changelog import Wish
    from service.clone.walk import Walk

T = TypeVar("T")

_NEVER = datetime.max.replace(tzinfo=UTC)


def tell(wish: "Wish", walk: "Walk | None") -> None:
    """Answer on standard output, or into a file; what a pipe should not carry goes aside.

    The walk is that over the clone, where it is one that is asked about.
    """
    with _view(wish, walk) as view:
        told = _told(view, wish)
    text = told.encode() if isinstance(told, str) else told
    if wish.output is None:
        click.echo(text, nl=not text.endswith(b"\n"))
    elif not wish.output.exists() or _text(wish.output).encode() != text:
        _write(wish.output, text)


@contextmanager
def _view(wish: "Wish", walk: "Walk | None") -> Iterator[View]:
    """Of a directory the clone that is in it; else the repository that the ledger knows so."""
    if walk is None:
        # Late, so that a clone is answered before all that a ledger needs were there.
        from service.cli.ground import view_of  # noqa: PLC0415

        with view_of(wish.repository, wish.as_of, wish.as_at) as view:
            yield view
        return
    if wish.as_of is not None:
        raise click.UsageError("When a clone's history was recorded is not known: say --as-at.")
    if wish.asked.environment:
        raise click.UsageError("A clone tells of no environments: ask a ledger that GitHub feeds.")
    clone = Clone(Path(wish.repository), walk.account())
    view = clone.view(walk, seen=datetime.now(UTC), as_at=wish.as_at)
    if any(part.paths or part.excluded_paths for part in _settings(view, wish).components):
        _learn_paths(clone, view)
    for note in view.notes:
        click.echo(f"Note: {note}.", err=True)
    yield view


def _learn_paths(clone: Clone, view: CloneView) -> None:
    try:
        view.learn(clone.touched())
    except Malformed as error:
        click.echo(f"Note: components have all changes, for no paths are known: {error}", err=True)


def _told(view: View, wish: "Wish") -> str | bytes:
    if wish.as_json:
        from service.cli.answers import answer  # noqa: PLC0415 - notes need nothing of it

        return in_json(answer(view, wish.asked))
    settings = _settings(view, wish)
    for problem in settings.problems:
        click.echo(f"Note: {problem}", err=True)
    asked = list(spans(view, wish.asked, settings))
    if wish.asked.all:
        return _every(view, asked, settings, wish)
    one = notes(view, asked[0], settings)
    if wish.why:
        traced = why(one, wish.why, view)
        return "\n".join((traced.sentence, *(f"  {step}" for step in traced.chain)))
    if wish.next_version:
        return _next_version(one)
    return render(wish.form, one, _options(settings, wish))


def _settings(view: View, wish: "Wish") -> Settings:
    """Those of the file that was named, else those that the view knows of."""
    named = wish.config
    found = settings_of(view) if named is None else settings_in(named.as_posix(), _text(named))
    if wish.template is None:
        return found
    return replace(found, templates=found.templates | {wish.template.name: _text(wish.template)})


def _options(settings: Settings, wish: "Wish") -> Options:
    template = wish.template.name if wish.template else ""
    return Options(audience=wish.audience, template=template, settings=settings)


def _every(view: View, asked: Sequence[Span], settings: Settings, wish: "Wish") -> str | bytes:
    """All releases; in the forms of a file piece by piece, for notes are larger than their text."""
    options = _options(settings, wish)
    if wish.form not in FORMS:
        return render(wish.form, list(map(Noting(view, settings).notes, _seen(asked))), options)
    # What was kept to make them is let go before they become one text.
    pieces = _pieces(view, asked, settings, wish)
    if wish.output is None:
        return change_log(pieces, wish.form)
    return kept_up(_text(wish.output) if wish.output.exists() else "", pieces, wish.form)


def _pieces(view: View, asked: Sequence[Span], settings: Settings, wish: "Wish") -> list[Piece]:
    options, noting, written = _options(settings, wish), Noting(view, settings), Written()

    def made(one: Span) -> Piece:
        return piece(noting.notes(one), wish.form, options, written)

    order = sorted(range(len(asked)), key=lambda one: _turn(asked[one]))
    order = [*order[-1:], *order[:-1]]
    todo = [asked[one] for one in order]
    work: Iterable[Piece] = map(made, todo)
    if isinstance(view, CloneView):
        # The newest finds out what all have in common, and so does not tell how long others take.
        work = chain(map(made, todo[:1]), shared(made, todo[1:]))
    by_place = dict(zip(order, _seen(work, len(asked)), strict=True))
    return [by_place[place] for place in range(len(asked))]


def _turn(one: Span) -> tuple[bool, datetime]:
    """By date, for lines and components that went on side by side have changes in common.

    What holds all of the history before it comes first: it takes long, and leaves others little.
    """
    return one.base_sha is not None, one.date or _NEVER


def _seen(work: Iterable[T], length: int | None = None) -> Iterator[T]:
    """With a bar on a terminal, where it may take a while."""
    if not sys.stderr.isatty():
        yield from work
        return
    with click.progressbar(work, length, label="making notes", file=sys.stderr) as bar:
        yield from bar


def _next_version(one: Notes) -> str:
    if one.next is None:
        raise NotFound(f"{one.name} says nothing of a next version: ask about the unreleased")
    click.echo(one.next.why, err=True)
    return one.next.tag or one.next.version


def _text(path: Path) -> str:
    """As it is, with the ends of its lines."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Malformed(f"{path} is no text in UTF-8: save it as such") from error


def _write(path: Path, text: bytes) -> None:
    try:
        path.write_bytes(text)
    except OSError as error:
        raise click.FileError(str(path), error.strerror) from error
