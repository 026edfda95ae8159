"""Writes the page of all commands from the commands themselves: python -m docs.make_cli."""

from collections.abc import Iterator
from pathlib import Path

import click

from service.cli.main import shipledger

PAGE = Path(__file__).with_name("cli.md")
WIDTH = 88

OPENING = """\
# The commands

What `shipledger --help` says of each command. This page is written by `python -m docs.make_cli`
from the code, and a test holds the two together.

Settings come from the environment ([all of them](../README.md#configuration)). An answer goes to
standard output; progress and advice go to standard error. The exit code is 0, or 1 where Shipledger
refused or found something wrong and says so in a sentence, or 2 where the command was not written
as below.
"""


def page() -> str:
    """The whole page as it should stand."""
    return "\n".join([OPENING, *_sections(shipledger, None, "shipledger")])


def _sections(command: click.Command, parent: click.Context | None, name: str) -> Iterator[str]:
    settings = {"info_name": name, "terminal_width": WIDTH, **command.context_settings}
    context = click.Context(command, parent, **settings)
    told = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
    yield f"## `{context.command_path}`\n\n```text\n{told}\n```\n"
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from _sections(found, context, inner)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
