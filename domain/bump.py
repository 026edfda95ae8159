"""A bump: the version after a version, written the way the one before it is written."""

import re
from typing import Final

from domain.version import Version

MAJOR, MINOR, PATCH, NONE = "major", "minor", "patch", "none"
# The most that anything asks for decides.
RANK: Final = {NONE: 0, PATCH: 1, MINOR: 2, MAJOR: 3}

_NUMBERS = re.compile(r"(?:[0-9]+!)?(?P<numbers>[0-9]+(?:[._-][0-9]+)*)")
_RUN = re.compile(r"[0-9]+")
_PLACE = {MAJOR: 0, MINOR: 1, PATCH: 2}


def begun(version: Version) -> bool:
    """Below 1.0.0 anything may change, and a breaking change asks for a minor version."""
    return version.numbers[0] > 0


def bumped(version: Version, bump: str) -> str:
    """The text of the next final version: `1.2.3`, `1.3`, `2!4.0`, `1_2_4` after its like.

    A prerelease leads to its own final release, whatever came since.
    """
    found = _numbers(version)
    if version.prerelease is not None:
        return version.text[: found.end()]
    numbers = [int(one) for one in _RUN.findall(found["numbers"])]
    place = 0 if len(numbers) == 1 else _PLACE[bump]
    size = max(len(numbers[:3]), place + 1)
    numbers = (numbers + [0] * size)[:size]
    numbers[place] += 1
    numbers[place + 1 :] = [0] * (size - place - 1)
    separator = next((one for one in found["numbers"] if one in "._-"), ".")
    front = version.text[: found.start("numbers")]
    return front + separator.join(map(str, numbers))


def following(version: Version) -> str:
    """The text of the prerelease after a prerelease: `1.3.0-rc.2`, `2.0b4`, `5.0.0.beta2`."""
    size = _numbers(version).end()
    front, end = version.text[:size], version.text[size:].partition("+")[0]
    runs = list(_RUN.finditer(end))
    if not runs:
        return f"{front}{end}{'.' if end.startswith('-') else ''}1"
    last = runs[-1]
    return f"{front}{end[: last.start()]}{int(last[0]) + 1}{end[last.end() :]}"


def tagged(version: Version, text: str) -> str:
    """The tag of a version, with what stands before the numbers in the tag of another."""
    return version.name.removesuffix(version.text) + text


def _numbers(version: Version) -> re.Match[str]:
    found = _NUMBERS.search(version.text)
    assert found, f"{version.text} was read as a version, so there is a number in it"
    return found
