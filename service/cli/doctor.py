"""`shipledger doctor`: look at everything that may be wrong, and say how to mend it."""

import sys
from datetime import UTC, datetime

import click

from service.cli.ground import console
from service.config import from_environment
from service.examination import examine

MARKS = {"good": "[green]ok  [/]", "mind": "[yellow]mind[/]", "bad": "[bold red]bad [/]"}


@click.command()
def doctor() -> None:
    """Examine the installation; exit with 1 where something is bad."""
    worst = "good"
    for finding in examine(from_environment(), datetime.now(UTC)):
        console.print(f"{MARKS[finding.verdict]} {finding.what}: {finding.saw}", soft_wrap=True)
        if finding.mend:
            console.print(f"       → {finding.mend}", soft_wrap=True, markup=False)
        if finding.verdict == "bad":
            worst = "bad"
    sys.exit(worst == "bad")
