"""Comparing: two answers to one question about notes, and what a reader would find different."""

import difflib
from collections.abc import Callable

from msgspec import Struct

from projections.notes import asked as noted
from projections.notes.asked import Noted
from projections.notes.difference import Difference, difference
from projections.view import View
from service.printing import Form, printed

Ask = Callable[[View], Noted]


class Compared(Struct, frozen=True):
    """Two renderings: `text` is the later one, `unified` how its lines differ from the former's."""

    format: str
    media_type: str
    text: str
    unified: str
    difference: Difference


def asking(tag: str, component: str) -> Ask:
    """The question about a release, or where there is no tag about what is unreleased."""
    if tag:
        return lambda view: noted.of_release(view, tag)
    return lambda view: noted.of_unreleased(view, component)


def compared(before: Noted, after: Noted, form: Form) -> Compared:
    """Two answers to one question."""
    old, new = printed(before, form), printed(after, form)
    lines = difflib.unified_diff(
        old.text.splitlines(), new.text.splitlines(), "before", "after", lineterm=""
    )
    return Compared(
        format=form.format,
        media_type=new.format.media_type,
        text=new.text,
        unified="\n".join(lines),
        difference=difference(before.notes, after.notes),
    )
