"""`shipledger where`: which releases and environments a change has reached."""

from collections.abc import Iterator
from datetime import datetime

import click

from projections.view import View
from projections.where import Where, where_is_commit, where_is_issue, where_is_pull
from service.cli.asking import in_json, question
from service.cli.ground import console, view_of


@click.command()
@click.argument("repository")
@click.argument("what")
@question
def where(
    repository: str,
    what: str,
    as_of: int | datetime | None,
    as_at: datetime | None,
    *,
    as_json: bool,
) -> None:
    """Where is WHAT of REPOSITORY: pull request #12, issue:7, or a commit's SHA or its beginning.

    \b
    shipledger where harbour/checkout '#12'
    shipledger where harbour/checkout issue:7
    shipledger where harbour/checkout 3f2a9c1
    """
    with view_of(repository, as_of, as_at) as view:
        answer = find(view, what)
    if as_json:
        click.echo(in_json(answer))
    else:
        describe(answer)


def find(view: View, what: str) -> Where:
    """The one thing that the word means."""
    kind, _, number = what.removeprefix("#").rpartition(":")
    if kind == "issue" and number.isdecimal():
        return where_is_issue(view, int(number))
    if what.startswith("#") or kind == "pull":
        if not number.isdecimal():
            raise click.UsageError(f"{what!r} has no number: write '#12' or issue:7.")
        return where_is_pull(view, int(number))
    return where_is_commit(view, what.lower())


def describe(answer: Where) -> None:
    """The answer for a person."""
    for line in lines(answer):
        console.print(line, markup=False, soft_wrap=True)


def lines(answer: Where) -> Iterator[str]:
    """One fact a line, what it is about first."""
    yield f"{answer.kind} {answer.asked}: {answer.title} ({answer.state})"
    for landed in answer.commits:
        yield f"  commit       {landed.sha[:12]}  {landed.how}"
    for release in answer.releases:
        yield f"  release      {release.name}{'  first of its series' if release.first else ''}"
    for place in answer.environments:
        yield f"  environment  {place.environment}, since {place.since:%Y-%m-%d %H:%M} UTC"
    if not answer.releases:
        yield "  in no release yet"
    if answer.reverted_by:
        yield f"  reverted by  {', '.join(sha[:12] for sha in answer.reverted_by)}"
    if answer.note:
        yield f"  {answer.note}"
