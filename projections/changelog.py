"""The change log between any two points: tags, branches, commits or moments, on any line."""

from dataclasses import dataclass

from projections.contents import Contents
from projections.ends import End
from projections.view import View


@dataclass(frozen=True, slots=True)
class Changelog:
    """What `to` has and `from_` has not."""

    from_: End
    to: End
    contents: Contents


def changelog(view: View, from_: str, to: str) -> Changelog:
    """`NotFound` where an end is not known."""
    raise NotImplementedError
