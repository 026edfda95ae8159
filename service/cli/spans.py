"""What a command asks notes of: a release, a range, an environment, the unreleased, or all."""

from collections.abc import Iterator
from contextlib import suppress

from domain.errors import NotFound
from projections.branches import default_head
from projections.notes.components import components
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
from service.cli.asked import Asked


def spans(view: View, asked: Asked, settings: Settings) -> Iterator[Span]:
    """What notes are to be made of, the newest first; `NotFound` where it is not known."""
    part = asked.component or ""
    if asked.all:
        yield from _every(view, asked, settings)
    elif asked.environment:
        candidate = asked.tag or asked.to or default_head(view).branch
        yield environment_span(view, asked.environment, candidate, settings)
    elif asked.tag:
        yield release_span(view, asked.tag, settings)
    elif asked.from_:
        to = asked.to or default_head(view).branch
        yield range_span(view, asked.from_, to, part, settings)
    else:
        yield unreleased_span(view, part, settings)


def _every(view: View, asked: Asked, settings: Settings) -> Iterator[Span]:
    """The releases of the repository as a whole, and then those of each of its components."""
    named = [one.name for one in components(view, settings)]
    for part in [asked.component] if asked.component is not None else named or [""]:
        if asked.unreleased:
            # Where no branch is known, nothing can wait on it.
            with suppress(NotFound):
                yield unreleased_span(view, part, settings)
        yield from release_spans(view, part, settings)
