"""The direction of a range: forward, which needs no word, back, or across lines."""

from projections.ends import End
from projections.view import View


def direction(view: View, first: End, last: End) -> str:
    """A sentence; empty where the range goes forward."""
    if first.sha == last.sha:
        return f"{first.asked} and {last.asked} are the same commit: nothing lies between them."
    if view.commits.is_ancestor(first.sha, last.sha):
        return ""
    if view.commits.is_ancestor(last.sha, first.sha):
        return f"Backwards: {last.asked} lies in the history of {first.asked}, which has all of it."
    return (
        f"{first.asked} and {last.asked} lie on different lines: this is what {last.asked} has "
        f"and {first.asked} has not."
    )
