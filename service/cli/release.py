"""`shipledger release`: what people decide about a release, from its plan to its rollback."""

from types import ModuleType
from typing import Final

import click

from service.cli import release_approvals, release_gates, release_plans, release_rollouts

# One file for each kind of deed, with the group's commands in its `COMMANDS`.
ROOMS: Final[tuple[ModuleType, ...]] = (
    release_gates,
    release_approvals,
    release_plans,
    release_rollouts,
)


@click.group(commands=[one for room in ROOMS for one in room.COMMANDS])
def release() -> None:
    """Plan, judge, approve and roll out a release."""
