"""A poll's `polled.branch`: where a branch stands, and where it was last known to stand."""

from datetime import datetime

from domain.branch import (
    BranchAdvanced,
    BranchDeleted,
    BranchFact,
    BranchForcePushed,
    BranchObserved,
)
from domain.fact import Keyed, Name, Sha
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, utc
from webhooks.translation import Envelope, Translation

DATE_OF_COMMIT = "at: date of the commit"
SEEN = "at: seen by a poll; it happened at some time before"


class Branch(Part, frozen=True, kw_only=True):
    """`sha` is None where it is gone; `before` where it was not known to be there."""

    name: Name
    sha: Sha | None = None
    committed_at: Moment
    before: Sha | None = None
    forced: bool = False


class Payload(common.Payload, frozen=True, kw_only=True):
    branch: Branch
    seen_at: Moment


def translate(payload: Payload, envelope: Envelope) -> Translation:
    branch = payload.branch
    if branch.before is None and branch.sha is not None:
        # The same word, and under the same key, as of an import that found it there.
        at = utc(branch.committed_at)
        observed = BranchObserved(
            at=at, via=envelope.via, inferred=DATE_OF_COMMIT, name=branch.name, sha=branch.sha
        )
        return tell(payload, envelope, Keyed(observed, f"branch:{branch.name}:{branch.sha}"))
    return tell(payload, envelope, Keyed(_moved(branch, envelope.via, utc(payload.seen_at))))


def _moved(branch: Branch, via: str, at: datetime) -> BranchFact:
    name, before = branch.name, branch.before
    if branch.sha is None or before is None:
        return BranchDeleted(at=at, via=via, inferred=SEEN, name=name, before=before)
    moved = BranchForcePushed if branch.forced else BranchAdvanced
    return moved(at=at, via=via, inferred=SEEN, name=name, before=before, sha=branch.sha)
