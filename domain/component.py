"""A component: a part of a repository with versions of its own, named before them in a tag."""

import re
from collections.abc import Iterator

# These words before a number say «release», and name no part of the repository.
RELEASE_WORDS = frozenset({"", "v", "ver", "version", "r", "rel", "release", "releases"})

_BEGINNING = re.compile(r"(?:^|[-_])(?:[vV]\.?)?(?=[0-9])")
_GLUED = re.compile(r"(?i:version|ver|release|rel|r)\.?(?=[0-9])")


def splits(name: str) -> Iterator[tuple[str, str]]:
    """The ways to read a tag's name as (component, text of a version), the likeliest first.

    `create-vite@5.0.0`, `libs/core/v1.2.0`, `core-v2.46.0`, `release-1.2.3`, `rel_1_2_3`, `r150`.
    """
    place, rest = _place(name)
    if glued := _GLUED.match(rest):
        yield place, rest[glued.end() :]
    for found in _BEGINNING.finditer(rest):
        text = rest[found.end() :]
        if word := _part(rest[: found.start()]):
            # «x86_64» is no version 64 of x86: one bare number after `_` says too little.
            if not (found[0] == "_" and text.isdigit()):
                yield f"{place}/{word}" if place else word, text
        else:
            yield place, text


def before(text: str) -> str:
    """The component that the words before a version name; empty where they only say «release»."""
    place, rest = _place(text)
    word = _part(rest.strip("-_.").removesuffix("-v").removesuffix("_v"))
    return "/".join(filter(None, (place, word)))


def of_unversioned(name: str) -> str:
    """The component of a name without a version: what stands before `@` or the last `/`."""
    return _place(name)[0]


def _place(name: str) -> tuple[str, str]:
    """What is set apart from the rest of the name by `@` or `/`, and the rest."""
    front, at, rest = name.rpartition("@")
    if at and front:
        return front, rest
    front, _, rest = name.rpartition("/")
    return _part(front), rest


def _part(word: str) -> str:
    return "" if word.casefold() in RELEASE_WORDS else word
