"""What was verified at the commits of tags: check runs and statuses, the highest version first."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from domain.version import read as version
from projections.standing import standing
from service.github.backfill.reading import Reading, Step

SHORT: Final = 12  # of an id, which is enough to tell the commits of tags apart
_RUN: Final = (
    *("id", "name", "head_sha", "status", "conclusion", "started_at", "completed_at"),
    *("external_id", "html_url", "details_url"),
)
_STATUS: Final = (
    *("id", "context", "state", "target_url", "description", "created_at", "updated_at"),
)


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the commits that were read."""
    return each_tagged(reading, place, lambda _, sha: _runs(reading, sha) + _statuses(reading, sha))


def each_tagged(
    reading: Reading, place: Any, read_one: Callable[[Reading, str], int]
) -> Iterator[Step]:
    """Each commit of a tag once: after all has ended there, nothing more is expected."""
    done = list(place or ())
    with reading.look() as view:
        names = sorted(view.names.all(), key=lambda name: version(name).key, reverse=True)
        shas = [tag.sha for tag in standing(view, names) if tag.sha]
    for sha in dict.fromkeys(shas):
        if sha[:SHORT] not in done:
            news = read_one(reading, sha)
            done.append(sha[:SHORT])
            yield Step(done, 1, news)


def _runs(reading: Reading, sha: str) -> int:
    news = 0
    for _, rows in reading.pages(f"/commits/{sha}/check-runs"):
        for row in rows:
            key = f"check_run:{row['id']}:{row['status']}:{row['completed_at']}"
            news += reading.tell("check_run", key, action="created", check_run=_run(row))
    return news


def _run(row: Mapping[str, Any]) -> dict[str, Any]:
    app, suite = row.get("app"), row.get("check_suite")
    return {
        **{name: row.get(name) for name in _RUN},
        "app": app and {name: app.get(name) for name in ("id", "slug", "name")},
        "check_suite": suite and {"id": suite["id"]},
        "pull_requests": [
            {"number": pull["number"], "base": {"repo": {"id": pull["base"]["repo"]["id"]}}}
            for pull in row.get("pull_requests") or ()
        ],
    }


def _statuses(reading: Reading, sha: str) -> int:
    news = 0
    for _, rows in reading.pages(f"/commits/{sha}/statuses"):
        for row in rows:
            told = {name: row.get(name) for name in _STATUS}
            news += reading.tell(
                "status", f"status:{row['id']}", sha=sha, sender=row["creator"], **told
            )
    return news
