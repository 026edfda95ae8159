"""The change log between any two points: tags, branches, commits or moments, on any line."""

from msgspec import Struct

from projections.contents import Contents, contents
from projections.ends import End, end
from projections.view import View


class Changelog(Struct, frozen=True):
    """What `to` has and `from_` has not."""

    from_: End
    to: End
    contents: Contents


def changelog(view: View, from_: str, to: str) -> Changelog:
    """`NotFound` where an end is not known."""
    base, head = end(view, from_), end(view, to)
    return Changelog(base, head, contents(view, base.sha, head.sha))
