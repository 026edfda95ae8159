"""Who asks, and whether they may: tokens of people, an App's JWT, tokens of its installations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import jwt

from tests.github.accounts import Account
from tests.github.answers import Ask, Refused, not_found

if TYPE_CHECKING:
    from tests.github.apps import App, Installation
    from tests.github.hub import Hub
    from tests.github.repository import Repository

# Routes for an App that says so with a JWT, and for everybody; the rest ask for a permission.
APP, OPEN = "app", "open"
LEVELS = {"none": 0, "read": 1, "triage": 2, "write": 3, "maintain": 4, "admin": 5}


@dataclass
class Actor:
    """`permissions` is an installation token's; a person has a role in each repository instead."""

    name: str
    account: Account | None = None
    app: "App | None" = None
    installation: "Installation | None" = None
    permissions: Mapping[str, str] | None = None
    repositories: frozenset[int] | None = None
    expires: datetime | None = None

    def somebody(self) -> Account:
        if self.account is None or self.installation:
            raise Refused(403, "Resource not accessible by integration")
        return self.account

    def deeds_of(self) -> Account:
        """Whose name stands beside what is done with this token."""
        if self.account is None:
            raise Refused(401, "Requires authentication")
        return self.account


ANONYMOUS = Actor("anonymous")


def authenticate(hub: "Hub", headers: Mapping[str, str]) -> Actor:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if not token:
        return ANONYMOUS
    if scheme.lower() not in ("token", "bearer"):
        raise Refused(401, "Bad credentials")
    if token.count(".") == 2 and not token.startswith("ghs_"):
        return _app(hub, token)
    actor = hub.tokens.get(token)
    if actor is None or (actor.expires and actor.expires <= hub.wall()):
        raise Refused(401, "Bad credentials")
    if actor.installation and actor.installation.suspended_at:
        raise Refused(403, "This installation has been suspended")
    return actor


def _app(hub: "Hub", token: str) -> Actor:
    """A JWT says which App signed it; who made it read the machine's clock, and so do we."""
    try:
        issuer = str(jwt.decode(token, options={"verify_signature": False})["iss"])
        app = next(one for one in hub.apps if issuer in (str(one.id), one.client_id))
        told = jwt.decode(token, app.public_key, algorithms=["RS256"])
    except StopIteration:
        raise Refused(404, "Integration not found") from None
    except jwt.ExpiredSignatureError:
        message = "'Expiration time' claim ('exp') must be a numeric value representing the future"
        raise Refused(401, f"{message} time at which the assertion expires") from None
    except (jwt.InvalidTokenError, KeyError):
        raise Refused(401, "A JSON web token could not be decoded") from None
    if told["exp"] - told["iat"] > 660:
        raise Refused(401, "'Expiration time' claim ('exp') is too far in the future")
    return Actor(f"app {app.id}", app=app)


def permit(ask: Ask) -> None:
    """Refuse what this token may not do, in the words in which GitHub refuses."""
    actor, route = ask.actor, ask.route
    if route is None:
        raise not_found()
    if route.permission == OPEN:
        return
    if route.permission == APP:
        if actor.app is None or actor.installation:
            raise Refused(401, "A JSON web token could not be decoded")
        return
    if actor.app and not actor.installation:
        if ask.repo:
            raise not_found()
        raise Refused(403, "Resource not accessible by integration")
    writes = route.method != "GET"
    if writes and actor is ANONYMOUS:
        raise Refused(401, "Requires authentication")
    if ask.repo:
        _permit_in(ask.repo, ask, writes)


def _permit_in(repo: "Repository", ask: Ask, writes: bool) -> None:
    actor, wanted = ask.actor, ask.route.permission if ask.route else None
    if actor.installation:
        if actor.repositories is not None and repo.id not in actor.repositories and repo.private:
            raise not_found()
        if not actor.installation.covers(repo):
            raise Refused(403, "Resource not accessible by integration") if writes else not_found()
        held = (actor.permissions or {}).get(wanted or "metadata", "none")
        needed = "write" if writes else "read"
        public_read = not writes and not repo.private and wanted in PUBLIC
        if LEVELS[held] < LEVELS[needed] and not public_read:
            accepted = {"X-Accepted-GitHub-Permissions": f"{wanted or 'metadata'}={needed}"}
            raise Refused(403, "Resource not accessible by integration", headers=accepted)
        return
    role = repo.role_of(actor.account)
    if repo.private and role == "none":
        raise not_found()
    if wanted == "checks" and writes:
        raise Refused(403, "You must authenticate via a GitHub App.")
    if wanted == "repository_hooks" and role != "admin":
        raise not_found()
    if writes and LEVELS[role] < LEVELS["write"] and wanted != "issues":
        raise Refused(403, "Must have push access to repository")


PUBLIC = (
    None,
    "metadata",
    "contents",
    "issues",
    "pull_requests",
    "checks",
    "statuses",
    "deployments",
)
