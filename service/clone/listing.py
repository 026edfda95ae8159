"""A listing: all names in a clone, and what they stand for, as one look shows them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from msgspec import Struct

from service.clone.git import Git, Object

# What git keeps for itself under refs/, and nobody made as a part of the history.
_PRIVATE = ("refs/stash", "refs/notes/", "refs/replace/", "refs/bisect/", "refs/original/")
_QUESTION = ("for-each-ref", "--format=%(HEAD)%(objectname) %(symref) %(refname)")
# The name that another stands for, also where it has no commits, and so is not listed.
_MEANT = ("symbolic-ref", "--quiet")
_OWN, _ORIGIN = "refs/heads/", "refs/remotes/origin/"


class Listing(Struct, frozen=True):
    """`names` are those that stand for themselves and that people gave, by the ids behind them.

    `head` is what HEAD stands for; `default_branch` the one that the origin's HEAD is on, or the
    clone's own. Both are empty where there is none. `found` are the objects behind the ids, also
    those that tags are on at last: git looks them up, and they are waited for where called for.
    """

    names: Mapping[str, str]
    head: str
    default_branch: str
    found: Callable[[], Iterator[Object]]

    @property
    def ids(self) -> set[str]:
        """What leads to all that there is."""
        return _ids(self.names, self.head)


@contextmanager
def listing(git: Git) -> Iterator[Listing]:
    """As it is now."""
    with git.asking(*_QUESTION) as answer, git.asking(*_MEANT, f"{_ORIGIN}HEAD") as origin:
        names, current = _names(answer() or "")
        head = names.get(current) or git.ask("rev-parse", "--quiet", "--verify", "HEAD") or ""
        branch = _within(_ORIGIN, origin()) or _within(_OWN, current or git.ask(*_MEANT, "HEAD"))
    ids = _ids(names, head)
    with git.finding({*ids, *(f"{id_}^{{}}" for id_ in ids)}) as found:
        yield Listing(names, head, branch, found)


def _names(answer: str) -> tuple[dict[str, str], str]:
    """The names, and that of the branch that HEAD is on; empty where it has no commits."""
    names: dict[str, str] = {}
    current = ""
    for line in filter(None, answer.split("\n")):
        id_, alias, name = line[1:].split(" ", 2)
        if line.startswith("*"):
            current = name
        if not alias and not name.startswith(_PRIVATE):
            names[name] = id_
    return names, current


def _ids(names: Mapping[str, str], head: str) -> set[str]:
    return {*names.values(), *filter(None, (head,))}


def _within(place: str, name: str | None) -> str:
    return name.removeprefix(place) if name and name.startswith(place) else ""
