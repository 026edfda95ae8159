"""A review: what somebody said of a pull request at one of its commits."""

from domain import subject
from domain.fact import Fact


class ReviewFact(Fact, frozen=True, kw_only=True):
    number: int  # of the pull request
    review: int
    sha: str = ""
    state: str = ""  # approved, changes_requested, commented, dismissed

    def about(self) -> tuple[str, ...]:
        return (subject.pull(self.number),)


class ReviewRecorded(ReviewFact, frozen=True, kw_only=True, tag="review.recorded.1"):
    """Submitted, or its text edited."""


class ReviewDismissed(ReviewFact, frozen=True, kw_only=True, tag="review.dismissed.1"):
    """It no longer counts."""
