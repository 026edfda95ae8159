"""`shipledger release`: what people decide about a release before it is deployed."""

from types import ModuleType
from typing import Final

import click

from service.cli import release_approvals, release_gates, release_plans

# One file for each kind of deed, with the group's commands in its `COMMANDS`.
ROOMS: Final[tuple[ModuleType, ...]] = (release_gates, release_approvals, release_plans)


@click.group(commands=[one for room in ROOMS for one in room.COMMANDS])
def release() -> None:
    """Plan, judge and approve a release."""
