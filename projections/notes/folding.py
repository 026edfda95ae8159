"""Folding: several updates of one dependency become the line of the last of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from projections.change import Change
from projections.notes.answer import Entry
from projections.notes.dependencies import Update, folded

_Same = tuple[str, str, str, str, frozenset[str]]

# The scope of an update that is no other part's: two tools may name it, or not.
_USUAL = {"deps": "", "dep": "", "dependencies": "", "dependency": ""}


def fold(entries: list[Entry], updates: Iterable[Update | None]) -> list[Entry]:
    """The entries in their order; what became part of another line is not listed and says so.

    `updates` is what the title of each says that it updates.
    """
    groups: dict[_Same, list[tuple[Entry, Update]]] = defaultdict(list)
    for one, found in zip(entries, updates, strict=True):
        if found and one.listed and one.edit is None:
            scope = _USUAL.get(one.scope, one.scope)
            same = (found.name, found.place, one.section, scope, _folders(one.change))
            groups[same].append((one, found))
    made = {id(was): now for group in groups.values() for was, now in _folded(group)}
    return [made.get(id(one), one) for one in entries] if made else entries


def _folded(group: list[tuple[Entry, Update]]) -> Iterator[tuple[Entry, Entry]]:
    ends = folded(found for _, found in group)
    if ends is None:
        return
    # The line is that of the first update, whose key stays when more of them come; it stands where
    # the last one stood.
    (place, told), (first, _) = group[0], group[-1]
    shown = f"#{first.change.number}" if first.change.number else first.change.sha[:10]
    line = replace(
        first,
        title=_title(told, *ends),
        why=f"{first.why}; it stands for {len(group)} updates of {told.name}",
        folds=tuple(one.change.key for one, _ in group[::-1]),
        fold_numbers=tuple(one.change.number for one, _ in group[::-1] if one.change.number),
    )
    yield place, line
    why = f"it is one of {len(group)} updates of {told.name} in the line of {shown}"
    for (free, _), (one, _) in zip(group[1:], group, strict=False):
        yield free, replace(one, listed=False, reason="folded", why=why)


def _folders(change: Change) -> frozenset[str]:
    """Where it changed files; one dependency of two parts of a repository is two."""
    return frozenset(path.rpartition("/")[0] for path in change.touched or ())


def _title(told: Update, before: str, after: str) -> str:
    versions = f"{before} -> {after}" if before else f"to {after}"
    return f"{told.name} {versions}{f' in {told.place}' if told.place else ''}"
