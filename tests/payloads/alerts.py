"""Notifications as Alertmanager sends them to a webhook, in version 4."""

from datetime import datetime
from typing import Any

NEVER = "0001-01-01T00:00:00Z"


def alert(
    starts: datetime,
    ends: datetime | None = None,
    *,
    name: str = "HighErrors",
    fingerprint: str = "c0ffee0000000001",
    summary: str = "The error rate is 0.053",
    **labels: str,
) -> dict[str, Any]:
    """One alert; it fires where it has no end."""
    return {
        "status": "resolved" if ends else "firing",
        "labels": {"alertname": name, "severity": "page", "instance": "eu-1:9090", **labels},
        "annotations": {"summary": summary},
        "startsAt": starts.isoformat(),
        "endsAt": ends.isoformat() if ends else NEVER,
        "generatorURL": "https://prometheus.example.org/graph?g0.expr=errors",
        "fingerprint": fingerprint,
    }


def notification(*alerts: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What one POST holds."""
    firing = any(one["status"] == "firing" for one in alerts)
    return {
        "version": "4",
        "groupKey": '{}:{alertname="HighErrors"}',
        "truncatedAlerts": 0,
        "status": "firing" if firing else "resolved",
        "receiver": "shipledger",
        "groupLabels": {"alertname": "HighErrors"},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "https://alertmanager.example.org",
        "alerts": list(alerts),
    } | changes
