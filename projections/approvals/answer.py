"""The answer about approvals: every layer and every vote, as they stand at a moment."""

from datetime import datetime

from msgspec import Struct

from domain.approval import Standing
from projections.manifest import Manifest


class CastVote(Struct, frozen=True):
    """A vote, with all that an audit asks of it.

    `decision`  approve, reject or abstain; `withdrawn` where it was taken back, with why.
    `counts`    whether it still does; `void` are the reasons why not, in sentences.
    `seen`      the ledger's position at which the voter was shown the manifest of the `digest`.
    """

    decision: str
    by: str
    name: str
    meaning: str
    reason: str
    at: datetime
    environment: str
    sha: str
    policy: str
    digest: str
    roles: tuple[str, ...]
    teams: tuple[str, ...]
    means: str
    channel: str
    request: str
    seen: int
    position: int
    counts: bool
    void: tuple[str, ...] = ()
    withdrawn: str = ""
    proved_at: datetime | None = None


class LayerState(Struct, frozen=True):
    """`state` is satisfied, open or waiting; `by` fill it, `could` might still."""

    name: str
    state: str
    required: int
    missing: int
    by: tuple[str, ...]
    could: tuple[str, ...]
    meaning: str


class Delegation(Struct, frozen=True):
    """`to` stands in for `by` until a moment, in one layer, or in all where it is empty."""

    by: str
    to: str
    layer: str
    until: datetime
    reason: str
    position: int


class BrokenGlass(Struct, frozen=True):
    """A deployment against the verdict: `review` is due, overdue, upheld or faulted."""

    environment: str
    sha: str
    by: str
    reason: str
    at: datetime
    blocking: tuple[str, ...]
    review_due: datetime
    review: str
    reviewed_by: str
    review_reason: str
    position: int


class Attempt(Struct, frozen=True):
    """Somebody tried what a rule forbids, and was told so."""

    by: str
    what: str
    why: str
    at: datetime
    position: int


class Excluded(Struct, frozen=True):
    """Somebody who may not approve this release."""

    person: str
    why: str


class Approvals(Struct, frozen=True):
    """`state` is passed, pending, stale or failed; not_applicable where nobody is asked."""

    release: str
    environment: str
    state: str
    why: str
    layers: tuple[LayerState, ...]
    votes: tuple[CastVote, ...]
    excluded: tuple[Excluded, ...]
    delegations: tuple[Delegation, ...]
    broken: tuple[BrokenGlass, ...]
    attempts: tuple[Attempt, ...]
    manifest: Manifest


def layer_state(one: Standing, could: tuple[str, ...]) -> LayerState:
    """A layer, as the answer shows it."""
    return LayerState(
        name=one.place.name,
        state=one.state,
        required=one.place.required,
        missing=one.missing,
        by=one.by,
        could=could,
        meaning=one.place.meaning,
    )
