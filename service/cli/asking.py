"""How a question is asked on the command line: which repository, as of when, and in which form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click
import msgspec

Command = TypeVar("Command", bound=Callable[..., Any])


class Moment(click.ParamType[datetime]):
    """An RFC 3339 moment; a date alone means its first second, and no offset means UTC."""

    name = "moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"{value!r} is no moment: write 2026-06-01 or 2026-06-01T12:00:00Z", param, ctx
            )
        return moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)


class Position(Moment):
    """A position of the ledger, or a moment."""

    name = "position or moment"

    def convert(self, value: Any, param: Any, ctx: Any) -> Any:
        return int(value) if str(value).isdecimal() else super().convert(value, param, ctx)


def question(command: Command) -> Command:
    """The options that every question takes."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Answer in JSON."),
        click.option("--as-at", type=Moment(), help="Leave out what happened later."),
        click.option("--as-of", type=Position(), help="Leave out what was recorded later."),
    ):
        command = option(command)
    return command


def in_json(answer: object) -> str:
    """An answer as JSON, indented."""
    import json  # noqa: PLC0415 - most answers are read by people

    return json.dumps(msgspec.to_builtins(answer), indent=2, ensure_ascii=False)
