"""The answers behind a change log, as they are told in JSON."""

import click

from projections.branches import default_head
from projections.changelog import changelog
from projections.release import release
from projections.unreleased import unreleased
from projections.view import View
from service.cli.asked import Asked


def answer(view: View, asked: Asked) -> object:
    """What a release, a range or the unreleased holds."""
    if asked.all or asked.environment:
        raise click.UsageError("--json answers about one release or range: say --format json.")
    if asked.from_:
        return changelog(view, asked.from_, asked.to or default_head(view).branch)
    if asked.tag:
        return release(view, asked.tag)
    return unreleased(view, asked.component or "")
