"""The manifest: what GitHub makes our App of, when a person sends it there by one click."""

import re
from typing import Any, Final
from urllib.parse import quote, urlencode

from domain.errors import Refused
from service.config import Config, ConfigError
from service.github.wanted import events, permissions

DOOR: Final = "/webhooks/github"
NAME: Final = "Shipledger"
LONGEST_NAME: Final = 34  # GitHub's, and no two Apps have the same one
LOGIN: Final = re.compile(r"[A-Za-z0-9](?:-?[A-Za-z0-9]){0,38}")


def manifest(config: Config, *, name: str, redirect: str) -> dict[str, Any]:
    """For the form's field `manifest`; afterwards GitHub leads the browser to `redirect`.

    Raises `ConfigError` where nobody knows yet where GitHub reaches us.
    """
    if not config.public_url:
        raise ConfigError(
            "set SHIPLEDGER_PUBLIC_URL to the address where GitHub reaches this server, such as"
            " https://ship.example.com: its webhooks go there"
        )
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise Refused(f"An App's name has 1 to {LONGEST_NAME} characters: choose another.")
    return {
        "name": name.strip(),
        "url": config.public_url,
        "description": "Knows what was released, where it runs, and how it came there.",
        "hook_attributes": {"url": f"{config.public_url}{DOOR}", "active": True},
        "redirect_url": redirect,
        "setup_url": f"{config.public_url}/connect",
        "public": False,
        "default_permissions": {one.name: one.level for one in permissions()},
        "default_events": [one.name for one in events()],
    }


def destination(github_url: str, *, organization: str, state: str) -> str:
    """Where the form goes: the App belongs to an organisation, or else to who sends it."""
    if organization and not LOGIN.fullmatch(organization):
        raise Refused(f"«{organization}» is no name of an organisation on GitHub: see its address.")
    owner = f"/organizations/{quote(organization)}" if organization else ""
    return f"{github_url.rstrip('/')}{owner}/settings/apps/new?{urlencode({'state': state})}"
