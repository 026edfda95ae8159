"""CloudEvents that hold CDEvents, as other tools send them."""

from datetime import datetime
from typing import Any

import msgspec

VERSION = "0.3.0"
STRUCTURED = [("Content-Type", "application/cloudevents+json; charset=utf-8")]


def cdevent(
    what: str,
    subject: str,
    content: dict[str, Any],
    at: datetime,
    *,
    id_: str = "1",
    source: str = "/deployer",
    **custom: Any,
) -> dict[str, Any]:
    """`what` is `service.deployed` or a whole type; keywords are the `customData`."""
    type_ = what if what.startswith("dev.") else f"dev.cdevents.{what}.{VERSION}"
    data: dict[str, Any] = {
        "context": {
            "specversion": "0.5.1",
            "id": id_,
            "source": source,
            "type": type_,
            "timestamp": at.isoformat(),
        },
        "subject": {"id": subject, "source": source, "content": content},
    }
    if custom:
        data |= {"customData": custom, "customDataContentType": "application/json"}
    return {
        "specversion": "1.0",
        "id": id_,
        "source": source,
        "type": type_,
        "subject": subject,
        "time": at.isoformat(),
        "datacontenttype": "application/json",
        "data": data,
    }


def structured(event: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
    """The headers and the body of a request with one event."""
    return STRUCTURED, msgspec.json.encode(event)


def binary(event: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
    """The same event with its attributes in headers."""
    told = ("specversion", "id", "source", "type", "time")
    headers = [(f"Ce-{name.title()}", event[name]) for name in told if name in event]
    return [("Content-Type", "application/json"), *headers], msgspec.json.encode(event["data"])


def batch(*events: dict[str, Any]) -> tuple[list[tuple[str, str]], bytes]:
    """A request with several events."""
    media_type = "application/cloudevents-batch+json"
    return [("Content-Type", media_type)], msgspec.json.encode(events)
