"""What the messages of a clone's commits say of other commits, pulls and issues, when asked."""

import re
from collections.abc import Callable, Mapping
from functools import cached_property

from domain.commit import CommitMade

_Likely = Callable[[bytes], bool]
_NUMBER = re.compile(rb"#([0-9]{1,9})")
_REQUEST = re.compile(rb"See merge request \S{1,255}!([0-9]{1,9})")


# So that few messages are read for few that speak: each is true of all in which `domain.message`
# would find something, and of some more. What is in an encoding of its own is always read.
def _picks(content: bytes) -> bool:
    return b"(cherry" in content or b"\nencoding " in content


def _reverts(content: bytes) -> bool:
    return b"everts" in content or b"\nencoding " in content


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
            numbers = likely.get(int(subject.partition(":")[2]), [])
            told = [one for one in numbers if subject in self._fact(one).authorship.about()]
            self._told[subject] = told
        return told

    @cached_property
    def _titled(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, content in enumerate(self._contents):
            if b"\nencoding " in content:
                for named in self._fact(number).authorship.pulls:
                    found.setdefault(named, []).append(number)
            elif b"#" in content or b"See merge" in content:
                message = content[content.find(b"\n\n") + 2 :].lstrip(b"\n")
                title = message.partition(b"\n")[0]
                for named in {*_NUMBER.findall(title), *_REQUEST.findall(message)}:
                    found.setdefault(int(named), []).append(number)
        return found

    @cached_property
    def _picks(self) -> Mapping[str, list[int]]:
        return self._found(_picks, "picks:")

    @cached_property
    def _reversals(self) -> Mapping[str, list[int]]:
        return self._found(_reverts, "reversals:")

    @cached_property
    def _closing(self) -> Mapping[int, list[int]]:
        found: dict[int, list[int]] = {}
        for number, content in enumerate(self._contents):
            if b"\nencoding " in content:
                for named in self._fact(number).authorship.closes:
                    found.setdefault(named, []).append(number)
            elif b"#" in content and _closes(content):
                for named in set(_NUMBER.findall(content)):
                    found.setdefault(int(named), []).append(number)
        return found

    def _found(self, likely: _Likely, kind: str) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, content in enumerate(self._contents):
            if likely(content):
                for subject in self._fact(number).authorship.about():
                    if subject.startswith(kind):
                        found.setdefault(subject, []).append(number)
        return found
