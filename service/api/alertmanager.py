"""The door for Alertmanager: a notification comes in, and what became of each alert goes out."""

from typing import Any, Final

from flask import Blueprint, request

from domain.token import WRITE_EVENTS
from service.alerting import Alerting
from service.api.asked import UNREADABLE, readable
from service.api.errors import BadQuery
from service.api.guard import Guard
from service.api.traces import trace
from service.api.webhooks import status_of, unpacked
from service.metrics import Meters
from webhooks.alertmanager import Receiver

ADDRESS: Final = "/webhooks/alertmanager"
LIMIT: Final = 8 * 1024 * 1024
PARAMETERS: Final = ("repository", "environment")
LONGEST: Final = 1024


def blueprint(alerting: Alerting, meters: Meters, guard: Guard) -> Blueprint:
    door = Blueprint("alertmanager", __name__)

    @door.post(ADDRESS)
    @guard.needs(WRITE_EVENTS)
    def take_alerts() -> tuple[dict[str, list[dict[str, Any]]], int]:
        receiver = _receiver()
        unpacked(request.environ)
        request.max_content_length = LIMIT
        receipts = alerting.take(request.get_data(cache=False), receiver)
        for one in receipts:
            meters.delivery("alertmanager", one.outcome, facts=one.facts)
        trace().said.update(alerts=len(receipts), facts=sum(one.facts for one in receipts))
        return {"items": [one._asdict() for one in receipts]}, status_of(*receipts)

    return door


def _receiver() -> Receiver:
    """A name that is misspelt in the address would be missed only when something is on fire."""
    for name, value in request.args.items():
        if name not in PARAMETERS:
            raise BadQuery(name, f"The address takes {' and '.join(PARAMETERS)}, and no {name}.")
        if not readable(value) or len(value) > LONGEST:
            raise BadQuery(name, f"In the address, {UNREADABLE}, nor {LONGEST} characters.")
    return Receiver(*(request.args.get(name, "") for name in PARAMETERS))
