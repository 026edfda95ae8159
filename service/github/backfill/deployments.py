"""Deployments with all their statuses, `inactive` among them, of which GitHub sends no webhook."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("id", "sha", "environment", "created_at", "ref", "task", "production_environment"),
    "transient_environment",
)
_STATUS: Final = (
    *("id", "state", "created_at", "environment", "environment_url", "log_url", "description"),
)


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the page, and how many of its rows were read.

    The list is by creation and old ones change too, so it is read wholly each time; the statuses
    are asked for only where something changed.
    """
    page, skip = place or (1, 0)
    for number, rows in reading.pages("/deployments", page):
        for index, row in enumerate(rows[skip:], skip + 1):
            if reading.is_recent(row["updated_at"]):
                yield Step((number, index), 1, _tell(reading, row))
        skip = 0
        yield Step((number + 1, 0), 0, 0)


def _tell(reading: Reading, row: Mapping[str, Any]) -> int:
    deployment = {name: row.get(name) for name in _KEPT}
    news = reading.tell(
        "deployment",
        f"deployment:{row['id']}",
        action="created",
        deployment=deployment,
        sender=row["creator"],
    )
    for _, statuses in reading.pages(f"/deployments/{row['id']}/statuses"):
        for one in statuses:
            news += reading.tell(
                "deployment_status",
                f"deployment_status:{one['id']}",
                action="created",
                deployment=deployment,
                deployment_status={name: one.get(name) for name in _STATUS},
                sender=one["creator"],
            )
    return news
