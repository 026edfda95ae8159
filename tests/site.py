"""A site: the whole web application, and a caller with a pen who signs what he sends."""

import hashlib
import hmac
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from werkzeug.test import TestResponse

from domain.token import Terms
from service.app import create_app
from service.config import Config
from service.ledger import Ledger
from service.logs import logger
from service.tokens import Tokens

SECRET = "a secret that only this test knows"
DELIVERY = "00000000-1111-2222-3333-444444444444"


class Site:
    """`log` has the lines that the app wrote."""

    def __init__(
        self,
        ledger: Ledger,
        *,
        public_read: bool,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        **more: Any,
    ) -> None:
        self.ledger = ledger
        self.tokens = Tokens(ledger)
        self._written = io.StringIO()
        settings = {"database_url": "sqlite:///:none:", "webhook_secrets": (SECRET,)}
        config = Config(**settings | {"public_read": public_read} | more)
        self.app: Flask = create_app(
            config, ledger, clock=clock, log=logger(config.log_level, self._written)
        )
        self._client = self.app.test_client()

    def ask(self, method: str, path: str, /, token: str = "", **more: Any) -> TestResponse:
        """An answer; what is wrong with every answer is found here."""
        headers = dict(more.pop("headers", {}))
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = self._client.open(path, method=method, headers=headers, **more)
        assert answer.status_code != 500, self.log[-1]
        if answer.status_code >= 400:
            prove_problem(answer)
        return answer

    def get(self, path: str, /, **more: Any) -> TestResponse:
        return self.ask("GET", path, **more)

    def post(self, path: str, /, **more: Any) -> TestResponse:
        return self.ask("POST", path, **more)

    def deliver(
        self, event: str, payload: object, *, id_: str = "", **headers: str
    ) -> TestResponse:
        """A delivery as GitHub would send it; `payload` may be bytes, as they are."""
        body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
        return self.post("/webhooks/github", data=body, headers=signed(event, body, id_) | headers)

    def token(self, *scopes: str, expires: datetime | None = None, person: str = "") -> str:
        terms = Terms("a test", frozenset(scopes), expires, person)
        return self.tokens.issue(terms, by="test").text

    @property
    def log(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._written.getvalue().splitlines()]

    @property
    def text_of_log(self) -> str:
        return self._written.getvalue()


def signed(event: str, body: bytes, id_: str = "", secret: str = SECRET) -> dict[str, str]:
    """GitHub's headers around a body."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "GitHub-Hookshot/0000000",
        "X-GitHub-Event": event,
        "X-GitHub-Delivery": id_ or str(uuid4()),
        "X-GitHub-Hook-ID": "1",
        "X-Hub-Signature-256": signature(body, secret),
    }


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def prove_problem(answer: TestResponse) -> Mapping[str, Any]:
    """Whatever is refused is refused in one form, with a way to mend it."""
    assert answer.content_type == "application/problem+json"
    problem: Mapping[str, Any] = answer.json or {}
    assert problem["type"].startswith("urn:shipledger:problem:")
    assert problem["status"] == answer.status_code
    assert problem["title"]
    assert len(problem["detail"].split()) > 3, problem["detail"]
    assert problem["request_id"] == answer.headers["X-Request-Id"]
    return problem


def ping(hook: int = 1) -> dict[str, Any]:
    """The smallest delivery: GitHub greets."""
    return {"zen": "Keep it logically awesome.", "hook_id": hook, "hook": {"events": ["push"]}}


def pushed_tag(name: str = "v1.0.0", sha: str = "a" * 40) -> dict[str, Any]:
    """A push of a new tag."""
    return {
        "ref": f"refs/tags/{name}",
        "before": "0" * 40,
        "after": sha,
        "created": True,
        "deleted": False,
        "forced": False,
        "commits": [],
        "head_commit": {
            "id": sha,
            "message": "Ship it",
            "timestamp": "2026-06-01T12:00:00Z",
            "author": {"name": "Ada", "email": "ada@example.org", "username": "ada"},
        },
        "repository": {"id": 42, "full_name": "octo/shop", "default_branch": "main"},
        "sender": {"login": "ada", "id": 7, "type": "User"},
    }
