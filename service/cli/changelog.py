"""`shipledger changelog`: what lies between two points of a repository."""

from datetime import datetime

import click

from projections.changelog import changelog as between
from projections.contents import Contents
from projections.release import release
from projections.unreleased import unreleased
from projections.view import View
from service.cli.asking import in_json, question, view_of


@click.command()
@click.argument("repository")
@click.argument("tag", required=False)
@click.option("--from", "from_", help="A tag, branch, commit or moment; not in the change log.")
@click.option("--to", help="A tag, branch, commit or moment; by default the default branch.")
@question
def changelog(  # noqa: PLR0913, PLR0917 - options
    repository: str,
    tag: str | None,
    from_: str | None,
    to: str | None,
    as_of: int | datetime | None,
    as_at: datetime | None,
    *,
    as_json: bool,
) -> None:
    """The change log of release TAG of REPOSITORY; between any two points; or of the unreleased.

    \b
    shipledger changelog pallets/flask 2.1.0
    shipledger changelog pallets/flask --from 2.0.0 --to 2.1.0
    shipledger changelog pallets/flask
    """
    if tag and (from_ or to):
        raise click.UsageError("Name a release, or two points with --from and --to, not both.")
    if bool(from_) != bool(to):
        raise click.UsageError("Give both --from and --to, or the name of one release.")
    with view_of(repository, as_of, as_at) as view:
        answer, title, contents = asked(view, tag, from_, to)
    click.echo(in_json(answer) if as_json else in_markdown(title, contents))


def asked(
    view: View, tag: str | None, from_: str | None, to: str | None
) -> tuple[object, str, Contents | None]:
    """The answer, its heading, and what it contains."""
    if from_ and to:
        log = between(view, from_, to)
        return log, f"{from_} … {to}", log.contents
    if tag:
        one = release(view, tag)
        since = f" since {one.base.tag}" if one.base and one.base.tag else ""
        return one, f"{tag}{since}", one.contents
    rest = unreleased(view)
    return rest, f"Unreleased on {rest.branch}", rest.contents


def in_markdown(title: str, contents: Contents | None) -> str:
    """A plain list: pull requests first, then the commits that belong to none."""
    lines = [f"## {title}", ""]
    if contents is None:
        return "\n".join(
            [*lines, "Its commit is not known, so nothing can be said of its contents."]
        )
    for pull in contents.pulls:
        by = f" by {pull.author.name}" if pull.author else ""
        lines.append(f"- {pull.title} (#{pull.number}){by}")
    lines += [f"- {one.title} ({one.sha[:8]})" for one in contents.commits]
    if not contents.size:
        lines.append("Nothing.")
    if contents.note:
        lines += ["", contents.note]
    return "\n".join(lines)
