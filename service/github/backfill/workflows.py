"""The runs of GitHub Actions at the commits of tags, each by its last attempt."""

from collections.abc import Iterator
from typing import Any, Final

from service.github.backfill.checks import each_tagged
from service.github.backfill.reading import Reading, Step

_KEPT: Final = (
    *("id", "workflow_id", "event", "head_sha", "head_branch", "updated_at", "run_attempt"),
    *("name", "status", "conclusion", "run_started_at", "check_suite_id", "html_url"),
)


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the commits that were read."""
    return each_tagged(reading, place, _runs)


def _runs(reading: Reading, sha: str) -> int:
    news = 0
    for _, rows in reading.pages("/actions/runs", head_sha=sha):
        for row in rows:
            key = f"workflow_run:{row['id']}:{row['run_attempt']}:{row['status']}"
            run = {name: row.get(name) for name in _KEPT}
            actor = row.get("triggering_actor") or row.get("actor")
            sender = {"sender": actor} if actor else {}
            news += reading.tell(
                "workflow_run", key, action=row["status"], workflow_run=run, **sender
            )
    return news
