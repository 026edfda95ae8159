"""`shipledger notes`: what people decide about the notes that `shipledger changelog` prints."""

import getpass
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.markup import escape
from rich.table import Table

from domain.edit import EDITABLE, LARGEST_FILE
from domain.errors import Malformed
from projections.notes.found_settings import settings_of
from projections.view import View
from service import deciding
from service.cli.asking import in_json, question
from service.cli.ground import aside, console, opened_ledger, view_of
from service.notebook import Decide, Notebooks, Pen

Command = TypeVar("Command", bound=Callable[..., Any])


@click.group()
def notes() -> None:
    """Decide about release notes: edit a change's line, choose a base, yank, upload settings."""


def reasoned(command: Command) -> Command:
    """The option that every decision takes."""
    return click.option("--reason", required=True, help="Why: it is kept beside the decision.")(
        command
    )


@notes.command()
@click.argument("repository")
@click.argument("change")
@click.option("--title", help="Another title.")
@click.option("--text", help="A paragraph of Markdown under the line.")
@click.option("--section", help="Another heading to stand under.")
@click.option("--order", type=int, help="A place: smaller numbers come first.")
@click.option("--hide/--show", "hidden", default=None, help="Leave it out; or print it anyhow.")
@click.option("--highlight", is_flag=True, default=None, help="Put it among the highlights, too.")
@click.option(
    "--undo", "undone", multiple=True, type=click.Choice(list(EDITABLE)), help="Take back one."
)
@reasoned
def edit(repository: str, change: str, reason: str, undone: tuple[str, ...], **told: Any) -> None:
    """Decide about CHANGE of REPOSITORY: `12` is a pull request, a SHA is a commit.

    \b
    shipledger notes edit octo/shop 12 --title "Pay by card" --reason "The title said nothing."
    shipledger notes edit octo/shop 12 --undo title --reason "It was fine after all."
    """
    wanted = {what: value for what, value in told.items() if value is not None}
    wanted |= dict.fromkeys(undone)
    if not wanted:
        raise click.UsageError("Say what to change: --title, --hide, …, or --undo.")

    def steps(view: View) -> list[Decide]:
        return list(deciding.of_change(deciding.known_change(view, change), wanted))

    _settle(repository, reason, steps)


@notes.command()
@click.argument("repository")
@click.argument("tag")
@click.option("--base", help="The tag that it is compared with.")
@click.option("--undo", is_flag=True, help="Let the rules find it again.")
@reasoned
def base(repository: str, tag: str, base: str | None, reason: str, *, undo: bool) -> None:
    """Choose what release TAG of REPOSITORY is compared with."""
    if undo == bool(base):
        raise click.UsageError("Give a tag with --base, or --undo.")

    def steps(view: View) -> list[Decide]:
        chosen = base and deciding.known_tag(view, base)
        return [deciding.of_base(deciding.known_tag(view, tag), chosen)]

    _settle(repository, reason, steps)


@notes.command()
@click.argument("repository")
@click.argument("tag")
@click.option("--undo", is_flag=True, help="Let readers use it again.")
@reasoned
def yank(repository: str, tag: str, reason: str, *, undo: bool) -> None:
    """Tell readers not to use release TAG of REPOSITORY; the reason is what they read."""

    def steps(view: View) -> list[Decide]:
        return [deciding.of_yank(deciding.known_tag(view, tag), yanked=not undo)]

    _settle(repository, reason, steps)


@notes.command()
@click.argument("repository")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--as", "path", help="Where it would lie in the repository; else its own name.")
@click.option("--undo", is_flag=True, help="Withdraw the file.")
@reasoned
def settings(repository: str, file: Path, path: str | None, reason: str, *, undo: bool) -> None:
    """Upload FILE of settings for REPOSITORY, which goes before the repository's own."""
    told = None if undo else _content(file)
    step = deciding.of_settings(path or file.as_posix(), told)
    _settle(repository, reason, lambda _: [step])
    with view_of(repository, None, None) as view:
        for problem in settings_of(view).problems:
            aside.print(problem, markup=False)


@notes.command()
@click.argument("repository")
@question
def history(repository: str, as_of: Any, as_at: Any, *, as_json: bool) -> None:
    """Every decision about the notes of REPOSITORY, the newest first."""
    with view_of(repository, as_of, as_at) as view:
        told = view.notebook().history[::-1]
    if as_json:
        click.echo(in_json(told))
        return
    table = Table("position", "when", "what", "about", "value", "by", "why")
    for one in told:
        when = f"{one.at:%Y-%m-%d %H:%M} UTC"
        said = (one.what, one.about, one.value, one.by, one.reason)
        table.add_row(str(one.position), when, *map(escape, said))
    console.print(table)


def _content(file: Path) -> str:
    if not file.is_file():
        raise click.BadParameter(f"there is no file {file}", param_hint="FILE")
    raw = file.read_bytes()
    if len(raw) > LARGEST_FILE:
        raise Malformed(f"{file} is larger than {LARGEST_FILE // 1024} KiB, more than is read.")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise Malformed(f"{file} is no text in UTF-8: save it as such.") from error


def _settle(repository: str, reason: str, steps: Callable[[View], list[Decide]]) -> None:
    """Record what is decided, and say what was new."""
    with opened_ledger() as ledger:
        with ledger.stand() as stand:
            view = ledger.view(stand, ledger.resolve(stand, repository))
            decisions = steps(view)
        pen = Pen(getpass.getuser(), reason)
        settled = Notebooks(ledger).settle(view.stream, pen, *decisions)
    for already in settled.already:
        aside.print(already, markup=False)
    if settled.new:
        aside.print(f"Recorded: {settled.new}. `shipledger notes history` shows all.", markup=False)
