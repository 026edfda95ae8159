"""The telling of commits: objects as git stores them become facts, each told once."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from domain.fact import Keyed
from service.clone.git import Object
from service.clone.objects import commit_made

CHUNK = 1000

T = TypeVar("T")


def commits_told(objects: Iterable[Object], *, via: str, repository: str) -> Iterator[Keyed]:
    """The facts that stored commits tell, in their order."""
    for one in objects:
        fact = commit_made(one.id, one.content, via=via, repository=repository)
        yield Keyed(fact, f"commit:{one.id}")


def chunks(facts: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Some at once, in their order."""
    rest = iter(facts)
    while chunk := list(islice(rest, size)):
        yield chunk
