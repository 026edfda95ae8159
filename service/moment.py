"""The moment of a question: the one that it asks about, else the clock's."""

from datetime import datetime

from projections.view import View


def moment_of(
    view: View, as_of: int | datetime | None, as_at: datetime | None, clock: datetime
) -> datetime:
    """At which time passes in an answer: what soaked by then, and what had expired.

    Never after the clock: nobody can be asked about tomorrow. A position means the moment at which
    it was recorded.
    """
    if as_at is not None:
        return min(as_at, clock)
    if isinstance(as_of, datetime):
        return min(as_of, clock)
    if as_of is not None:
        return view.recorded([view.position]).get(view.position, clock)
    return clock
