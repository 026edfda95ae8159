"""The state of a tag: the commit it names, and every commit that it named."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.errors import NotFound
from domain.fact import Told
from domain.tag import TagCut, TagMoved
from projections.moves import Move, moves
from projections.view import View
from projections.who import Who, who


class Pointed(Struct, frozen=True):
    """One step in a tag's history; `sha` is the commit it named from then on."""

    what: str  # cut, moved, deleted, announced
    at: datetime
    sha: str | None
    by: Who | None
    inferred: str
    position: int


class TagState(Struct, frozen=True):
    """A tag as it stands.

    `sha`     the commit it names; for a deleted tag the last that it named; None where not told.
    `cut_at`  when it was cut, after its last deletion; `named_at` when it came to name `sha`.
    `moved`   whether it ever named another commit, before a move or before a deletion.
    `note`    what a reader should know: that it moved, or why its commit is not known.
    """

    name: str
    exists: bool
    sha: str | None
    cut_at: datetime | None
    cut_by: Who | None
    named_at: datetime | None
    moved: bool
    note: str
    history: tuple[Pointed, ...]
    positions: tuple[int, ...]


def tag_state(view: View, name: str) -> TagState:
    """The tag as it stands at the view's moment; `NotFound` where no fact tells of it."""
    state = tag_of(name, view.about(subject.tag(name)))
    if state is None:
        raise NotFound(f"no tag {name} is known here: check its spelling, or import the history")
    return state


def tag_of(name: str, told: Iterable[Told]) -> TagState | None:
    """The tag, out of the facts filed under it; None where they tell only of GitHub releases."""
    history = moves(told)
    if not history:
        return None
    life = _life(history)
    last = history[-1]
    named = next((step for step in reversed(history) if step.what != "deleted"), None)
    sha = _sha(named) if named else None
    moved = len({_sha(step) for step in history} - {None}) > 1
    return TagState(
        name=name,
        exists=last.what != "deleted",
        sha=sha,
        cut_at=life[0].told.fact.at if life else None,
        cut_by=who(life[0].told.fact.by) if life else None,
        named_at=named.told.fact.at if named else None,
        moved=moved,
        note=_note(last, sha, moved=moved),
        history=tuple(map(_pointed, history)),
        positions=tuple(sorted(step.told.position for step in history)),
    )


def _life(history: list[Move]) -> list[Move]:
    """From the last time that it was cut to its end, without the deletion."""
    ends = [index for index, step in enumerate(history) if step.what == "deleted"]
    if ends and ends[-1] == len(history) - 1:
        ends.pop()
        history = history[:-1]
    return history[ends[-1] + 1 if ends else 0 :]


def _sha(step: Move) -> str | None:
    fact = step.told.fact
    return fact.sha if isinstance(fact, TagCut | TagMoved) else None


def _pointed(step: Move) -> Pointed:
    fact = step.told.fact
    return Pointed(step.what, fact.at, _sha(step), who(fact.by), fact.inferred, step.told.position)


def _note(last: Move, sha: str | None, *, moved: bool) -> str:
    if last.what == "deleted":
        return "The tag was deleted." if sha else "The tag was deleted; its commit was never told."
    if sha is None:
        return "GitHub announced the tag and did not tell its commit: fetch it, or wait for a push."
    return "The tag named another commit before." if moved else ""
