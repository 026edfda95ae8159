"""`shipledger demo`: a ledger of a team that does not exist, served at once."""

import os
import secrets
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import click
import msgspec

from domain.errors import ShipledgerError
from service.cli.ground import aside, progress_bar
from service.cli.serve import become_gunicorn
from service.config import from_environment
from service.delivery import Delivery, Receipt
from service.demonstration.decisions import LOCAL_USERS, decide
from service.demonstration.programme import deliveries, known_commits
from service.demonstration.stage import DemoDelivery
from service.ingest import Intake
from service.ledger import Ledger, open_ledger
from service.recorders.errors import SchemaMissing
from webhooks.translation import Translation


@click.command()
@click.option(
    "--database",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("data/demo.db"),
    show_default=True,
    help="The SQLite file of the demonstration; one that is there is served as it is.",
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-serve", is_flag=True, help="Make the ledger and stop.")
def demo(database: Path, port: int, *, no_serve: bool) -> None:
    """Make a demonstration ledger and serve it on this machine, readable without a token.

    Ten weeks of four repositories: releases, failed and re-run checks, deployments, a rollback, a
    moved tag; and one team that plans, signs, approves and freezes. Webhooks are taken too; the
    secret is printed.
    """
    url = f"sqlite:///{database.absolute()}"
    if not no_serve:
        refuse_taken(port)
    fill(url)
    if no_serve:
        return
    secret = os.environ.get("SHIPLEDGER_WEBHOOK_SECRET") or secrets.token_hex(16)
    os.environ |= {
        "SHIPLEDGER_DATABASE_URL": url,
        "SHIPLEDGER_WEBHOOK_SECRET": secret,
        "SHIPLEDGER_PUBLIC_READ": "true",
        "SHIPLEDGER_BIND": f"127.0.0.1:{port}",
        "SHIPLEDGER_LOCAL_USERS": ",".join(LOCAL_USERS),
        "SHIPLEDGER_SECRET_KEY": os.environ.get("SHIPLEDGER_SECRET_KEY") or secrets.token_hex(32),
        "SHIPLEDGER_LOG_LEVEL": os.environ.get("SHIPLEDGER_LOG_LEVEL", "WARNING"),
    }
    from_environment().for_the_web()
    aside.print(f"Shipledger is at http://127.0.0.1:{port}/ — stop it with Ctrl+C.")
    aside.print("Log in there as somebody of the demonstration, and the forms of its pages count.")
    aside.print(f"Signed webhooks go to /webhooks/github, with the secret {secret}", soft_wrap=True)
    become_gunicorn()


def refuse_taken(port: int) -> None:
    """Before anything is made: gunicorn would try five times, and say so each time."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError as error:
            raise ShipledgerError(
                f"port {port} cannot be had ({error.strerror}): name another one, as"
                f" `shipledger demo --port {port + 1}` or `make run ARGS='--port {port + 1}'`"
            ) from error


def fill(url: str) -> None:
    """Play the demonstration into a new ledger; an old one is left as it is."""
    try:
        open_ledger(url).close()
    except SchemaMissing:
        with closing(Ledger(url, create=True)) as making:
            making.migrate()
    with closing(open_ledger(url)) as ledger:
        if ledger.head() == 0:
            now = datetime.now(UTC)
            play(ledger, now)
            decide(ledger, now)


def play(ledger: Ledger, now: datetime) -> None:
    """Every delivery through the door that GitHub's come through, behind the signature."""
    intake = Intake(ledger, ())
    scenes = list(deliveries(now))

    def take(one: DemoDelivery) -> Receipt:
        body = msgspec.json.encode(one.payload)
        delivery = Delivery("github", one.delivery, one.event, body, now, hook="demo")
        return intake.write(delivery, "application/json")

    # As many at once as GitHub would send, so that each waits for its neighbours' commit only.
    with ThreadPoolExecutor(32) as pool, progress_bar() as bar:
        task = bar.add_task("playing the demonstration", total=len(scenes))
        for receipt in pool.map(take, scenes):
            bar.advance(task)
            if receipt.outcome == "parked":
                raise ShipledgerError(f"the demonstration has a flaw: {receipt.reason}")
    clone = Delivery("git", f"demo-{now:%Y%m%dT%H%M%S}", "import", b"", now)
    ledger.record(clone, Translation((known_commits(now),)))
    ledger.catch_up()
