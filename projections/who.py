"""Who did something, as an answer shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.fact import Actor


@dataclass(frozen=True, slots=True, order=True)
class Who:
    """An account of a forge, or a name out of a commit where `kind` is `git`."""

    name: str
    kind: str = "user"
    id: int | None = None


def who(actor: Actor | None) -> Who | None:
    """The actor without the mail address, which is nobody's business here."""
    return None if actor is None else Who(actor.name, actor.kind, actor.id)


def everyone(actors: Iterable[Actor | Who | None]) -> tuple[Who, ...]:
    """Each once, by name."""
    people = (one if isinstance(one, Who) else who(one) for one in actors)
    return tuple(sorted({one for one in people if one is not None}, key=_by_name))


def _by_name(one: Who) -> tuple[str, str, int]:
    return one.name, one.kind, one.id or 0
