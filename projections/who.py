"""Who did something, as an answer shows it."""

import re
from collections.abc import Iterable

from msgspec import Struct

from domain.fact import Actor


class Who(Struct, frozen=True, order=True):
    """An account of a forge, or a name out of a commit where `kind` is `git`."""

    name: str
    kind: str = "user"
    id: int | None = None


# The address that GitHub gives to those who hide their own; it holds the account's name.
_NOREPLY = re.compile(
    r"(?:([0-9]{1,18})\+)?([A-Za-z0-9-]{1,39}(?:\[bot\])?)@users\.noreply\.github\.com"
)


def who(actor: Actor | None) -> Who | None:
    """The actor without the mail address, which is nobody's business here."""
    if actor is None:
        return None
    if actor.kind == "git":
        return addressed(actor.name, actor.email)
    return Who(actor.name, actor.kind, actor.id)


def addressed(name: str, address: str) -> Who:
    """Whom a commit names: the account where the address tells it, else the name."""
    if "@users.noreply." in address and (account := _NOREPLY.fullmatch(address)):
        kind = "bot" if account[2].endswith("]") else "user"
        return Who(account[2], kind, int(account[1]) if account[1] else None)
    return Who(name, "git")


def everyone(actors: Iterable[Actor | Who | None]) -> tuple[Who, ...]:
    """Each once, by name."""
    people = (one if isinstance(one, Who) else who(one) for one in actors)
    return tuple(sorted({one for one in people if one is not None}, key=_by_name))


def _by_name(one: Who) -> tuple[str, str, int]:
    return one.name, one.kind, one.id or 0
