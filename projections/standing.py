"""The tags that stand at the view's moment, out of the names that were ever told."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from itertools import compress, islice
from typing import Protocol

from domain import subject
from domain.fact import Fact, Told
from domain.release import ReleaseFact, ReleaseRetagged
from domain.tag import TagFact
from domain.version import read
from projections.tag_state import TagState, tag_of
from projections.view import Names, View

_AT_ONCE, _MOST_AT_ONCE = 16, 512

States = dict[str, TagState | None]


class Filing(Protocol):
    """Of a view, what tags need."""

    names: Names

    def about(self, *subjects: str) -> list[Told]:
        """See `projections.view.View.about`."""


class ReadTags:
    """`projections.view.Tags`, read a few at a time, more as more are asked for, and each once.

    What others have read already, for the same position and moment, may be among `read`.
    """

    def __init__(self, view: Filing, read: Callable[[], States] = dict) -> None:
        self._view = view
        self._shared = read
        self._read: States | None = None
        self._on: dict[frozenset[str], tuple[str, ...]] = {}

    def of(self, names: Iterable[str]) -> Iterator[tuple[str, TagState | None]]:
        """See `projections.view.Tags`."""
        if self._read is None:
            self._read = self._shared()
        read, names, size = self._read, iter(names), _AT_ONCE
        while some := list(islice(names, size)):
            unread = [name for name in some if name not in read]
            told = told_of(self._view, unread) if unread else {}
            read.update((name, tag_of(name, facts)) for name, facts in told.items())
            yield from ((name, read[name]) for name in some)
            size = min(2 * size, _MOST_AT_ONCE)

    @cached_property
    def heads(self) -> frozenset[str]:
        """See `projections.view.Tags`."""
        return frozenset(self._in_order[1])

    def on(self, heads: frozenset[str]) -> tuple[str, ...]:
        """See `projections.view.Tags`."""
        found = self._on.get(heads)
        if found is None:
            names, shas = self._in_order
            found = self._on[heads] = tuple(compress(names, map(heads.__contains__, shas)))
        return found

    @cached_property
    def _in_order(self) -> tuple[list[str], list[str]]:
        """All that stand in version order, and the commits on which they do."""
        found = self.of(self._view.names.all())
        standing = {name: tag.sha for name, tag in found if tag and tag.exists and tag.sha}
        names = sorted(standing, key=_version_order)
        return names, [standing[name] for name in names]


def _version_order(name: str) -> tuple[str, bytes, str]:
    version = read(name)
    return version.component, version.key, name


def tags(view: View, names: Iterable[str]) -> Iterator[tuple[str, TagState | None]]:
    """Each name with its tag, or None where none was ever told; read lazily."""
    return view.tags.of(names)


def standing(view: View, names: Iterable[str]) -> Iterator[TagState]:
    """Those of the tags that exist and whose commit is known."""
    return (tag for _, tag in tags(view, names) if tag and tag.exists and tag.sha)


def told_of(view: Filing, names: Iterable[str]) -> dict[str, list[Told]]:
    """What is filed under each of the tags, read in one go."""
    told: dict[str, list[Told]] = {name: [] for name in names}
    for one in view.about(*map(subject.tag, told)):
        for name in _tags_of(one.fact):
            if name in told:
                told[name].append(one)
    return told


def _tags_of(fact: Fact) -> tuple[str, ...]:
    if isinstance(fact, TagFact):
        return (fact.name,)
    if isinstance(fact, ReleaseRetagged) and fact.before != fact.release.tag:
        return fact.release.tag, fact.before
    return (fact.release.tag,) if isinstance(fact, ReleaseFact) else ()
