"""Touching: whether a change concerns a component, by the paths that its commits touched."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

from domain.commit import MORE
from projections.change import Change
from projections.notes.pattern import compiled
from projections.notes.settings import Component

_WILD = re.compile(r"\*\*/|\*\*|\*|\?")
_NOTHING = r"[^\s\S]"
_MEANING = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


class _Pattern(Protocol):
    def fullmatch(self, text: str) -> object | None:
        """What matches the whole text, if it does."""


def concerns(component: Component, change: Change) -> bool:
    """A change of which nobody told the paths, or not all, may concern every component."""
    if change.touched is None or not component.paths or MORE in change.touched:
        return True
    inside, outside = _matching(component.paths), _matching(component.excluded_paths)
    return any(inside.fullmatch(path) and not outside.fullmatch(path) for path in change.touched)


@lru_cache(maxsize=64)
def _matching(globs: tuple[str, ...]) -> _Pattern:
    """One pattern for all the globs; what names a folder means all that is in it.

    Settings are other people's words: RE2 takes no more than one pass, whatever they say.
    """
    pattern: _Pattern = compiled(f"(?s:{'|'.join(_meanings(globs)) or _NOTHING})")
    return pattern


def _meanings(globs: Iterable[str]) -> Iterable[str]:
    for glob in globs:
        plain = glob.removeprefix("/").rstrip("/")
        yield _meaning(plain) + ("" if plain.endswith("**") else "(?:/.*)?")


def _meaning(glob: str) -> str:
    start, parts = 0, []
    for wild in _WILD.finditer(glob):
        parts += [re.escape(glob[start : wild.start()]), _MEANING[wild[0]]]
        start = wild.end()
    return "".join([*parts, re.escape(glob[start:])])
