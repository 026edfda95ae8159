"""What lies within ranges: the changes of each, where many ranges of one view have much in common.

What a commit says, a change and its surroundings are found out once, and again where a range makes
them other than they are elsewhere.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from msgspec import Struct

from projections.belonging import owners
from projections.brought import Bringing
from projections.change import Change
from projections.contained import Made
from projections.heard import Heard
from projections.notes.settings import Component
from projections.surroundings import Surroundings
from projections.texts import Text
from projections.touching import concerns
from projections.view import Member, Range, View
from projections.who import Who, everyone

_INFERRED = attrgetter("inferred")


class Within(Struct, frozen=True):
    """See `projections.contents.Contents`; `texts` are those of the commits."""

    pulls: tuple[Change, ...]
    commits: tuple[Change, ...]
    texts: Mapping[str, Text]
    size: int
    diverged: bool
    missing: tuple[str, ...]
    note: str

    def authors(self) -> tuple[Who, ...]:
        """Those of all commits."""
        return everyone({text.authorship.author for text in self.texts.values()})


class Ranges:
    """The ranges of one view; without `reach` no change knows its `releases`."""

    def __init__(self, view: View, *, reach: bool = True) -> None:
        self._view = view
        self._heard, self._bringing = Heard(view, picks=reach), Bringing()
        self._surroundings = Surroundings(view, reach=reach)
        self._made = Made()

    def within(
        self,
        base: str | None,
        head: str,
        *,
        less: Iterable[str] = (),
        component: Component | None = None,
    ) -> Within:
        """What is reachable from the head, and neither from the base nor from any of `less`."""
        between = self._view.commits.between
        range_ = between(base, head)
        members = _without(range_, [between(one, head) for one in less])
        inside = [member.sha for member in members]
        texts, leading, others = self._heard.of(inside)
        changes = self._bringing.of(members, texts, leading, owners(texts, leading, head))
        of = component.name if component else ""
        around = self._surroundings.of(head, inside, changes, texts, others, of)
        change = self._made.change
        made = [change(one, texts, around[key]) for key, one in changes.items()]
        kept = [one for one in made if concerns(component, one)] if component else made
        return Within(
            pulls=tuple([one for one in kept if one.number is not None]),
            commits=tuple([one for one in kept if one.number is None]),
            texts=texts,
            size=len(members),
            diverged=range_.diverged,
            missing=tuple(sorted(range_.missing)),
            note=" ".join(
                (
                    *_notes(range_, members, unread=len(members) - len(texts)),
                    *_of_component(component, kept),
                )
            ),
        )


def _without(range_: Range, others: Iterable[Range]) -> list[Member]:
    members = list(range_.commits)
    for other in others:
        left = {member.sha for member in other.commits}
        members = [member for member in members if member.sha in left]
    return members


def _notes(range_: Range, members: list[Member], *, unread: int) -> Iterator[str]:
    if range_.missing:
        count = len(range_.missing)
        named = ", ".join(sha[:10] for sha in sorted(range_.missing)[:3])
        yield (
            f"{count} commit{'s are' if count > 1 else ' is'} named and not known ({named}), "
            "so their history may lack here: import the repository's history."
        )
    if any(map(_INFERRED, members)):
        yield "For some commits the order of their push stands for their parents."
    if unread:
        yield f"What {unread} of the commits say was not told by the moment asked about."


def _of_component(component: Component | None, changes: Collection[Change]) -> Iterator[str]:
    untold = sum(one.touched is None for one in changes)
    if component is not None and component.paths and untold:
        yield (
            f"Nobody told the paths that {untold} of the changes touched, "
            f"so they may not be of {component.name}."
        )
