"""`shipledger policy`: whether `.shipledger.yml` would be understood, before it counts."""

import sys
from pathlib import Path
from typing import NoReturn

import click

from domain.configuration import version_of
from domain.edit import LARGEST_FILE
from projections.policy.in_force import faults_of
from service.cli.ground import aside, console


@click.group()
def policy() -> None:
    """Look at the rules that releases are judged by."""


@policy.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Read FILE as `.shipledger.yml`, and tell every problem; exit code 1 where there is one."""
    raw = file.read_bytes()
    try:
        content = raw.decode()
    except UnicodeDecodeError:
        _refuse(f"{file} is no text in UTF-8: save it as such.")
    if len(raw) > LARGEST_FILE:
        _refuse(f"{file} is larger than {LARGEST_FILE // 1024} KiB, more than is read.")
    problems = faults_of(content)
    for problem in problems:
        aside.print(problem, markup=False, soft_wrap=True)
    if problems:
        sys.exit(1)
    console.print(f"{file} is understood: version {version_of(content)}.", markup=False)


def _refuse(why: str) -> NoReturn:
    aside.print(why, markup=False)
    sys.exit(1)
