"""GitHub Apps: made of a manifest or by a story, installed for an owner, with their tokens."""

import base64
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlencode, urlsplit

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.github.accounts import Account, user
from tests.github.clock import iso
from tests.github.deliveries import Hook, Receiver
from tests.github.permissions import LEVELS, Actor

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository

EVERYTHING = {
    "actions": "read",
    "checks": "write",
    "contents": "write",
    "deployments": "write",
    "environments": "read",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "write",
    "repository_hooks": "write",
    "statuses": "write",
}


@cache
def _key(number: int) -> rsa.RSAPrivateKey:
    """A key takes a moment to make; the same App of another hub may have the same one."""
    return rsa.generate_private_key(65537, 2048)


@dataclass
class App:
    hub: "Hub"
    id: int
    name: str
    owner: Account
    created_at: datetime
    hook: Hook
    permissions: dict[str, str]
    installations: list["Installation"] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.name.lower().replace(" ", "-")

    @property
    def client_id(self) -> str:
        return f"Iv23li{self.id:014}"

    @property
    def bot(self) -> Account:
        """Whose name stands beside what the App does."""
        return self.hub.account(f"{self.slug}[bot]")

    @cached_property
    def private_key(self) -> str:
        form, plain = serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        return _key(self.id).private_bytes(serialization.Encoding.PEM, form, plain).decode()

    @property
    def public_key(self) -> rsa.RSAPublicKey:
        return _key(self.id).public_key()

    def install(
        self, login: str, repositories: Sequence["Repository"] | None = None, by: str = "ada"
    ) -> "Installation":
        """For all repositories of an owner, or for these; what was before it was told to nobody."""
        hub, at = self.hub, self.hub.clock.tick()
        account = hub.account(login, "Organization")
        chosen = None if repositories is None else {one.id for one in repositories}
        made = Installation(
            self, hub.next("installation"), account, chosen, dict(self.permissions), at, at
        )
        self.installations.append(made)
        made.tell("created", by, repositories=[short(one) for one in made.repositories()])
        return made

    def shape(self) -> dict[str, Any]:
        """GitHub's `integration`."""
        return {
            "id": self.id,
            "slug": self.slug,
            "client_id": self.client_id,
            "node_id": f"A_{self.id}",
            "owner": user(self.hub, self.owner),
            "name": self.name,
            "description": "",
            "external_url": "https://shipledger.example",
            "html_url": f"{self.hub.html}/apps/{self.slug}",
            "created_at": iso(self.created_at),
            "updated_at": iso(self.created_at),
            "permissions": self.permissions,
            "events": [one for one in self.hook.events if one != "*"],
        }


@dataclass
class Installation:
    """`chosen` are the numbers of its repositories; None means all of the owner's."""

    app: App
    id: int
    account: Account
    chosen: set[int] | None
    permissions: dict[str, str]
    created_at: datetime
    updated_at: datetime
    suspended_at: datetime | None = None

    def covers(self, repo: "Repository") -> bool:
        mine = repo.owner.id == self.account.id
        return mine and (self.chosen is None or repo.id in self.chosen)

    def repositories(self) -> list["Repository"]:
        return [one for one in self.app.hub.repositories if self.covers(one)]

    def tell(self, action: str, by: str, event: str = "installation", **more: Any) -> None:
        hub = self.app.hub
        sender = user(hub, hub.account(by))
        told = {"action": action, "installation": self.shape(), "sender": sender}
        hub.post.tell_app(self.app.hook, event, told | more)

    def add(self, *repositories: "Repository", by: str = "ada") -> None:
        self.chosen = (self.chosen or set()) | {one.id for one in repositories}
        self._changed("added", repositories, by)

    def remove(self, *repositories: "Repository", by: str = "ada") -> None:
        if self.chosen is None:
            self.chosen = {one.id for one in self.repositories()}
        self.chosen -= {one.id for one in repositories}
        self._changed("removed", repositories, by)

    def _changed(self, action: str, which: Sequence["Repository"], by: str) -> None:
        self.updated_at = self.app.hub.clock.tick()
        listed: dict[str, list[Any]] = {"repositories_added": [], "repositories_removed": []}
        listed[f"repositories_{action}"] = [short(one) for one in which]
        more = {"repository_selection": "selected", "requester": None, **listed}
        self.tell(action, by, "installation_repositories", **more)

    def suspend(self, by: str = "ada") -> None:
        self.suspended_at = self.updated_at = self.app.hub.clock.tick()
        self.tell("suspend", by)

    def resume(self, by: str = "ada") -> None:
        self.suspended_at, self.updated_at = None, self.app.hub.clock.tick()
        self.tell("unsuspend", by)

    def uninstall(self, by: str = "ada") -> None:
        was = [short(one) for one in self.repositories()]
        self.app.installations.remove(self)
        self.tell("deleted", by, repositories=was)

    def grant(self, permissions: Mapping[str, str], by: str = "ada") -> None:
        """An owner accepts new permissions, or a story takes some away."""
        self.permissions, self.updated_at = dict(permissions), self.app.hub.clock.tick()
        self.tell("new_permissions_accepted", by)

    def token(
        self,
        permissions: Mapping[str, str] | None = None,
        repositories: Sequence[int] | None = None,
    ) -> tuple[str, Actor]:
        """For an hour; no more than the installation may, and what is not asked for is not held."""
        hub = self.app.hub
        held = dict(self.permissions if permissions is None else permissions)
        for name, level in held.items():
            if LEVELS[level] > LEVELS[self.permissions.get(name, "none")]:
                raise PermissionError(name)
        # Since April 2026 a token is long, and tells its App: no column of 40 characters holds it.
        secret = base64.urlsafe_b64encode(secrets.token_bytes(180)).decode()
        text = f"ghs_{self.app.id}_{secret}"
        actor = Actor(
            f"installation ID {self.id}",
            account=self.app.bot,
            app=self.app,
            installation=self,
            permissions=held or {"metadata": "read"},
            repositories=None if repositories is None else frozenset(repositories),
            expires=hub.wall().replace(microsecond=0) + timedelta(hours=1),
        )
        hub.tokens[text] = actor
        return text, actor

    def shape(self) -> dict[str, Any]:
        hub = self.app.hub
        here = f"{hub.api}/app/installations/{self.id}"
        return {
            "id": self.id,
            "account": user(hub, self.account),
            "repository_selection": "all" if self.chosen is None else "selected",
            "access_tokens_url": f"{here}/access_tokens",
            "repositories_url": f"{hub.api}/installation/repositories",
            "html_url": f"{hub.html}/settings/installations/{self.id}",
            "app_id": self.app.id,
            "client_id": self.app.client_id,
            "app_slug": self.app.slug,
            "target_id": self.account.id,
            "target_type": self.account.kind,
            "permissions": self.permissions,
            "events": self.app.shape()["events"],
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
            "single_file_name": None,
            "suspended_by": None,
            "suspended_at": self.suspended_at and iso(self.suspended_at),
        }


def short(repo: "Repository") -> dict[str, Any]:
    told = repo.minimal()
    return {name: told[name] for name in ("id", "node_id", "name", "full_name", "private")}


def an_app(
    hub: "Hub",
    name: str,
    *,
    url: str = "http://127.0.0.1:9/",
    secret: str | None = None,
    receiver: Receiver | None = None,
    permissions: Mapping[str, str] | None = None,
    events: Sequence[str] = ("*",),
    by: str = "ada",
    listed: bool = True,
) -> App:
    at, number = hub.clock(), hub.next("app")
    hook = Hook(hub.next("hook"), "integration", number, at, list(events), url, secret)
    hook.receiver = receiver
    made = App(hub, number, name, hub.account(by), at, hook, dict(permissions or EVERYTHING))
    if listed:
        hub.apps.append(made)
    return made


def click(hub: "Hub", manifest: str, destination: str) -> str:
    """A person sends a manifest from a page of ours, and agrees; where GitHub leads back to."""
    wanted = json.loads(manifest)
    split = urlsplit(destination)
    assert split.path.endswith("/settings/apps/new"), destination
    assert wanted["url"], "GitHub wants to know the App's home page"
    assert len(wanted["name"]) <= 34, "GitHub takes no longer name"
    code = f"code{hub.next('code')}"
    hub.manifests[code] = wanted
    asked = parse_qs(split.query)
    return f"{wanted['redirect_url']}?{urlencode({'code': code, 'state': asked['state'][0]})}"
