"""A second GitHub, which others wrote: `emulate`, as a process of Node.js on loopback.

It is good for the state of pull requests, releases and checks, and it signs what it sends. It knows
no statuses, deployments or redeliveries, and tells a push without half of its fields. On npm the
name alone is another package: the version in the lock file is the one that is meant.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import yaml

from tests.github.program import free_port, running

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

TOKEN = "test_token_ada"
SEED = {
    "tokens": {TOKEN: {"login": "ada", "scopes": ["repo", "admin:repo_hook"]}},
    "github": {"users": [{"login": "ada", "name": "Ada", "email": "ada@example.org"}]},
}


def with_headers(inside: "WSGIApplication") -> "WSGIApplication":
    """A doorman who adds the headers that GitHub sends, and this GitHub does not.

    Its deliveries are numbered 1, 2, 3, where GitHub's have UUIDs. Body and signature stay as they
    came.
    """

    def doorman(environ: dict[str, Any], start_response: Any) -> Any:
        number = int(environ["HTTP_X_GITHUB_DELIVERY"])
        environ["HTTP_X_GITHUB_DELIVERY"] = str(UUID(int=number))
        environ["HTTP_X_GITHUB_HOOK_ID"] = "1"
        environ["HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_TYPE"] = "repository"
        environ["HTTP_X_GITHUB_HOOK_INSTALLATION_TARGET_ID"] = "1"
        return inside(environ, start_response)

    return doorman


@contextmanager
def emulate(packages: Path, place: Path) -> Iterator[str]:
    """Its address; addresses in its answers are there too, as PyGithub demands."""
    seed = place / "seed.yaml"
    seed.write_text(yaml.safe_dump(SEED), "utf-8")
    port = free_port()
    here = f"http://127.0.0.1:{port}"
    program = packages / "emulate" / "dist" / "index.js"
    words = ["node", program, "--service", "github", "--port", str(port), "--seed", seed]
    with running([*words, "--base-url", here], ready=here, cwd=place):
        yield here
