"""A merge group: what the merge queue builds and checks before it lets a pull request in."""

from domain import subject
from domain.fact import Fact, Sha


class MergeGroupFact(Fact, frozen=True, kw_only=True):
    sha: Sha
    ref: str
    base: str
    base_sha: str = ""
    pull: int | None = None

    def about(self) -> tuple[str, ...]:
        return (
            subject.commit(self.sha),
            *((subject.pull(self.pull),) if self.pull is not None else ()),
        )


class MergeGroupFormed(MergeGroupFact, frozen=True, kw_only=True, tag="merge_group.formed.1"):
    """Checks are asked for at its head."""


class MergeGroupEnded(MergeGroupFact, frozen=True, kw_only=True, tag="merge_group.ended.1"):
    """Merged, invalidated or dequeued, as `reason` says."""

    reason: str = ""
