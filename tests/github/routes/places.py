"""What belongs to no repository: the root, where hooks come from, how much one may still ask."""

from typing import Any

from tests.github.answers import Ask, route
from tests.github.permissions import OPEN

RANGES = ("web", "api", "git", "packages", "pages", "importer", "actions", "dependabot")


@route("GET", "/meta", OPEN)
def meta(ask: Ask) -> Any:
    """On loopback, hooks come from loopback."""
    ranges = {name: ["192.0.2.0/24"] for name in RANGES}
    told = {"verifiable_password_authentication": False, "hooks": ["127.0.0.0/8"], **ranges}
    # What a GitHub Enterprise Server says, and github.com does not.
    return told | ({"installed_version": "3.19.0"} if ask.hub.prefix else {})


@route("GET", "/rate_limit", OPEN)
def rate_limit(ask: Ask) -> Any:
    core = ask.hub.limits.seen(ask.actor.name, ask.hub.clock())
    return {"resources": {"core": core, "search": core | {"limit": 30}}, "rate": core}
