"""A reading: how a gate stands by what is known, before anybody waives it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain.duration import in_words
from projections.condition import FAILED, INCONCLUSIVE, NOT_APPLICABLE, PASSED, PENDING, STALE


class Reading(NamedTuple):
    """`at` is when it came to be so; `who` could change it."""

    state: str
    why: str
    positions: tuple[int, ...] = ()
    at: datetime | None = None
    who: tuple[str, ...] = ()


# Of several the first of these counts: what has failed is not mended by what passed.
_GRAVITY: Final = (FAILED, INCONCLUSIVE, STALE, PENDING, PASSED, NOT_APPLICABLE)


def together(readings: Iterable[Reading]) -> Reading:
    """All of them as one: in the gravest state, for the reasons of those that are not met."""
    found = list(readings)
    state = min((one.state for one in found), key=_GRAVITY.index)
    telling = [one for one in found if one.state != PASSED] or found
    moments = [one.at for one in found if one.at]
    return Reading(
        state,
        "; ".join(dict.fromkeys(one.why for one in telling)),
        tuple(sorted({position for one in found for position in one.positions})),
        # What is only as fresh as its oldest part is as old as that.
        min(moments, default=None),
        tuple(dict.fromkeys(name for one in telling for name in one.who)),
    )


def aged(reading: Reading, most: timedelta | None, now: datetime) -> Reading:
    """The reading; stale where it passed longer ago than the policy lets it."""
    if most is None or reading.state != PASSED or reading.at is None or now - reading.at <= most:
        return reading
    age = in_words(now - reading.at)
    return reading._replace(
        state=STALE, why=f"{reading.why}, {age} ago: it may be at most {in_words(most)} old"
    )
