"""`shipledger whoami`: who one is at the server that one logged in at, and what one may do."""

import click

from service.cli import kept_session
from service.cli.asking import in_json
from service.cli.ground import console


@click.command()
@click.option("--repository", default="", help="Tell the roles in this one, as owner/name.")
@click.option("--json", "as_json", is_flag=True, help="Answer in JSON.")
def whoami(repository: str, *, as_json: bool) -> None:
    """Say who you are at the server, how you proved it, until when, and your roles."""
    kept = kept_session.read()
    params = {"repository": repository} if repository else {}
    told = kept_session.ask("GET", kept.url, "/session", token=kept.token, params=params)
    if as_json:
        click.echo(in_json(told))
        return
    where = repository or "all repositories"
    roles = ", ".join(
        f"{one['role']} in {one['environment']}" if one["environment"] else one["role"]
        for one in told["roles"]
    )
    console.print(f"{told['person']} ({told['name']}) at {kept.url}", markup=False)
    console.print(f"proved by {told['means']}, until {told['expires']}", markup=False)
    console.print(f"roles in {where}: {roles or 'none'}", markup=False)
