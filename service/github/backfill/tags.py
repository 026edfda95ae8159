"""Tags: the highest version first, annotated ones down to their commit.

Of more than three tags that are pushed at once GitHub says nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain.version import read as version
from service.clone.names import GONE
from service.github.backfill.branches import history, told
from service.github.backfill.reading import Reading, Step
from service.github.errors import Gone
from service.importing import objects, tag_facts

AT_ONCE: Final = 100


def read(reading: Reading, place: Any) -> Iterator[Step]:  # noqa: ARG001 - what is known is the place
    """Only what we do not know already is asked for, so it goes on where it was left."""
    refs = {row["ref"].removeprefix("refs/tags/"): row["object"] for row in _refs(reading)}
    with reading.look() as view:
        known = objects(list(tag_facts(view)))
    news = [name for name, target in refs.items() if known.get(name) != target["sha"]]
    news.sort(key=lambda name: version(name).key, reverse=True)
    for start in range(0, len(news), AT_ONCE):
        some = news[start : start + AT_ONCE]
        yield Step(None, len(some), sum(_tell(reading, name, refs[name], known) for name in some))
    yield Step(None, 0, sum(_gone(reading, name, known) for name in known.keys() - refs.keys()))


def _refs(reading: Reading) -> Iterator[dict[str, Any]]:
    for _, rows in reading.pages("/git/matching-refs/tags/"):
        yield from rows


def _tell(reading: Reading, name: str, target: Mapping[str, Any], known: Mapping[str, str]) -> int:
    object_, tagger = target["sha"], None
    while target["type"] == "tag":  # there are tags of tags
        found = reading.calls.read(f"{reading.path}/git/tags/{target['sha']}").json
        tagger, target = tagger or found["tagger"], found["object"]
    if target["type"] != "commit":
        return 0
    before = known.get(name)
    tag = {
        "name": name,
        "object": object_,
        "sha": target["sha"],
        "committed_at": reading.committed_at(target["sha"]),
        "tagger": tagger,
        "before": before or None,
        "again": before == GONE,
    }
    return _connect(reading, target["sha"]) + reading.tell(
        "polled.tag", f"tag:{name}@{object_}", tag=tag, seen_at=reading.now.isoformat()
    )


def _connect(reading: Reading, sha: str) -> int:
    """A tag may stand on a line of its own, such as that of a branch that is gone."""
    if reading.made(sha) is not None:
        return 0
    default = reading.repository["default_branch"]
    head = reading.calls.read(f"{reading.path}/commits/{default}").json["sha"]
    try:
        return sum(told(reading, commits) for commits in history(reading, head, sha))
    except Gone:  # the two have no commit in common
        return sum(told(reading, commits) for commits in history(reading, None, sha))


def _gone(reading: Reading, name: str, known: Mapping[str, str]) -> int:
    if known[name] == GONE:
        return 0
    tag, seen_at = {"name": name, "before": known[name]}, reading.now.isoformat()
    return reading.tell("polled.tag", f"tag:{name}@gone", tag=tag, seen_at=seen_at)
