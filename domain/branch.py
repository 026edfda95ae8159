"""A branch: a name that moves along the commits."""

from domain import subject
from domain.fact import Fact, Name, Sha


class BranchFact(Fact, frozen=True, kw_only=True):
    name: Name

    def about(self) -> tuple[str, ...]:
        return (subject.branch(self.name),)


class BranchCreated(BranchFact, frozen=True, kw_only=True, tag="branch.created.1"):
    """A branch that did not exist now does."""

    sha: Sha | None = None  # a `create` event tells no commit

    def about(self) -> tuple[str, ...]:
        return subject.branch(self.name), subject.BRANCHES


class BranchAdvanced(BranchFact, frozen=True, kw_only=True, tag="branch.advanced.1"):
    """It moved forward; its former head is still in its history."""

    before: Sha
    sha: Sha


class BranchForcePushed(BranchFact, frozen=True, kw_only=True, tag="branch.force_pushed.1"):
    """It was made to point elsewhere; its former head may be gone from its history."""

    before: Sha
    sha: Sha


class BranchDeleted(BranchFact, frozen=True, kw_only=True, tag="branch.deleted.1"):
    """The name is gone; the commits that it alone held may be gone with it."""

    before: Sha | None = None


class BranchObserved(BranchFact, frozen=True, kw_only=True, tag="branch.observed.1"):
    """An import or a poll found it there; how it came there is not known."""

    sha: Sha

    def about(self) -> tuple[str, ...]:
        return subject.branch(self.name), subject.BRANCHES
