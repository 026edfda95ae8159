"""The page of one release: everything about it, and how we know."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from itertools import groupby
from typing import Final, NamedTuple

from flask import Blueprint, Response, request

from projections.release import release as release_answer
from projections.timeline import Moment, timeline
from service.web import words
from service.web.asking import page_of
from service.web.desk import Desk
from service.web.repository import CHANGES_A_PAGE

MOMENTS: Final = 400

MEANINGS: Final = {
    "draft": "A GitHub release is being written; the tag does not exist yet.",
    "tagged": "The tag exists; no GitHub release of it was ever public.",
    "prerelease": "Public on GitHub, and marked as a prerelease.",
    "published": "Public on GitHub as a full release.",
    "withdrawn": "It was public on GitHub, and is not any more.",
    "deleted": "The tag was deleted, and nothing public stands there since.",
}


class Day(NamedTuple):
    """What happened in one day, by UTC."""

    date: date
    text: str
    moments: tuple[Moment, ...]


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
                closed=desk.closed(seat),
                it=it,
                meaning=MEANINGS.get(it.state, ""),
                days=list(_days(moments[-MOMENTS:])),
                mostly_late=_mostly_late(moments),
                hidden=max(len(moments) - MOMENTS, 0),
                shown=CHANGES_A_PAGE,
                number=page_of(request.args),
            )


def _days(moments: Sequence[Moment]) -> Iterator[Day]:
    for day, some in groupby(moments, key=lambda one: one.at.astimezone(UTC).date()):
        yield Day(day, words.day(day), tuple(some))


def _mostly_late(moments: Sequence[Moment]) -> bool:
    late = sum(one.recorded - one.at > timedelta(days=1) for one in moments)
    return late * 2 > len(moments)
