"""`shipledger login`: log in at a server from a shell, by a code that one enters in a browser."""

from datetime import datetime
from time import monotonic, sleep
from typing import Any, Final

import click

from domain.errors import ShipledgerError
from service.cli import kept_session
from service.cli.ground import aside
from service.identity.devices import PENDING, SLOW_DOWN
from service.identity.settings import GITHUB, OIDC

LONGER: Final = 5  # seconds, each time that we are asked for patience


@click.command()
@click.argument("url", default="http://127.0.0.1:8000")
@click.option(
    "--with", "provider", type=click.Choice((GITHUB, OIDC)), default=None, help="By whom to log in."
)
def login(url: str, provider: str | None) -> None:
    """Log in at the server at URL, and keep the session for the commands that ask it.

    \b
    shipledger login https://ship.example.org
    """
    there = kept_session.server(url)
    begun = kept_session.ask("POST", there, "/session/device", json={"provider": provider or ""})
    where = begun["verification_uri_complete"] or begun["verification_uri"]
    aside.print(f"Open {where} and enter the code {begun['user_code']}", markup=False)
    told = _waited(there, begun)
    kept_session.keep(
        kept_session.KeptSession(
            there, told["token"], told["person"], datetime.fromisoformat(told["expires"])
        )
    )
    aside.print(f"You are {told['person']} at {there}, until {told['expires']}.", markup=False)


def _waited(there: str, begun: dict[str, Any]) -> dict[str, Any]:
    """The session, once the code was entered; raises where it was not in time."""
    interval, end = begun["interval"], monotonic() + begun["expires_in"]
    asked = {"provider": begun["provider"], "device_code": begun["device_code"]}
    while monotonic() < end:
        sleep(interval)
        told = kept_session.ask("POST", there, "/session/device/token", json=asked)
        if told["state"] == SLOW_DOWN:
            interval += LONGER
        elif told["state"] != PENDING:
            return told
    raise ShipledgerError("the code was not entered in time: log in again")
