"""Routes: an App about itself, its installations and their tokens, and how a manifest makes one."""

from typing import Any

from tests.github.answers import Answer, Ask, Refused, created, not_found, page, route
from tests.github.apps import App, Installation
from tests.github.clock import iso
from tests.github.permissions import APP, OPEN
from tests.github.repository import Repository


def _app(ask: Ask) -> App:
    if ask.actor.app is None:
        raise Refused(401, "A JSON web token could not be decoded")
    return ask.actor.app


@route("GET", "/app", APP)
def app(ask: Ask) -> Any:
    told = _app(ask)
    return told.shape() | {"installations_count": len(told.installations)}


@route("GET", "/apps/{app_slug}", OPEN)
def by_slug(ask: Ask, app_slug: str) -> Any:
    found = next((one for one in ask.hub.apps if one.slug == app_slug), None)
    if found is None:
        raise not_found()
    return found.shape()


@route("POST", "/app-manifests/{code}/conversions", OPEN)
def convert(ask: Ask, code: str) -> Answer:
    """Once, within an hour: what the one click made, with its secrets."""
    manifest = ask.hub.manifests.pop(code, None)
    if manifest is None:
        raise not_found()
    hook, secret = manifest.get("hook_attributes", {}), f"whsec{ask.hub.next('secret')}"
    made = ask.hub.app(
        manifest.get("name", "Shipledger"),
        url=hook.get("url", "http://127.0.0.1:9/"),
        secret=secret,
        permissions=manifest.get("default_permissions"),
        events=manifest.get("default_events", ["*"]),
    )
    more = {"client_secret": "c" * 40, "webhook_secret": secret, "pem": made.private_key}
    return created(made.shape() | more)


@route("GET", "/app/installations", APP)
def installations(ask: Ask) -> Answer:
    return page(ask, _app(ask).installations, Installation.shape)


def _the(ask: Ask, number: int) -> Installation:
    found = next((one for one in _app(ask).installations if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", "/app/installations/{installation_id}", APP)
def installation(ask: Ask, installation_id: int) -> Any:
    return _the(ask, installation_id).shape()


@route("POST", "/app/installations/{installation_id}/access_tokens", APP)
def access_token(ask: Ask, installation_id: int) -> Answer:
    """What is asked for and not granted is refused; an empty wish gives a token without power."""
    told = _the(ask, installation_id)
    if told.suspended_at:
        raise Refused(403, "This installation has been suspended")
    numbers = ask.body.get("repository_ids")
    names = ask.body.get("repositories")
    if names is not None:
        numbers = [one.id for one in told.repositories() if one.name in names]
    known = {one.id for one in told.repositories()}
    if numbers is not None and not set(numbers) <= known:
        raise Refused(
            422,
            "There is at least one repository that does not exist or is not accessible to the "
            "parent installation.",
        )
    try:
        text, actor = told.token(ask.body.get("permissions"), numbers)
    except PermissionError:
        words = "The permissions requested are not granted to this installation."
        raise Refused(422, words) from None
    return created(
        {
            "token": text,
            "expires_at": iso(actor.expires or ask.hub.wall()),
            "permissions": dict(actor.permissions or {}),
            "repository_selection": told.shape()["repository_selection"],
        }
    )


def _find(ask: Ask, login: str, repo: Repository | None = None) -> Installation:
    for one in _app(ask).installations:
        if one.account.login.lower() == login.lower() and (repo is None or one.covers(repo)):
            return one
    raise not_found()


@route("GET", "/repos/{owner}/{repo}/installation", APP)
def of_repository(ask: Ask, repo: Repository) -> Any:
    return _find(ask, repo.owner.login, repo).shape()


@route("GET", "/orgs/{org}/installation", APP)
def of_organization(ask: Ask, org: str) -> Any:
    return _find(ask, org).shape()


@route("GET", "/users/{username}/installation", APP)
def of_user(ask: Ask, username: str) -> Any:
    return _find(ask, username).shape()


@route("GET", "/installation/repositories")
def repositories(ask: Ask) -> Answer:
    told, held = ask.actor.installation, ask.actor.repositories
    if told is None:
        raise Refused(403, "You must authenticate with an installation access token")
    mine = [one for one in told.repositories() if held is None or one.id in held]
    return page(ask, mine, Repository.full, under="repositories")
