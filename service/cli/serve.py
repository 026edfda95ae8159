"""`shipledger serve`: the web process, by gunicorn, with the project's own settings."""

import os
import sys
from typing import NoReturn

import click


@click.command()
def serve() -> None:
    """Serve the webhooks, the API and the pages, until stopped."""
    become_gunicorn()


def become_gunicorn() -> NoReturn:
    """Give this process to gunicorn, which reads the environment anew."""
    arguments = ["gunicorn", "--config", "python:service.gunicorn", "service.app:serve()"]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", *arguments])  # noqa: S606 - our own words only
