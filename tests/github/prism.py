"""Prism as a proxy before a hub: it reads each request and answer against GitHub's file.

Prism loads GitHub's whole file in twenty seconds and more, so it is given the paths that a hub
serves and what they refer to; examples and documentation are left out, as they only cost time.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.github.answers import ROUTES
from tests.github.description import Description
from tests.github.hub import Hub
from tests.github.program import free_port, running

METHODS = ("get", "put", "post", "patch", "delete")
REFERENCE = re.compile(r'"#/components/(\w+)/([^"]+)"')


@contextmanager
def proxy(hub: Hub, upstream: str, description: Description, place: Path) -> Iterator[str]:
    """Where the hub is reached through Prism; addresses in its answers lead there too."""
    cut = place / "github.json"
    cut.write_text(json.dumps(document(description)), "utf-8")
    port = free_port()
    program = description.packages / ".bin" / "prism"
    words = ["node", program, "proxy", "-h", "127.0.0.1", "-p", str(port), cut, upstream]
    with running(words, ready="is listening", cwd=place):
        hub.api = f"http://127.0.0.1:{port}"
        yield hub.api


def document(description: Description) -> dict[str, Any]:
    """GitHub's file, as far as it speaks of the routes of a hub."""
    whole = description.rest.document
    served = {(one.method.lower(), one.template) for one in ROUTES}
    paths = {
        path: {
            name: _plain(told)
            for name, told in operations.items()
            if name not in METHODS or (name, path) in served
        }
        for path, operations in whole["paths"].items()
        if any((method, path) in served for method in METHODS)
    }
    kept = {key: whole[key] for key in ("openapi", "info")}
    return kept | {"paths": paths, "components": _components(whole["components"], paths)}


def _components(all_: dict[str, Any], paths: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    waiting = REFERENCE.findall(json.dumps(paths))
    while waiting:
        kind, name = waiting.pop()
        if name not in kept.setdefault(kind, {}):
            told = _plain(all_[kind][name])
            # Examples are named by reference, and were left out.
            kept[kind][name] = told
            waiting += REFERENCE.findall(json.dumps(told))
    return kept


def _plain(told: Any) -> Any:
    if isinstance(told, list):
        return [_plain(one) for one in told]
    if not isinstance(told, dict):
        return told
    # A property may be called `description` too; only texts are documentation.
    return {
        name: _plain(value)
        for name, value in told.items()
        if not (
            name in ("examples", "externalDocs", "x-github")
            or (name == "example")
            or (name == "description" and isinstance(value, str) and "schema" in told)
        )
    }
