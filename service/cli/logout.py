"""`shipledger logout`: end the session that a log-in from this shell began."""

import click

from domain.errors import ShipledgerError
from service.cli import kept_session
from service.cli.ground import aside


@click.command()
def logout() -> None:
    """End the session at the server, and forget it here."""
    kept = kept_session.read()
    kept_session.forget()
    try:
        kept_session.ask("POST", kept.url, "/session/end", token=kept.token, json={})
    except ShipledgerError as refusal:
        # It is forgotten here all the same; whoever copied the token has it until it expires.
        aside.print(f"Forgotten here. The server did not end it: {refusal}", markup=False)
    else:
        aside.print(f"{kept.person} is logged out at {kept.url}.", markup=False)
