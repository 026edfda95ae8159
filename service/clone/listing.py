"""A listing: all names in a clone, and what they stand for, as one look shows them."""

from collections.abc import Mapping
from typing import NamedTuple

from service.clone.git import Git

# What git keeps for itself under refs/, and nobody made as a part of the history.
_PRIVATE = ("refs/stash", "refs/notes/", "refs/replace/", "refs/bisect/", "refs/original/")
_QUESTION = ("for-each-ref", "--format=%(HEAD)%(objectname) %(symref) %(refname)")


class Listing(NamedTuple):
    """`names` are those that stand for themselves and that people gave, by the ids behind them.

    `aliases` stand for another name; `current` is that of the branch that HEAD is on, and `head`
    what it stands for: both are empty where there is none.
    """

    names: Mapping[str, str]
    aliases: Mapping[str, str]
    current: str
    head: str

    @property
    def ids(self) -> set[str]:
        """What leads to all that there is."""
        return {*self.names.values(), *filter(None, (self.head,))}


def listing(git: Git) -> Listing:
    """As it is now."""
    names: dict[str, str] = {}
    aliases: dict[str, str] = {}
    current = ""
    for line in filter(None, (git.ask(*_QUESTION) or "").split("\n")):
        id_, alias, name = line[1:].split(" ", 2)
        if line.startswith("*"):
            current = name
        if alias:
            aliases[name] = alias
        elif not name.startswith(_PRIVATE):
            names[name] = id_
    head = names.get(current) or git.ask("rev-parse", "--quiet", "--verify", "HEAD") or ""
    return Listing(names, aliases, current, head)
