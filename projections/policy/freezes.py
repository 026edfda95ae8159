"""The part `freezes:` of the file: windows of time in which nothing, or something, may go on."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from domain.errors import Refused
from domain.freeze import ALLOW, DENY, Window, proved
from projections.notes.shape import Flag, Many, Part, Text
from projections.policy.selector import LIMITS, selector
from projections.policy.shapes import Duration

SHAPE: Final = Many(
    Part(
        {
            "name": Text("what it is called"),
            "kind": Text(
                "whether nothing may go on in it (deny), or nothing outside of it (allow)",
                DENY,
                choices=(DENY, ALLOW),
            ),
            "start": Text("when it first begins, on the zone's clocks, as 2026-12-18T16:00"),
            "lasts": Duration("for how long, on the clock on the wall"),
            "every": Text("a recurrence rule (RFC 5545), as FREQ=WEEKLY;BYDAY=FR; once without"),
            "zone": Text("a time zone, as Europe/Berlin", "UTC"),
            "rollbacks": Flag("whether it stops rollbacks, too"),
            "reason": Text("why, for those whom it stops"),
            **LIMITS,
        },
        required=("name", "start", "lasts"),
        about="a window",
    ),
    "when releases are not deployed, or when alone they are",
)


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Window, ...]:
    """The windows; one that could not be meant goes into `problems`, and holds nothing up."""
    found = []
    for one in told:
        try:
            found.append(proved(_window(one)))
        except (Refused, ValueError) as wrong:
            problems.append(f"the freeze «{one['name']}»: {wrong}")
    return tuple(found)


def _window(one: Mapping[str, Any]) -> Window:
    return Window(
        name=one["name"],
        kind=one["kind"],
        start=datetime.fromisoformat(one["start"]),
        lasts=one["lasts"] or timedelta(),
        zone=one["zone"],
        every=one["every"],
        rollbacks=one["rollbacks"],
        reason=one["reason"],
        selector=selector(one),
    )
