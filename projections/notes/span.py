"""The span of notes: from which commit to which, for which component, and why from there."""

from dataclasses import dataclass
from datetime import datetime

from projections.base import Base
from projections.ends import End
from projections.notes.settings import Component


@dataclass(frozen=True, slots=True)
class Span:
    """What notes are made of.

    `name`   the tag, «Unreleased», «v1.2...v1.3», or «staging → production».
    `base`   the base of a release, or of what is unreleased, with its reasons; else None.
    `from_`, `to`  the ends of a range that somebody asked for; else None.
    `less`   further commits whose history is left out, besides that of `base_sha`.
    `component`  None where all files and all tags of the repository count.
    `state`  a release's state, `unreleased`, `range` or `environment`.
    `fixed`  both ends are commits that no later fact can move.
    """

    name: str
    title: str
    tag: str
    previous: str
    base: Base | None
    from_: End | None
    to: End | None
    base_sha: str | None
    head_sha: str
    less: tuple[str, ...]
    component: Component | None
    state: str
    date: datetime | None
    prerelease: bool
    fixed: bool
    positions: tuple[int, ...]
