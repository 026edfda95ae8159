"""What the messages of a clone's commits say of other commits and of issues, found when asked."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from domain.commit import CommitMade

# So that few messages are read for few that speak: each finds all that `domain.message` would,
# and some more. What is written in an encoding of its own is always read.
_PICKS = re.compile(rb"\(cherry|\nencoding ")
_REVERSALS = re.compile(rb"everts|\nencoding ")
_ISSUES = re.compile(
    rb"(?i:clos|fix|resolv)(?i:e|es|ed|s|d)?:?[ \t]{1,9}[A-Za-z0-9._/-]{0,141}#[0-9]|\nencoding "
)


class Sayings:
    """By subject, the commits that are about it by their own words."""

    def __init__(self, contents: list[bytes], fact: Callable[[int], CommitMade]) -> None:
        self._contents = contents
        self._fact = fact

    def of(self, subject: str) -> list[int]:
        """The numbers of the commits, lowest first."""
        kind, _, _ = subject.partition(":")
        if kind == "picks":
            return self._picks.get(subject, [])
        if kind == "reversals":
            return self._reversals.get(subject, [])
        return self._issues.get(subject, []) if kind == "issue" else []

    @cached_property
    def _picks(self) -> Mapping[str, list[int]]:
        return self._found(_PICKS, "picks:")

    @cached_property
    def _reversals(self) -> Mapping[str, list[int]]:
        return self._found(_REVERSALS, "reversals:")

    @cached_property
    def _issues(self) -> Mapping[str, list[int]]:
        return self._found(_ISSUES, "issue:")

    def _found(self, likely: re.Pattern[bytes], kind: str) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in self._likely(likely):
            for subject in self._fact(number).authorship.about():
                if subject.startswith(kind):
                    found.setdefault(subject, []).append(number)
        return found

    def _likely(self, likely: re.Pattern[bytes]) -> Iterator[int]:
        search = likely.search
        return (number for number, content in enumerate(self._contents) if search(content))
