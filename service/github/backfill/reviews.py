"""Reviews of pull requests, and their commits where a merge did not take them along.

Each costs a request or two, so this comes late. What was closed without a merge is passed over.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from service.github.backfill.branches import told
from service.github.backfill.pulls import listed
from service.github.backfill.reading import Reading, Step


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the page, and how many of its rows were read."""
    page, skip = place or (1, 0)
    for number, rows in listed(reading, page):
        # After a merge commit they are in the graph already; not so after a squash.
        unmade = reading.unmade(row["head"]["sha"] for row in rows)
        for index, row in enumerate(rows[skip:], skip + 1):
            if row["merged_at"] or row["state"] == "open":
                news = _reviews(reading, row)
                if row["head"]["sha"] in unmade:
                    news += _commits(reading, row)
                yield Step((number, index), 1, news)
        skip = 0
        yield Step((number + 1, 0), 0, 0)


def _reviews(reading: Reading, row: Mapping[str, Any]) -> int:
    news = 0
    pull = {name: row[name] for name in ("number", "updated_at")}
    for _, reviews in reading.pages(f"/pulls/{row['number']}/reviews"):
        for one in reviews:
            if one.get("submitted_at") is None:  # still being written
                continue
            kept = {name: one.get(name) for name in ("id", "state", "commit_id", "submitted_at")}
            dismissed = one["state"].lower() == "dismissed"
            body = {
                "action": "dismissed" if dismissed else "submitted",
                "review": kept,
                "pull_request": pull,
                # Who set it aside is not told.
                **({} if dismissed else {"sender": one["user"]}),
            }
            key = f"review:{one['id']}:{one['state'].lower()}"
            news += reading.tell("pull_request_review", key, **body)
    return news


def _commits(reading: Reading, row: Mapping[str, Any]) -> int:
    pages = reading.pages(f"/pulls/{row['number']}/commits")
    return sum(told(reading, commits) for _, commits in pages)
