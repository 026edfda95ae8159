"""`shipledger token`: keys to the API, each shown once."""

import getpass
from datetime import UTC, datetime, timedelta

import click
from rich.table import Table

from domain.token import SCOPES, Terms
from service.cli.ground import aside, console, opened_ledger
from service.tokens import Tokens


@click.group()
def token() -> None:
    """Make, list and revoke API tokens."""


@token.command()
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(sorted(SCOPES)),
    help="What it opens; may be given several times.",
)
@click.option("--days", type=click.IntRange(1, 3650), help="Let it expire after so many days.")
@click.option("--person", default="", help="Who decides with it, by login; else it is a program's.")
def create(name: str, scopes: tuple[str, ...], days: int | None, person: str) -> None:
    """Make a token called NAME, and show it this once."""
    expires = datetime.now(UTC) + timedelta(days=days) if days else None
    with opened_ledger() as ledger:
        terms = Terms(name, frozenset(scopes), expires, person)
        issued = Tokens(ledger).issue(terms, by=getpass.getuser())
    aside.print("Keep it now: it is not stored, and cannot be shown again.")
    click.echo(issued.text)


@token.command("list")
def list_() -> None:
    """List all tokens ever made, without their secrets."""
    table = Table("number", "name", "person", "scopes", "made by", "until", "revoked")
    with opened_ledger() as ledger:
        for one in Tokens(ledger).all():
            table.add_row(
                str(one.number),
                one.name,
                one.person,
                " ".join(one.scopes),
                one.by,
                f"{one.expires:%Y-%m-%d %H:%M} UTC" if one.expires else "no end",
                one.revocation.reason if one.revocation else "",
            )
    console.print(table)


@token.command()
@click.argument("number", type=int)
@click.option("--reason", required=True, help="Why: it is kept for the audit.")
def revoke(number: int, reason: str) -> None:
    """Take token NUMBER back, at once and everywhere."""
    with opened_ledger() as ledger:
        Tokens(ledger).revoke(number, reason=reason, by=getpass.getuser())
    aside.print(f"Token {number} opens nothing any more.")
