"""The page of one release: everything about it, and how we know."""

from typing import Final

from flask import Blueprint, Response

from projections.release import release as release_answer
from projections.timeline import timeline
from service.web.desk import Desk

SHOWN: Final = 500
MOMENTS: Final = 400

MEANINGS: Final = {
    "draft": "A GitHub release is being written; the tag does not exist yet.",
    "tagged": "The tag exists; no GitHub release of it was ever public.",
    "prerelease": "Public on GitHub, and marked as a prerelease.",
    "published": "Public on GitHub as a full release.",
    "withdrawn": "It was public on GitHub, and is not any more.",
    "deleted": "The tag was deleted, and nothing public stands there since.",
}


def install(pages: Blueprint, desk: Desk) -> None:
    @pages.get("/<owner>/<name>/releases/<path:tag>")
    def release(owner: str, name: str, tag: str) -> Response:
        """One release."""
        with desk.repository(owner, name) as seat:
            it = release_answer(seat.view, tag)
            moments = timeline(seat.view, tag).moments
            link, called = seat.stand.link, seat.repository.name
            return desk.page(
                "release.html",
                stand=seat.stand,
                twin=link.twin("releases.one_release", called, tag=tag),
                timeline_twin=link.twin("releases.release_timeline", called, tag=tag),
                repository=seat.repository,
                it=it,
                meaning=MEANINGS.get(it.state, ""),
                moments=moments[-MOMENTS:],
                hidden=max(len(moments) - MOMENTS, 0),
                shown=SHOWN,
            )
