"""GitHub's `merge_group`: the merge queue built a trial of a merge, and what became of it."""

import re

from domain.fact import Keyed, Sha
from domain.merge_group import MergeGroupEnded, MergeGroupFact, MergeGroupFormed
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, not_before, tell, unfollowed, when
from webhooks.translation import Envelope, Translation

# The only place where GitHub names the pull request.
QUEUED = re.compile(r"/pr-([0-9]{1,9})-[0-9a-f]{40,64}\Z")


class HeadCommit(Part, frozen=True):
    timestamp: Moment


class MergeGroup(Part, frozen=True):
    head_sha: Sha
    head_ref: str
    base_ref: str
    base_sha: str = ""
    head_commit: HeadCommit | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    merge_group: MergeGroup
    reason: str | None = None


def translate(payload: Payload, envelope: Envelope) -> Translation:
    group = payload.merge_group
    # The group's commit is made for it, just before it is told.
    made = group.head_commit.timestamp if group.head_commit else None
    number = QUEUED.search(group.head_ref)
    pull = int(number[1]) if number else None
    base, via, by = group.base_ref.removeprefix("refs/heads/"), envelope.via, payload.by()
    if payload.action == "checks_requested":
        at, inferred = when(payload, envelope, made)
        fact: MergeGroupFact = MergeGroupFormed(
            at=at,
            via=via,
            by=by,
            inferred=inferred,
            sha=group.head_sha,
            ref=group.head_ref,
            base=base,
            base_sha=group.base_sha,
            pull=pull,
        )
        return tell(payload, envelope, Keyed(fact, f"merge_group:{fact.sha}:formed"))
    if payload.action == "destroyed":
        at, inferred = not_before(payload, envelope, made)
        fact = MergeGroupEnded(
            at=at,
            via=via,
            by=by,
            inferred=inferred,
            sha=group.head_sha,
            ref=group.head_ref,
            base=base,
            base_sha=group.base_sha,
            pull=pull,
            reason=payload.reason or "",
        )
        return tell(payload, envelope, Keyed(fact, f"merge_group:{fact.sha}:ended"))
    return unfollowed(payload, envelope)
