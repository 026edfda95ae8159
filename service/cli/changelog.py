"""`shipledger changelog`: the notes of a release, of a range or of a whole history."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

from service.cli.asked import Asked
from service.cli.asking import question
from service.uncollected import uncollected

if TYPE_CHECKING:
    from service.clone.walk import Walk

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


class Wish(Struct, frozen=True):
    """All that the command was asked, proved."""

    repository: str
    asked: Asked
    form: str
    audience: str
    template: Path | None
    config: Path | None
    output: Path | None
    why: str
    next_version: bool
    as_json: bool
    as_of: int | datetime | None
    as_at: datetime | None


@click.command()
@click.argument("repository")
@click.argument("tag", required=False, default="")
@click.option("--from", "from_", default="", help="A tag, branch, commit or moment; not included.")
@click.option("--to", default="", help="The same; included. By default the default branch.")
@click.option("--component", help="A part with versions of its own; by default the whole.")
@click.option("--environment", default="", help="What it would get by TAG or --to; of a ledger.")
@click.option("--unreleased", is_flag=True, help="What no release has; with --all, before them.")
@click.option("--all", "all_", is_flag=True, help="Every release, the newest first.")
@click.option("--format", "form", default="markdown", show_default=True, help="How it is printed.")
@click.option("--audience", default="public", show_default=True, help="For whom it is printed.")
@click.option("--template", type=_FILE, help="A Liquid template to print with.")
@click.option("--config", type=_FILE, help="Settings, instead of those of the repository.")
@click.option("--why", default="", help="Why is this pull request or commit (not) listed?")
@click.option("--next-version", is_flag=True, help="The version that the changes ask for.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write it there; a change log of all releases is kept up to date in place.",
)
@question
def changelog(
    repository: str, tag: str, from_: str, to: str, component: str | None, **told: Any
) -> None:
    """The change log of release TAG of REPOSITORY; between any two points; or of the unreleased.

    REPOSITORY is a name that the ledger knows, or the path of a git clone, which needs no ledger.

    \b
    shipledger changelog . v1.3.0
    shipledger changelog . --from v1.2.0 --to v1.3.0
    shipledger changelog . --all -o CHANGELOG.md
    shipledger changelog . v1.3.0 --why '#12'
    shipledger changelog pallets/flask 2.1.0
    shipledger changelog pallets/flask --environment production
    """
    several = {
        "TAG": tag and not told["environment"],
        "--from": from_,
        "--environment": told["environment"],
        "--all": told["all_"],
    }
    named = [name for name, value in several.items() if value]
    if len(named) > 1:
        raise click.UsageError(f"{' and '.join(named)} are questions of their own: ask one.")
    if to and not (from_ or told["environment"]):
        raise click.UsageError("Say where it begins, too: --from TAG --to TAG.")
    all_, unreleased = told.pop("all_"), told.pop("unreleased")
    asked = Asked(tag, from_, to, component, told.pop("environment"), unreleased, all_)
    with uncollected(), _walk(Path(repository)) as begun:
        # Late, so that a word of help costs no more than it is worth.
        from service.cli.telling import tell  # noqa: PLC0415

        tell(Wish(repository, asked, **told), begun)


@contextmanager
def _walk(path: Path) -> Iterator["Walk | None"]:
    """Where there is a directory, that over the clone that is in it."""
    if not path.is_dir():
        yield None
        return
    from service.clone.walk import walk  # noqa: PLC0415 - as the rest

    with walk(path) as begun:
        yield begun
