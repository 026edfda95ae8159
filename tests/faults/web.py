"""A web server as it is run for real, and a GitHub that sends it deliveries."""

import hashlib
import hmac
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psutil

SECRET = "a-secret-of-the-fault-tests"
CHECKOUT = Path(__file__).parents[2]


class Web:
    """gunicorn with the project's settings, on a port of its own."""

    def __init__(self, url: str, *, workers: int = 1, before: Callable[[], None] | None = None):
        self.port = free_port()
        self.environment = {
            **os.environ,
            "SHIPLEDGER_DATABASE_URL": url,
            "SHIPLEDGER_WEBHOOK_SECRET": SECRET,
            "SHIPLEDGER_WORKERS": str(workers),
            "SHIPLEDGER_BIND": f"127.0.0.1:{self.port}",
            "SHIPLEDGER_LOG_LEVEL": "CRITICAL",
        }
        self.process = subprocess.Popen(
            [
                sys.executable,
                *("-m", "gunicorn", "--config", "python:service.gunicorn", "service.app:serve()"),
            ],
            env=self.environment,
            cwd=CHECKOUT,
            preexec_fn=before,  # noqa: PLW1509 - one system call, before anything runs
            start_new_session=True,
        )

    def await_answers(self, path: str = "/readyz", patience: float = 30.0) -> float:
        """Seconds until the page answers 200."""
        begun = time.monotonic()
        while time.monotonic() < begun + patience:
            if self.get(path) == 200:
                return time.monotonic() - begun
            time.sleep(0.05)
        raise TimeoutError(f"{path} did not answer 200 within {patience:.0f} s")

    def get(self, path: str) -> int | None:
        """The status of a page; None where nobody answered."""
        return self._ask("GET", path, b"", {})[0]

    def deliver(
        self, id_: str, payload: object, event: str = "push"
    ) -> tuple[int | None, dict[str, str]]:
        """Send a delivery as GitHub does; its status and headers, or None where nobody answered."""
        body = json.dumps(payload).encode()
        digest = hmac.digest(SECRET.encode(), body, hashlib.sha256).hex()
        headers = {
            "Content-Type": "application/json",
            "X-GitHub-Event": event,
            "X-GitHub-Delivery": id_,
            "X-GitHub-Hook-ID": "1",
            "X-Hub-Signature-256": f"sha256={digest}",
        }
        return self._ask("POST", "/webhooks/github", body, headers)

    def _ask(
        self, method: str, path: str, body: bytes, headers: dict[str, str]
    ) -> tuple[int | None, dict[str, str]]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException):
            return None, {}
        else:
            return answer.status, dict(answer.headers)
        finally:
            connection.close()

    def workers(self) -> list[int]:
        return [child.pid for child in psutil.Process(self.process.pid).children()]

    def kill_a_worker(self) -> None:
        for pid in self.workers()[:1]:
            os.kill(pid, signal.SIGKILL)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@contextmanager
def web(url: str, *, workers: int = 1, before: Callable[[], None] | None = None) -> Iterator[Web]:
    """A server that answers; stopped afterwards."""
    server = Web(url, workers=workers, before=before)
    try:
        server.await_answers("/livez")
        yield server
    finally:
        server.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class GitHub:
    """Senders in threads: each delivery is sent again until it is acknowledged, or once only."""

    def __init__(self, server: Web, *, senders: int, count: int, again: bool) -> None:
        self.server = server
        self.again = again
        self.todo = [str(uuid4()) for _ in range(count)]
        self.sent = list(self.todo)
        self.acknowledged: set[str] = set()
        self.refused: list[int | None] = []
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._send) for _ in range(senders)]

    def __enter__(self) -> "GitHub":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        for thread in self._threads:
            thread.join()

    def await_acknowledged(self, count: int, patience: float = 60.0) -> None:
        deadline = time.monotonic() + patience
        while len(self.acknowledged) < count:
            if time.monotonic() > deadline:
                raise TimeoutError(f"only {len(self.acknowledged)} acknowledged, not {count}")
            time.sleep(0.01)

    def _send(self) -> None:
        while (id_ := self._next()) is not None:
            while True:
                status, _ = self.server.deliver(id_, push(id_))
                with self._lock:
                    if status in (200, 202):
                        self.acknowledged.add(id_)
                        break
                    self.refused.append(status)
                if not self.again:
                    break
                time.sleep(0.05)

    def _next(self) -> str | None:
        with self._lock:
            return self.todo.pop() if self.todo else None


def push(id_: str) -> dict[str, object]:
    """A tag cut on a commit that nobody else names: a fact of this delivery's own."""
    sha = hashlib.sha1(id_.encode(), usedforsecurity=False).hexdigest()
    return {
        "ref": f"refs/tags/v-{id_}",
        "before": "0" * 40,
        "after": sha,
        "created": True,
        "deleted": False,
        "forced": False,
        "base_ref": None,
        "commits": [],
        "head_commit": {
            "id": sha,
            "tree_id": sha,
            "message": "Ready to ship",
            "timestamp": "2026-01-01T00:00:00Z",
            "author": {"name": "Octo Cat", "email": "octocat@example.org"},
        },
        "repository": {
            "id": 7,
            "name": "app",
            "full_name": "faults/app",
            "private": False,
            "html_url": "https://github.com/faults/app",
            "default_branch": "main",
            "pushed_at": 1_767_225_600,
        },
        "sender": {"login": "octocat", "id": 1, "type": "User"},
    }
