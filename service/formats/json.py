"""JSON: the document of notes, filled from the notes themselves."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import msgspec

from projections.change import Change
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
    """The document as text, indented for those who look at it."""
    encoded = msgspec.json.encode(document(releases, options))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def document(releases: Sequence[Notes], options: Options) -> Document:
    """Also what templates of one's own may ask for."""
    told = tuple(map(_release, releases))
    return Document(
        schema=SCHEMA, left_out=options.left_out, full_url=options.full_url, releases=told
    )


def _release(notes: Notes) -> NotedRelease:
    own = {
        "compare_url": links.compare(notes),
        "base": _base(notes),
        "from_": _filled(RangeEnd, notes.from_),
        "to": _filled(RangeEnd, notes.to),
        "commit_count": notes.size,
        "highlights": _changes(notes, notes.highlights),
        "breaking": _changes(notes, notes.breaking),
        "sections": tuple(_section(notes, one) for one in notes.headings),
        "unlisted": _changes(notes, notes.unlisted),
        "contributors": tuple(_contributor(notes, one) for one in notes.contributors),
        "advisories": tuple(_filled(NotedAdvisory, one) for one in notes.advisories),
        "next": _filled(SuggestedVersion, notes.next),
        "settings": ReadSettings(notes.settings, notes.settings_path, notes.settings_ref),
    }
    return NotedRelease(**_same(NotedRelease, notes) | own)


def _same(kind: type[msgspec.Struct], part: Any) -> dict[str, Any]:
    """The fields that a part has under the same name, as they are."""
    return {
        one.name: getattr(part, one.name)
        for one in fields(part)
        if one.name in kind.__struct_fields__
    }


def _filled(kind: type[Any], part: Any) -> Any:
    return None if part is None else kind(**_same(kind, part))


def _base(notes: Notes) -> ComparedWith | None:
    if notes.base is None:
        return None
    passed = tuple(_filled(PassedOver, one) for one in notes.base.alternatives)
    return ComparedWith(notes.base.tag, notes.base.sha, notes.base.why, passed)


def _section(notes: Notes, one: Heading) -> NotedSection:
    return NotedSection(one.title, one.internal, one.collapse_after, _changes(notes, one.entries))


def _changes(notes: Notes, entries: Iterable[Entry]) -> tuple[NotedChange, ...]:
    return tuple(_change(notes, one, one.change) for one in entries)


def _change(notes: Notes, entry: Entry, change: Change) -> NotedChange:
    own = {
        "url": links.change(notes, entry),
        "original_title": change.title,
        "author": None if change.author is None else _person(change.author),
        "co_authors": tuple(map(_person, change.co_authors)),
        "folds": tuple(_reference(notes, key) for key in entry.folds),
        "reverts": tuple(_filled(Revert, one) for one in change.reverts),
        "origin": _filled(BackportOf, change.origin),
        "edited": _filled(Edited, entry.edit),
    }
    return NotedChange(**_same(NotedChange, change) | _same(NotedChange, entry) | own)


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
