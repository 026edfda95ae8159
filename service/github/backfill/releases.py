"""Releases: the pages before the tags, as they stand, with what became of them unheard."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from domain import subject
from domain.fact import Told
from domain.release import GitHubRelease, ReleaseDeleted, ReleaseFact
from projections.fold import in_order
from projections.view import View
from service.github.backfill.reading import Reading, Step

NAMES_AT_ONCE: Final = 500


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the next page. Drafts are seen only by who may write them."""
    with reading.look() as view:
        known = _known(view)
    seen: set[int] = set()
    for number, rows in reading.pages("/releases", 1):
        seen.update(row["id"] for row in rows)
        if number < (place or 1):
            continue
        yield Step(number + 1, len(rows), sum(_tell(reading, row, known) for row in rows))
    gone = (one for id_, one in known.items() if id_ not in seen and not one.draft)
    yield Step(place, 0, sum(_gone(reading, one) for one in gone))


def _known(view: View) -> dict[int, GitHubRelease]:
    """By number, those that we do not know to be deleted, as they were told last."""
    names, last = view.names.all(), dict[int, ReleaseFact]()
    for start in range(0, len(names), NAMES_AT_ONCE):
        some = view.about(*map(subject.tag, names[start : start + NAMES_AT_ONCE]))
        for fact in _releases(some):
            held = last.get(fact.release.id)
            if held is None or _version(fact) >= _version(held):
                last[fact.release.id] = fact
    return {id_: fact.release for id_, fact in last.items() if not isinstance(fact, ReleaseDeleted)}


def _releases(told: list[Told]) -> Iterator[ReleaseFact]:
    return (one.fact for one in in_order(told) if isinstance(one.fact, ReleaseFact))


def _version(fact: ReleaseFact) -> tuple[bool, Any]:
    updated = fact.release.updated_at
    return isinstance(fact, ReleaseDeleted), max(fact.at, updated) if updated else fact.at


def _tell(reading: Reading, row: Mapping[str, Any], known: Mapping[int, GitHubRelease]) -> int:
    return sum(
        reading.tell(
            "release",
            f"release:{row['id']}:{action}@{row.get('updated_at') or row['created_at']}",
            action=action,
            release=_kept(row),
            sender=row["author"],
            **more,
        )
        for action, more in _actions(row, known.get(row["id"]))
    )


def _actions(
    row: Mapping[str, Any], known: GitHubRelease | None
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What its state implies to have happened, beside what we know of it."""
    if known is None:
        yield ("created" if row["draft"] else "published"), {}
        return
    if known.tag != row["tag_name"]:
        yield "edited", {"changes": {"tag_name": {"from": known.tag}}}
    if known.draft and not row["draft"]:
        yield "published", {}
    elif row["draft"] and not known.draft:
        yield "unpublished", {}
    elif known.prerelease != row["prerelease"]:
        yield ("prereleased" if row["prerelease"] else "released"), {}
    elif (known.name, known.body) != (row["name"] or "", row["body"] or ""):
        yield "edited", {}


_KEPT: Final = (
    *("id", "tag_name", "target_commitish", "name", "body", "draft", "prerelease", "immutable"),
    *("html_url", "author", "created_at", "published_at", "updated_at"),
)


def _kept(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without the number of downloads, which changes all the time."""
    assets = [
        {name: asset.get(name) for name in ("name", "digest", "size")}
        for asset in row.get("assets", ())
    ]
    return {**{name: row[name] for name in _KEPT if name in row}, "assets": assets}


def _gone(reading: Reading, release: GitHubRelease) -> int:
    """It is told in the words in which we knew it."""
    told = msgspec.to_builtins(
        {
            "id": release.id,
            "tag_name": release.tag,
            "target_commitish": release.target,
            "name": release.name,
            "body": release.body,
            "prerelease": release.prerelease,
            "html_url": release.url,
            "created_at": release.created_at,
            "published_at": release.published_at,
            "updated_at": release.updated_at,
        }
    )
    return reading.tell("release", f"release:{release.id}:gone", action="deleted", release=told)
