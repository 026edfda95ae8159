"""What is needed: the layers of approvals that are open, each told of once until a word is void.

A layer opens anew only where somebody's word that filled it was taken back, or counts no more: a
commit that follows on a branch asks nobody twice who had not answered yet.
"""

from collections.abc import Callable, Iterator
from datetime import datetime

from domain import subject
from domain.ballot import APPROVE, Ballot
from projections.approvals.judged import Judged
from projections.case import case_of
from projections.notices.notice import Notice, place_of
from projections.notices.occasions import NEEDED, ended
from projections.tag_state import tag_of
from projections.view import View
from projections.waiting import Waiting, waiting


def of_approvals(
    view: View, repository: str, now: datetime, fresh: Callable[[datetime], bool]
) -> Iterator[Notice]:
    """Of every layer that is open now; of a release that was cut long ago and that nobody ever
    approved, nobody asks any more.
    """
    for one in waiting(view, repository, now):
        about = subject.tag(one.release)
        tag = tag_of(one.release, view.about(about))
        approved = any(made.kind is Ballot.Approved for made in view.decisions(about))
        if approved or tag is None or (tag.cut_at is not None and fresh(tag.cut_at)):
            void = _void(view, one, now) if approved else 0
            yield _notice(view, one, void, now)


def _void(view: View, one: Waiting, now: datetime) -> int:
    """How many approvals were given and count no more."""
    votes = Judged(case_of(view, one.release, one.environment, now)).votes
    return sum(vote.decision == APPROVE and not vote.counts for vote in votes)


def _notice(view: View, one: Waiting, void: int, now: datetime) -> Notice:
    where = f" for {one.environment}" if one.environment else ""
    again = ", since an approval counts no more" if void else ""
    why = f": {one.why}" if one.why else ""
    more = "one approval" if one.missing == 1 else f"{one.missing} approvals"
    return Notice(
        event=NEEDED,
        key=f"{one.release}{where}, {one.layer}, round {void + 1}",
        sentence=ended(f"{one.release}{where} needs {more} of «{one.layer}»{again}{why}"),
        at=now,
        by="",
        place=place_of(view, [one.release], (one.environment,) if one.environment else ()),
        about=(subject.tag(one.release),),
        position=view.position,
        people=one.could,
    )
