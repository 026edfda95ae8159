"""What the messages of a clone's commits say of other commits, pulls and issues, when asked."""

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from domain.commit import Authorship, CommitMade
from service.clone.holding import holding

_NUMBER = re.compile(rb"#([0-9]{1,9})")
_REQUEST = re.compile(rb"See merge request \S{1,255}!([0-9]{1,9})")

# So that few messages are read for few that speak: each word is in all in which `domain.message`
# would find something, and in some more. What is in an encoding of its own is always read.
_PICKS, _REVERTS, _HASH, _MERGE = b"(cherry", b"everts", b"#", b"See merge"
_ENCODED = b"\nencoding "


def _closes(content: bytes) -> bool:
    small = content.lower()
    return b"fix" in small or b"clos" in small or b"resolv" in small


class Sayings:
    """By subject, the commits that are about it by their own words."""

    def __init__(self, contents: list[bytes], fact: Callable[[int], CommitMade]) -> None:
        self._contents = contents
        self._fact = fact
        self._told: dict[str, list[int]] = {}

    def of(self, kind: str, subject: str) -> list[int]:
        """The numbers of the commits, lowest first; `kind` is what the subject begins with."""
        if kind == "picks":
            return self._picks.get(subject, [])
        if kind == "reversals":
            return self._reversals.get(subject, [])
        if kind == "bringing":
            return self._about(subject, self._titled)
        return self._about(subject, self._closing) if kind == "issue" else []

    def _about(self, subject: str, likely: Mapping[int, list[int]]) -> list[int]:
        """Of those that hold the number, the ones that are told to be about it."""
        told = self._told.get(subject)
        if told is None:
            numbers = sorted(likely.get(int(subject.partition(":")[2]), []))
            told = [one for one in numbers if subject in self._fact(one).authorship.about()]
            self._told[subject] = told
        return told

    @cached_property
    def _holding(self) -> Mapping[bytes, list[int]]:
        return holding(self._contents, (_PICKS, _REVERTS, _HASH, _MERGE, _ENCODED))

    @cached_property
    def _titled(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number in self._plainly(_HASH, _MERGE):
            content = self._contents[number]
            start = content.find(b"\n\n") + 2
            while content.startswith(b"\n", start):
                start += 1
            end = content.find(b"\n", start)
            named = set(_NUMBER.findall(content, start, end if end >= 0 else len(content)))
            if _MERGE in content:
                named.update(_REQUEST.findall(content, start))
            for one in named:
                found.setdefault(int(one), []).append(number)
        return self._with_encoded(found, lambda said: said.pulls)

    @cached_property
    def _closing(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number in self._plainly(_HASH):
            content = self._contents[number]
            if _closes(content):
                for named in set(_NUMBER.findall(content)):
                    found.setdefault(int(named), []).append(number)
        return self._with_encoded(found, lambda said: said.closes)

    def _plainly(self, *words: bytes) -> list[int]:
        """The commits that hold one of the words, in the encoding that nearly all have."""
        some = {number for word in words for number in self._holding[word]}
        return sorted(some.difference(self._holding[_ENCODED]))

    def _with_encoded(
        self, found: dict[int, list[int]], told: Callable[[Authorship], Iterable[int]]
    ) -> Mapping[int, list[int]]:
        for number in self._holding[_ENCODED]:
            for named in told(self._fact(number).authorship):
                found.setdefault(named, []).append(number)
        return found

    @cached_property
    def _picks(self) -> Mapping[str, list[int]]:
        return self._found(_PICKS, "picks:")

    @cached_property
    def _reversals(self) -> Mapping[str, list[int]]:
        return self._found(_REVERTS, "reversals:")

    def _found(self, word: bytes, kind: str) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number in sorted({*self._holding[word], *self._holding[_ENCODED]}):
            for subject in self._fact(number).authorship.about():
                if subject.startswith(kind):
                    found.setdefault(subject, []).append(number)
        return found
