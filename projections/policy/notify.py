"""The part `notify:` of the file: which channel is told of what."""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Any, Final

from msgspec import Struct

from domain.selector import EVERYTHING, Selector
from projections.notes.shape import Many, Part, Text
from projections.notices.occasions import EVENTS
from projections.policy.selector import LIMITS, selector

SHAPE: Final = Many(
    Part(
        {
            "to": Many(Text(), "channels, as whoever runs Shipledger named them"),
            "events": Many(Text(), f"names, or globs of these: {', '.join(EVENTS)}"),
            **LIMITS,
        },
        required=("to", "events"),
        about="who is told of what",
    ),
    "what is told to channels of Slack, Teams, e-mail and webhooks",
)


# How whoever runs Shipledger may call a channel.
CHANNEL: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")


class Subscription(Struct, frozen=True):
    """Channels, and patterns of the events that they are told of."""

    to: tuple[str, ...]
    events: tuple[str, ...]
    selector: Selector = EVERYTHING

    def wants(self, event: str) -> bool:
        """Whether the event is one of its own."""
        return any(fnmatchcase(event, one) for one in self.events)


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Subscription, ...]:
    """The subscriptions; an event that there is not goes into `problems`."""
    for one in told:
        problems.extend(_unknown(one["events"]))
        problems.extend(
            f"notify tells «{name[:60]}», and channels have names of small letters, digits, dots"
            " and dashes"
            for name in one["to"]
            if not CHANNEL.fullmatch(name)
        )
    return tuple(
        Subscription(tuple(filter(CHANNEL.fullmatch, one["to"])), one["events"], selector(one))
        for one in told
    )


def _unknown(patterns: Sequence[str]) -> Iterator[str]:
    for pattern in patterns:
        if not any(fnmatchcase(event, pattern) for event in EVENTS):
            near = get_close_matches(pattern[:60], EVENTS, n=1)
            advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(EVENTS)}"
            yield f"notify has no event «{pattern[:60]}»: {advice}"
