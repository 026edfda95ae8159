"""The tabs of a release: its pages, in the order of its way from a plan to what came of it."""

from typing import Final, NamedTuple


class Tab(NamedTuple):
    """A page of one release; `anchor` is the place on it.

    `planned` says whether there is something to see before the tag is cut.
    """

    page: str
    label: str
    anchor: str = ""
    planned: bool = False


# `{% with tab = "Gates", tag = it.name, cut = True %}{% include "tabs.html" %}{% endwith %}` in a
# page of the repository `name` shows them; `tab` is the label of the one that is shown.
TABS: Final = (
    Tab("release_plan", "Plan", planned=True),
    Tab("release", "Contents"),
    Tab("release_gates", "Gates", planned=True),
    Tab("release_approvals", "Approvals", planned=True),
    Tab("release_rollout", "Rollout"),
    Tab("release_notes", "Notes"),
    Tab("release", "Timeline", "#timeline"),
)
