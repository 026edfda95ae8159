"""What notes are asked for: of a release, a range, the unreleased, an environment, or of all."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from domain.errors import NotFound
from projections.notes.answer import Notes
from projections.notes.found_settings import settings_of
from projections.notes.notes import Noting, notes
from projections.notes.settings import Settings
from projections.notes.span import (
    Span,
    environment_span,
    range_span,
    release_span,
    release_spans,
    unreleased_span,
)
from projections.view import View


class Noted(NamedTuple):
    """Notes, and the settings that they were made by; `several` where they are a change log, of
    which there may be `more`.
    """

    settings: Settings
    notes: tuple[Notes, ...]
    several: bool = False
    more: bool = False


def of_release(view: View, tag: str, *, pinned: bool = False) -> Noted:
    """What one release brought; `pinned` as in `release_span`."""
    settings = settings_of(view)
    return _one(view, release_span(view, tag, settings, pinned=pinned), settings)


def of_range(view: View, from_: str, to: str, component: str, *, pinned: bool = False) -> Noted:
    """What `to` has and `from_` has not."""
    settings = settings_of(view)
    return _one(view, range_span(view, from_, to, component, settings, pinned=pinned), settings)


def of_unreleased(view: View, component: str) -> Noted:
    """What no release has yet."""
    settings = settings_of(view)
    return _one(view, unreleased_span(view, component, settings), settings)


def of_environment(view: View, environment: str, candidate: str) -> Noted:
    """What an environment would get."""
    settings = settings_of(view)
    return _one(view, environment_span(view, environment, candidate, settings), settings)


def of_all(
    view: View, component: str, *, start: int = 0, limit: int, unreleased: bool = True
) -> Noted:
    """All releases, the newest first; before them what is unreleased, where that is wanted."""
    settings = settings_of(view)
    every = _every if unreleased else release_spans
    spans = list(islice(every(view, component, settings), start, start + limit + 1))
    made = tuple(map(Noting(view, settings).notes, spans[:limit]))
    return Noted(settings, made, several=True, more=len(spans) > limit)


def _every(view: View, component: str, settings: Settings) -> Iterator[Span]:
    # Where no branch is known, nothing can wait on it.
    with suppress(NotFound):
        yield unreleased_span(view, component, settings)
    yield from release_spans(view, component, settings)


def _one(view: View, span: Span, settings: Settings) -> Noted:
    return Noted(settings, (notes(view, span, settings),))
