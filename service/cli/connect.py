"""`shipledger github connect`: a page on this machine that makes our App at GitHub by one click."""

import json
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime
from hmac import compare_digest
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qs, urlsplit

import click

from service.cli.ground import console
from service.config import Config, from_environment
from service.connecting import check
from service.github.conversion import Converting
from service.github.manifest import NAME, destination, manifest
from service.github.wanted import permissions

HERE: Final = "127.0.0.1"
MADE: Final = "/made"
TOLD: Final = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Shipledger</title>
<body><h1>{title}</h1>{body}</body></html>"""


@click.command()
@click.option("--organization", default="", help="Whose App it is to be; else your own.")
@click.option("--name", default=NAME, show_default=True, help="No two Apps have the same one.")
@click.option("--port", default=0, help="Of the page on this machine; any that is free.")
def connect(organization: str, name: str, port: int) -> None:
    """Connect with GitHub: make a GitHub App by one click, and keep its key on this machine.

    Where the server has no browser, open its page through `ssh -L`; or connect on the server's
    own page /connect, which needs a token with the scope admin.
    """
    config = from_environment()
    converting = Converting(config, clock=lambda: datetime.now(UTC), sleep=time.sleep)
    converting.check()
    wanted = Wanted(config, organization, name)
    kept = converting.convert(code_of(wanted, port, _opened))
    for line in (
        f"Connected: App {kept.id}, «{kept.name}». Its key is in {config.github_app_file}.",
        f"Now install it for your repositories: {kept.url}/installations/new",
        "A worker and a server that run already read the file when they are started anew.",
    ):
        console.print(line, markup=False, soft_wrap=True)


def _opened(port: int) -> None:
    for line in (
        f"Open http://{HERE}:{port}/ in a browser on this machine.",
        f"From another one first: ssh -L {port}:{HERE}:{port} <this machine>",
    ):
        console.print(line, markup=False, soft_wrap=True)


class Wanted(NamedTuple):
    """The App that is to be made."""

    config: Config
    organization: str
    name: str

    def form(self, port: int, state: str) -> str:
        """A page with what the App may do, and the click."""
        redirect = f"http://{HERE}:{port}{MADE}"
        told = json.dumps(manifest(self.config, name=self.name, redirect=redirect))
        there = destination(self.config.github_url, organization=self.organization, state=state)
        rows = "".join(
            f"<li>{escape(one.name)}, {escape(one.level)}: {escape('; '.join(one.why))}</li>"
            for one in permissions()
        )
        click_ = (
            f'<form method="post" action="{escape(there)}">'
            f'<input type="hidden" name="manifest" value="{escape(told)}">'
            f"<button>Make the App on {escape(self.config.github_url)}</button></form>"
        )
        return TOLD.format(title="Connect with GitHub", body=f"<ul>{rows}</ul>{click_}")


def code_of(wanted: Wanted, port: int, opened: Callable[[int], None]) -> str:
    """Show the page until GitHub leads somebody back from it with a code."""
    state, codes = secrets.token_urlsafe(24), list[str]()

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, parse_qs(urlsplit(self.path).query)
            if path == "/":
                self._answer(200, wanted.form(server.server_port, state))
            elif path == MADE and compare_digest(query.get("state", [""])[0], state):
                codes.append(query.get("code", [""])[0])
                self._answer(200, TOLD.format(title="Go back to the terminal", body=""))
            else:
                self._answer(404, TOLD.format(title="Begin at the page’s own address", body=""))

        def _answer(self, status: int, page: str) -> None:
            body = page.encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Referrer-Policy", "no-referrer")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """The code is nobody's business."""

    with HTTPServer((HERE, port), Page) as server:
        wanted.form(server.server_port, state)  # raises before anybody is sent anywhere
        opened(server.server_port)
        while not codes:
            server.handle_request()
    check(codes[0])
    return codes[0]
