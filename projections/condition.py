"""A condition: one thing that a release needs before it may go on, and how that stands."""

from collections.abc import Iterable
from typing import Final

from msgspec import Struct, field

PENDING, PASSED, FAILED = "pending", "passed", "failed"
INCONCLUSIVE, STALE = "inconclusive", "stale"
WAIVED, NOT_APPLICABLE = "waived", "not_applicable"
# Those that stand in no release's way. Everything else does: what is not known never passes.
OPEN: Final = frozenset({PASSED, WAIVED, NOT_APPLICABLE})


class Condition(Struct, frozen=True):
    """`state` is one of the seven above.

    `kind`       what it belongs to: policy, gate, approval, freeze, promotion, rollout, lock.
    `name`       what it is called in the policy, or on the page.
    `why`        the state in a sentence that needs nothing else to be understood.
    `who`        who could meet it: people, teams or roles, or «the check's own tool».
    `positions`  the facts and decisions that it was computed from.
    """

    kind: str
    name: str
    state: str
    why: str
    who: tuple[str, ...] = ()
    positions: tuple[int, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it lets the release pass."""
        return self.state in OPEN


class Verdict(Struct, frozen=True):
    """Whether a release may go into an environment, by which policy, and why it may not.

    `state`   passed, pending or failed; `conditions` in the order in which they are to be met.
    """

    release: str
    environment: str
    state: str
    conditions: tuple[Condition, ...] = ()
    policy: str = ""  # the version that gave the verdict: see `projections.policy.in_force`
    blocking: tuple[Condition, ...] = field(default=())


def state_of(conditions: Iterable[Condition]) -> str:
    """Failed where one has failed, pending where one is not met yet, else passed."""
    states = {one.state for one in conditions} - OPEN
    if FAILED in states:
        return FAILED
    return PENDING if states else PASSED
