"""A fold: facts in any order, some of them told twice, become one answer."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from domain.fact import Told, encode_key

_at = attrgetter("fact.at")
_position = attrgetter("position")


def in_order(told: Iterable[Told]) -> list[Told]:
    """Each fact once, by its source's clock, and facts of one moment by their content.

    Whoever goes through this list need not care how the facts arrived: every order of arrival gives
    the same list. A fact that was told twice keeps its first position.
    """
    ordered: list[Told] = []
    for _, group in groupby(sorted(told, key=_at), key=_at):
        moment = list(group)
        ordered += moment if len(moment) == 1 else _settled(moment)
    return ordered


def _settled(moment: list[Told]) -> list[Told]:
    first: dict[bytes, Told] = {}
    for one in sorted(moment, key=_position):
        first.setdefault(encode_key(one.fact), one)
    return [first[content] for content in sorted(first)]


def positions(told: Iterable[Told]) -> tuple[int, ...]:
    """Where to look the facts up again, each once."""
    return places(in_order(told))


def places(ordered: Iterable[Told]) -> tuple[int, ...]:
    """The same of facts that are in order already."""
    return tuple(sorted([position for position, _ in ordered]))
