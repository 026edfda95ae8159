"""`shipledger people`: who there is, in which teams, and who may do what where."""

from typing import Any

import click
from rich.markup import escape
from rich.table import Table

from domain.deed import Signing
from domain.directory import ROLES, Directory
from service.cli.asking import in_json
from service.cli.edit_notes import reasoned
from service.cli.ground import console, opened_ledger
from service.cli.shell import say, signing
from service.deeds import Decide, Deeds
from service.directing import entries, place_of

SEE = "`shipledger people list` shows who there is."


@click.group()
def people() -> None:
    """Say who there is, in which teams, and who may do what in which repository."""


@people.command("list")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def list_(*, as_json: bool) -> None:
    """Everybody, the teams, and the roles that were given for all repositories."""
    with opened_ledger() as ledger, ledger.stand() as stand:
        found = entries(ledger, stand)
    if as_json:
        click.echo(in_json(found))
        return
    if not found.people and not found.teams and not found.grants:
        console.print("Nobody is in the directory: `shipledger people add mira --reason …`.")
    table = Table("key", "name", "GitHub login", "e-mail")
    for one in found.people:
        table.add_row(*map(escape, (one.key, one.name, one.login, " ".join(one.emails))))
    console.print(table) if found.people else None
    for team in found.teams:
        console.print(f"team {team.name}: {', '.join(team.members) or 'nobody'}", markup=False)
    for grant in found.grants:
        where = grant.repository or "all repositories"
        place = f", in {grant.environment}" if grant.environment else ""
        console.print(f"{grant.to} is {grant.role} of {where}{place}", markup=False)


@people.command()
@click.argument("key")
@click.option("--name", "called", default="", help="How the person is called.")
@click.option("--login", default="", help="The GitHub login, where it is not the key.")
@click.option("--github-id", default=0, type=int, help="The account's number: it never changes.")
@click.option("--email", "emails", multiple=True, help="An address that commits bear.")
@reasoned
def add(  # noqa: PLR0913, PLR0917 - what is known of a person
    key: str, called: str, login: str, github_id: int, emails: tuple[str, ...], reason: str
) -> None:
    """Add the person KEY, or say anew who that is.

    \b
    shipledger people add mira --name "Mira Ahn" --email mira@example.org --reason "She joined."
    """
    known = {"called": called, "login": login, "github_id": github_id}
    addresses = tuple(one.lower() for one in emails)
    _settle(reason, lambda one, sign: one.name(key, sign, **known, emails=addresses))  # type: ignore[arg-type]  # typed above


@people.command()
@click.argument("key")
@reasoned
def remove(key: str, reason: str) -> None:
    """Let the person KEY log in no more; what was decided stays."""
    _settle(reason, lambda one, sign: one.remove(key, sign))


@people.command("log-out")
@click.argument("key")
@reasoned
def log_out(key: str, reason: str) -> None:
    """End all sessions that the person KEY has now."""
    _settle(reason, lambda one, sign: one.log_out(key, sign))


@people.command()
@click.argument("name")
@click.argument("members", nargs=-1)
@reasoned
def team(name: str, members: tuple[str, ...], reason: str) -> None:
    """Say that team NAME are MEMBERS, and nobody else."""
    _settle(reason, lambda one, sign: one.set_team(name, members, sign))


def granted(command: Any) -> Any:
    """The arguments that a grant and its withdrawal take."""
    for option in (
        reasoned,
        click.option("--environment", "-e", default="", help="Only there; else in all."),
        click.option("--repository", default="", help="Only in this one; else in all."),
        click.argument("role", type=click.Choice(ROLES)),
        click.argument("to"),
    ):
        command = option(command)
    return command


@people.command()
@granted
def grant(to: str, role: str, repository: str, environment: str, reason: str) -> None:
    """Give TO (a person, or team:NAME) a ROLE.

    Once anybody has a role in a repository, nobody else decides or reads there.
    """
    where = _where(repository)
    _settle(reason, lambda one, sign: one.grant(to, role, where, environment, sign))


@people.command()
@granted
def withdraw(to: str, role: str, repository: str, environment: str, reason: str) -> None:
    """Take a ROLE from TO."""
    where = _where(repository)
    _settle(reason, lambda one, sign: one.withdraw_grant(to, role, where, environment, sign))


def _where(repository: str) -> str:
    with opened_ledger() as ledger:
        return place_of(ledger, repository)


def _settle(reason: str, step: Decide[Directory]) -> None:
    with opened_ledger() as ledger:
        sign: Signing = signing(ledger.head(), reason)
        say(Deeds(ledger, Directory).settle((), sign, step), SEE)
