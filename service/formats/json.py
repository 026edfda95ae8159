"""JSON: the document of notes, filled from the notes themselves."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from projections.change import Change, Origin
from projections.notes.answer import Contributor, Entry, Heading, Notes
from projections.who import Who
from service.formats import links
from service.formats.document import (
    SCHEMA,
    BackportOf,
    ComparedWith,
    Document,
    Edited,
    NotedAdvisory,
    NotedChange,
    NotedContributor,
    NotedRelease,
    NotedSection,
    PassedOver,
    Person,
    RangeEnd,
    ReadSettings,
    Reference,
    Revert,
    SuggestedVersion,
)
from service.formats.options import Options


def many(releases: Sequence[Notes], options: Options) -> str:
    """The document as text, in one line: of a large release the marks alone were half of it."""
    return msgspec.json.encode(document(releases, options)).decode() + "\n"


def document(releases: Sequence[Notes], options: Options) -> Document:
    """Also what templates of one's own may ask for."""
    sets = _Sets()
    told = tuple(_release(one, sets) for one in releases)
    return Document(
        schema=SCHEMA,
        left_out=options.left_out,
        full_url=options.full_url,
        release_sets=tuple(sets),
        releases=told,
    )


class _Sets(dict[tuple[str, ...], int]):
    """Sets of releases, each with its place among them."""

    def __missing__(self, names: tuple[str, ...]) -> int:
        place = self[names] = len(self)
        return place


def _release(notes: Notes, sets: _Sets) -> NotedRelease:
    own = {
        "compare_url": links.compare(notes),
        "base": _base(notes),
        "from_": _filled(RangeEnd, notes.from_),
        "to": _filled(RangeEnd, notes.to),
        "commit_count": notes.size,
        "highlights": _changes(notes, notes.highlights, sets),
        "breaking": _changes(notes, notes.breaking, sets),
        "sections": tuple(_section(notes, one, sets) for one in notes.headings),
        "unlisted": _changes(notes, notes.unlisted, sets),
        "contributors": tuple(_contributor(notes, one) for one in notes.contributors),
        "advisories": tuple(_filled(NotedAdvisory, one) for one in notes.advisories),
        "next": _filled(SuggestedVersion, notes.next),
        "settings": ReadSettings(notes.settings, notes.settings_path, notes.settings_ref),
    }
    return NotedRelease(**_same(NotedRelease, notes) | own)


def _same(kind: type[msgspec.Struct], part: Any) -> dict[str, Any]:
    """The fields that a part has under the same name, as they are."""
    return {name: getattr(part, name) for name in _common(kind, part.__class__)}


@lru_cache(maxsize=64)
def _common(kind: Any, other: Any) -> tuple[str, ...]:
    return tuple(name for name in other.__struct_fields__ if name in kind.__struct_fields__)


def _filled(kind: type[Any], part: Any) -> Any:
    return None if part is None else kind(**_same(kind, part))


def _base(notes: Notes) -> ComparedWith | None:
    if notes.base is None:
        return None
    passed = tuple(_filled(PassedOver, one) for one in notes.base.alternatives)
    return ComparedWith(notes.base.tag, notes.base.sha, notes.base.why, passed)


def _section(notes: Notes, one: Heading, sets: _Sets) -> NotedSection:
    changes = _changes(notes, one.entries, sets)
    return NotedSection(one.title, one.internal, one.collapse_after, changes)


def _changes(notes: Notes, entries: Iterable[Entry], sets: _Sets) -> tuple[NotedChange, ...]:
    return tuple(_change(notes, one, one.change, sets) for one in entries)


def _change(notes: Notes, entry: Entry, change: Change, sets: _Sets) -> NotedChange:
    # Field by field: there are thousands of them, and a dictionary for each took thrice as long.
    return NotedChange(
        key=change.key,
        number=change.number,
        url=links.change(notes, entry),
        sha=change.sha,
        title=entry.title,
        original_title=change.title,
        text=entry.text,
        type=entry.type,
        scope=entry.scope,
        breaking=entry.breaking,
        breaking_text=entry.breaking_text,
        section=entry.section,
        internal=entry.internal,
        highlighted=entry.highlighted,
        listed=entry.listed,
        reason=entry.reason,
        why=entry.why,
        author=None if change.author is None else _person(change.author),
        co_authors=tuple(map(_person, change.co_authors)),
        labels=change.labels,
        milestone=change.milestone,
        closes=change.closes,
        at=change.at,
        merged_at=change.merged_at,
        base=change.base,
        head=change.head,
        commits=change.commits,
        folds=tuple([_reference(notes, key) for key in entry.folds]),
        also_in=sets[entry.also_in],
        net=change.net,
        net_why=change.net_why,
        reverts=tuple([_filled(Revert, one) for one in change.reverts]),
        reverted_by=change.reverted_by,
        origin=_origin(change.origin, sets),
        advisories=entry.advisories,
        how=change.how,
        inferred=change.inferred,
        diagnosis=entry.diagnosis,
        edited=_filled(Edited, entry.edit),
        positions=change.positions,
    )


def _origin(one: Origin | None, sets: _Sets) -> BackportOf | None:
    if one is None:
        return None
    return BackportOf(**_same(BackportOf, one) | {"releases": sets[one.releases]})


def _reference(notes: Notes, key: str) -> Reference:
    kind, _, name = key.partition(":")
    if kind == "pull":
        return Reference(key, int(name), links.pull(notes, int(name)))
    return Reference(key, None, links.commit(notes, name))


def _person(one: Who) -> Person:
    return Person(one.name, one.kind)


def _contributor(notes: Notes, one: Contributor) -> NotedContributor:
    first = _reference(notes, one.first) if one.first else None
    return NotedContributor(_person(one.who), one.changes, first, one.precision)
