"""The tags that stand at the view's moment, out of the names that were ever told."""

from collections.abc import Iterable, Iterator
from itertools import islice

from domain import subject
from domain.fact import Fact, Told
from domain.release import ReleaseFact, ReleaseRetagged
from domain.tag import TagFact
from projections.tag_state import TagState, tag_of
from projections.view import View

_AT_ONCE = 16


def tags(view: View, names: Iterable[str]) -> Iterator[tuple[str, TagState | None]]:
    """Each name with its tag, or None where none was ever told; read lazily, a few at a time."""
    names = iter(names)
    while some := list(islice(names, _AT_ONCE)):
        told = told_of(view, some)
        yield from ((name, tag_of(name, told[name])) for name in some)


def standing(view: View, names: Iterable[str]) -> Iterator[TagState]:
    """Those of the tags that exist and whose commit is known."""
    return (tag for _, tag in tags(view, names) if tag and tag.exists and tag.sha)


def told_of(view: View, names: Iterable[str]) -> dict[str, list[Told]]:
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
