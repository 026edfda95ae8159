"""The event API: what tools other than GitHub tell, one event at a time or many."""

from typing import Any, Final

from flask import Request, request

from domain.token import WRITE_EVENTS
from service.api.errors import Conflict
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.shapes import listing
from service.api.sight import tells
from service.api.traces import trace
from service.api.webhooks import status_of, unpacked
from service.delivery import Receipt
from service.ingest import Intake
from service.metrics import Meters
from webhooks import events
from webhooks.cloudevent import BATCH, BINARY, MOST_EVENTS, STRUCTURED

LIMIT: Final = 8 * 1024 * 1024
EVENT: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["specversion", "id", "source", "type", "data"],
    "properties": {
        "specversion": {"const": "1.0"},
        "id": {"type": "string", "description": "With `source` it names the event."},
        "source": {"type": "string"},
        "type": {"type": "string", "examples": ["dev.cdevents.service.deployed.0.3.0"]},
        "time": {"type": "string", "format": "date-time"},
        "data": {"type": "object", "description": "The CDEvent."},
    },
}
TAKES: Final[dict[str, Any]] = {
    "required": True,
    "description": (events.__doc__ or "").partition("\n\n")[2],
    "content": {
        STRUCTURED: {"schema": EVENT},
        BATCH: {"schema": {"type": "array", "items": EVENT, "maxItems": MOST_EVENTS}},
        BINARY: {"schema": {"type": "object"}},
    },
}


def blueprint(intake: Intake, meters: Meters, guard: Guard) -> Questions:
    door = Questions("events", guard, description="What other tools tell.")

    @door.bid("/events", listing(Receipt, "Receipts"), scope=WRITE_EVENTS, takes=TAKES)
    def take_events(_: object) -> tuple[dict[str, Any], int]:
        """Record one event or many, each once, however often it is sent."""
        receipts = intake.events(_body(request), dict(request.headers.items()), tells=tells)
        _told(receipts, meters)
        return {"items": receipts}, status_of(*receipts)

    return door


def _body(asked: Request) -> bytes:
    unpacked(asked.environ)
    asked.max_content_length = LIMIT
    return asked.get_data(cache=False)


def _told(receipts: list[Receipt], meters: Meters) -> None:
    """Count what became of each; another body under an id is a conflict for the whole request."""
    for one in receipts:
        meters.delivery("cloudevent", one.outcome, facts=one.facts)
    trace().said.update(events=len(receipts), facts=sum(one.facts for one in receipts))
    others = [(place, one.seq) for place, one in enumerate(receipts) if one.outcome == "conflict"]
    if others:
        listed = ", ".join(f"number {place} (delivery {seq})" for place, seq in others)
        raise Conflict(
            f"Of the {len(receipts)} events these have the id and source of one that is recorded"
            f" with another content: {listed}, counted from 0. They were not recorded, the others"
            " were. Send what changed as a new event, under a new id."
        )
