"""The hub's door: HTTP on loopback, with the headers, redirects, limits and faults of GitHub's."""

import hashlib
import json
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email.utils import format_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import msgspec

from tests.github import permissions
from tests.github.answers import Answer, Ask, Refused, address, match, not_found, parameters
from tests.github.web import on_loopback

if TYPE_CHECKING:
    from tests.github.hub import Hub

Environ = dict[str, Any]
_json = msgspec.json.Encoder().encode
# GitHub calls these «content-creating»; the rest of the writes costs only the primary limit.
CONTENT = ("/comments", "/issues", "/pulls", "/releases", "/statuses", "/reviews", "/deployments")


class Door:
    """A WSGI application."""

    def __init__(self, hub: "Hub") -> None:
        self.hub = hub

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        ask = _understand(self.hub, environ)
        with self.hub.serving():
            answer = self._answer(ask)
            body = self._finish(ask, answer)
        self.hub.flush()
        if answer.wire == "closed":
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
            # The server takes this for a client that went away, and writes nothing.
            raise ConnectionResetError
        start_response(
            f"{answer.status} {HTTPStatus(answer.status).phrase}", [*answer.headers.items()]
        )
        return [body[: len(body) // 2] if answer.wire == "truncated" else body]

    def _answer(self, ask: Ask) -> Answer:
        hub, now = self.hub, self.hub.clock()
        try:
            ask.actor = permissions.authenticate(hub, ask.headers)
            if moved := _locate(ask):
                return moved
            for planned in hub.faults:
                if planned.strikes(ask):
                    return planned.fault(ask, lambda: self._serve(ask))
            if not ask.path.endswith("/rate_limit"):
                hub.limits.spend(ask.actor.name, now)
            return self._serve(ask)
        except Refused as refusal:
            return refusal.answer()

    def _serve(self, ask: Ask) -> Answer:
        permissions.permit(ask)
        if ask.route is None:
            raise not_found()
        if ask.method == "POST" and ask.route.template.endswith(CONTENT):
            self.hub.limits.create(ask.actor.name, self.hub.clock())
        given = [] if ask.repo is None else [ask.repo]
        told = ask.route.handler(ask, *given, **parameters(ask.found))
        return told if isinstance(told, Answer) else Answer(200, told)

    def _finish(self, ask: Ask, answer: Answer) -> bytes:
        """Give the answer the headers that each of GitHub's has, and its body bytes."""
        hub, now, headers = self.hub, self.hub.clock(), answer.headers
        page = isinstance(answer.body, str) and "Content-Type" in headers
        raw = answer.body.encode() if page else b"" if answer.body is None else _json(answer.body)
        headers.setdefault("Content-Type", "application/json; charset=utf-8")
        if ask.method == "GET" and answer.status == 200 and not page:
            tag = f'W/"{hashlib.sha256(raw).hexdigest()}"'
            headers["ETag"] = tag
            if ask.headers.get("if-none-match") in (tag, tag[2:]):
                answer.status, raw = 304, b""
                hub.limits.refund(ask.actor.name, now)
        headers |= hub.limits.headers(ask.actor.name, now)
        headers["Date"] = format_datetime(now, usegmt=True)
        headers["Content-Length"] = str(len(raw))
        headers["X-GitHub-Request-Id"] = hub.request_id()
        headers["X-GitHub-Media-Type"] = "github.v3; format=json"
        if version := ask.headers.get("x-github-api-version"):
            headers["X-GitHub-Api-Version-Selected"] = version
        if answer.status in (204, 304):
            del headers["Content-Type"], headers["Content-Length"]
        for observe in hub.observers:
            observe(ask, answer)
        return raw


def _understand(hub: "Hub", environ: Environ) -> Ask:
    headers = {
        name[5:].replace("_", "-").lower(): value
        for name, value in environ.items()
        if name.startswith("HTTP_")
    }
    length = int(environ.get("CONTENT_LENGTH") or 0)
    raw = environ["wsgi.input"].read(length) if length else b""
    # What WSGI decoded is taken back: a tag may be called «1.0/beta 2» or «größer».
    path = environ.get("RAW_URI", environ["PATH_INFO"]).partition("?")[0]
    path = path.removeprefix(hub.prefix)
    query = dict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    form = environ.get("CONTENT_TYPE", "") == "application/x-www-form-urlencoded"
    try:
        body = dict(parse_qsl(raw.decode())) if form else json.loads(raw) if raw.strip() else {}
    except ValueError:
        body = {}
    told = (hub, environ["REQUEST_METHOD"], path, query, body, headers)
    return Ask(*told, actor=permissions.ANONYMOUS)


def _locate(ask: Ask) -> Answer | None:
    """Find the repository and the route; what was renamed or transferred is a redirect."""
    hub, place = ask.hub, ask.path.split("/")
    moved = None
    if place[1:2] == ["repositories"] and len(place) > 2:
        repo = hub.by_id(int(place[2])) if place[2].isdigit() else None
        ask.repo, rest = repo, place[3:]
        ask.path = "/".join(["/repos", repo.full_name if repo else "gone/gone", *rest])
    elif place[1:2] == ["repos"] and len(place) > 3:
        ask.repo, moved = hub.by_name(f"{place[2]}/{place[3]}")
    if found := match(ask.method, ask.path):
        ask.route, ask.found = found
    hub.requests[ask.route.name if ask.route else f"{ask.method} {ask.path}"] += 1
    if ask.repo is None and ask.route and "{repo}" in ask.route.template:
        raise not_found()
    if ask.repo and ask.route and "{repo}" in ask.route.template:
        del ask.found["owner"], ask.found["repo"]
    if moved:
        return _moved(ask)
    return None


def _moved(ask: Ask) -> Answer:
    """Reading what was renamed is answered 301, writing 307; both name the repository's number."""
    permanent = ask.method in ("GET", "HEAD")
    place = address(ask).rstrip("?")
    message = "Moved Permanently" if permanent else "Temporary Redirect"
    body = {"message": message, "url": place, "documentation_url": "https://docs.github.com/rest"}
    return Answer(301 if permanent else 307, body, {"Location": place})


@contextmanager
def serve(hub: "Hub", port: int = 0) -> Iterator[str]:
    """Open the door, and let addresses in answers be there: PyGithub follows no others."""
    before = hub.api
    with on_loopback(Door(hub), port) as here:
        hub.api = here + hub.prefix
        yield hub.api
    hub.api = before
