"""The shell's hand: who decides by a command, and how what he decides is recorded."""

import getpass
from datetime import UTC, datetime

from domain.deed import Signing
from service.cli.ground import aside
from service.notebook import Settled


def signing(seen: int, reason: str = "") -> Signing:
    """What the user of the shell puts his name to; who may log in there was proved by the system.

    `seen` is the position of the view that he decides on.
    """
    user = getpass.getuser()
    return Signing(user, datetime.now(UTC), reason, user, means="shell", channel="cli", seen=seen)


def say(settled: Settled, then: str = "") -> None:
    """What was new, and what stood already; `then` is what to look at next."""
    for already in settled.already:
        aside.print(already, markup=False)
    if settled.new:
        aside.print(f"Recorded. {then}".strip(), markup=False)
