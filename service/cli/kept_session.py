"""The kept session: which server somebody logged in at from this shell, and by what he is known.

The file is readable by nobody else: whoever has the token is the person, until it expires.
"""

import os
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click
import msgspec
import requests

from domain.errors import ShipledgerError

MODE: Final = 0o600
PATIENCE: Final = 20  # seconds
_HERE: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class KeptSession(msgspec.Struct, frozen=True):
    """`url` is the server's, without a slash at its end."""

    url: str
    token: str
    person: str
    expires: datetime


class NotLoggedIn(ShipledgerError):
    """No session is kept here."""


def place() -> Path:
    """The file, in the user's own directory of settings."""
    return Path(click.get_app_dir("shipledger")) / "session.json"


def read() -> KeptSession:
    """Raises `NotLoggedIn`."""
    try:
        return msgspec.json.decode(place().read_bytes(), type=KeptSession)
    except FileNotFoundError as error:
        raise NotLoggedIn("You are not logged in: `shipledger login URL`.") from error
    except (OSError, msgspec.DecodeError) as error:
        raise NotLoggedIn(f"{place()} cannot be read ({error}): log in anew.") from error


def keep(session: KeptSession) -> None:
    """All of it, or what was there before."""
    path = place()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
        file.write(msgspec.json.encode(session))
    beside.replace(path)


def forget() -> None:
    """Whatever the server says of it."""
    place().unlink(missing_ok=True)


def server(url: str) -> str:
    """The address of a server to which a secret may be sent."""
    address = urlsplit(url)
    safe = address.scheme == "https" or (address.scheme == "http" and address.hostname in _HERE)
    if not safe or not address.netloc:
        raise ShipledgerError(
            f"{url} is no address to log in at: write https://…, or http://127.0.0.1:8000 for a"
            " server of this machine; over plain HTTP everybody on the way would read the session"
        )
    return url.rstrip("/")


def ask(method: str, url: str, path: str, *, token: str = "", **more: Any) -> dict[str, Any]:
    """What the server answers, or its refusal as ours."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    try:
        answer = requests.request(
            *(method, f"{url}/api/v1{path}"),
            headers=headers | {"Accept": "application/json"},
            timeout=PATIENCE,
            allow_redirects=False,
            **more,
        )
        told: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise ShipledgerError(f"{url} does not answer as a Shipledger does: {error}") from error
    if answer.status_code != 200:
        raise ShipledgerError(told.get("detail") or f"{url} answered {answer.status_code}")
    return told
