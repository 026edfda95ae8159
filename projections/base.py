"""The base of a release: the release that it is compared with, and why that one."""

from dataclasses import dataclass

from projections.tag_state import TagState
from projections.view import View


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another release that one might have compared with, and why it was not taken."""

    tag: str
    sha: str | None
    why_not: str


@dataclass(frozen=True, slots=True)
class Base:
    """What a release is compared with; with no tag, its whole history is new."""

    tag: str | None
    sha: str | None
    why: str
    alternatives: tuple[Alternative, ...]
    positions: tuple[int, ...]


def base_of(view: View, tag: TagState) -> Base:
    """The release that this one is compared with, at the view's moment."""
    raise NotImplementedError
