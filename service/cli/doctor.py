"""`shipledger doctor`: look at everything that may be wrong, and say how to mend it."""

import sys
import time
from datetime import UTC, datetime
from itertools import chain

import click

from service.cli.ground import console
from service.config import from_environment
from service.examination import examine
from service.github.examination import Examination

MARKS = {"good": "[green]ok  [/]", "mind": "[yellow]mind[/]", "bad": "[bold red]bad [/]"}


@click.command()
def doctor() -> None:
    """Examine the installation and its connection with GitHub.

    Exits with 1 where something is bad.
    """
    worst = "good"
    config = from_environment()
    connection = Examination(config, clock=lambda: datetime.now(UTC), sleep=time.sleep)
    for finding in chain(examine(config, datetime.now(UTC)), connection.run()):
        console.print(f"{MARKS[finding.verdict]} {finding.what}: ", end="")
        console.print(finding.saw, soft_wrap=True, markup=False)
        if finding.mend:
            console.print(f"       → {finding.mend}", soft_wrap=True, markup=False)
        if finding.verdict == "bad":
            worst = "bad"
    sys.exit(worst == "bad")
