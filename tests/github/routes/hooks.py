"""Routes: hooks of repositories and organisations, and the deliveries lists of all three kinds."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, urlencode

from tests.github.accounts import organization
from tests.github.answers import (
    Answer,
    Ask,
    Refused,
    created,
    invalid,
    not_found,
    nothing,
    page,
    route,
)
from tests.github.clock import iso
from tests.github.deliveries import Delivery, Hook, kept
from tests.github.permissions import APP
from tests.github.repository import Repository

REPO, ORG, OWN = "/repos/{owner}/{repo}/hooks", "/orgs/{org}/hooks", "/app/hook"
KEPT_SECRET = "********"
LISTED = [
    "id",
    "guid",
    "redelivery",
    "event",
    "action",
    "status",
    "status_code",
    "installation_id",
    "repository_id",
]


def _place(ask: Ask, of: Hook) -> str:
    if of.target == "integration":
        return f"{ask.hub.api}{OWN}"
    kind = (
        f"/repositories/{of.target_id}" if of.target == "repository" else f"/orgs/{_login(ask, of)}"
    )
    return f"{ask.hub.api}{kind}/hooks/{of.id}"


def _login(ask: Ask, of: Hook) -> str:
    return next(one.login for one in ask.hub.accounts.values() if one.id == of.target_id)


def hook(ask: Ask, of: Hook) -> dict[str, Any]:
    here = _place(ask, of)
    last = of.deliveries[-1] if of.deliveries else None
    config: dict[str, Any] = {"url": of.url, "content_type": of.content_type, "insecure_ssl": "0"}
    if of.secret:
        config["secret"] = KEPT_SECRET
    code, status = (last.status_code, "active") if last else (None, "unused")
    response = {"code": code, "status": status, "message": last and last.status}
    return {
        "type": of.target.title(),
        "id": of.id,
        "name": "web",
        "active": of.active,
        "events": of.events,
        "config": config,
        "created_at": iso(of.since),
        "updated_at": iso(of.updated_at or of.since),
        "url": here,
        "ping_url": f"{here}/pings",
        "deliveries_url": f"{here}/deliveries",
        **(
            {"test_url": f"{here}/tests", "last_response": response}
            if of.target == "repository"
            else {}
        ),
    }


def _of(ask: Ask, *place: Any) -> list[Hook]:
    """The hooks of a repository or of an organisation, or the one of the App that asks."""
    if ask.repo:
        return ask.repo.hooks
    if "org" not in ask.found:
        return [ask.actor.app.hook] if ask.actor.app else []
    account = ask.hub.accounts.get(ask.found["org"].lower())
    if account is None:
        raise not_found()
    return ask.hub.organization_hooks[account.id]


def _the(ask: Ask) -> Hook:
    number = ask.found.get("hook_id")
    found = next((one for one in _of(ask) if number in (None, str(one.id))), None)
    if found is None:
        raise not_found()
    return found


def hooks(ask: Ask, *_: Repository, **__: Any) -> Answer:
    return page(ask, _of(ask), lambda one: hook(ask, one))


def one(ask: Ask, *_: Repository, **__: Any) -> Any:
    return hook(ask, _the(ask))


def create(ask: Ask, *_: Repository, **__: Any) -> Answer:
    """A ping is what a new hook hears first."""
    config, hub = ask.body.get("config", {}), ask.hub
    if not config.get("url"):
        raise invalid("Hook", "url", "missing_field")
    if any(one.url == config["url"] for one in _of(ask)):
        raise Refused(
            422,
            "Validation Failed",
            {
                "resource": "Hook",
                "code": "custom",
                "message": "Hook already exists on this repository",
            },
        )
    account = None if ask.repo else hub.accounts[ask.found["org"].lower()]
    target = ("repository", ask.repo.id) if ask.repo else ("organization", account.id)  # type: ignore[union-attr]
    made = Hook(hub.next("hook"), *target, hub.clock.tick(), ask.body.get("events", ["push"]))
    _configure(made, ask)
    _of(ask).append(made)
    _ping(ask, made)
    return created(hook(ask, made))


def _configure(told: Hook, ask: Ask) -> None:
    config = ask.body.get("config", {})
    told.url, told.secret = config.get("url", told.url), config.get("secret", told.secret)
    told.content_type = config.get("content_type", told.content_type)
    told.active, told.events = (
        ask.body.get("active", told.active),
        ask.body.get("events", told.events),
    )
    told.updated_at = ask.hub.clock.tick()


def _ping(ask: Ask, told: Hook) -> None:
    body: dict[str, Any] = {"zen": "Keep it logically awesome.", "hook_id": told.id}
    body["hook"] = hook(ask, told)
    if ask.repo:
        body["repository"] = ask.repo.payload("ping")
    elif "org" in ask.found:
        body["organization"] = organization(ask.hub, ask.hub.accounts[ask.found["org"].lower()])
    ask.hub.post.tell_app(told, "ping", body)


def change(ask: Ask, *_: Repository, **__: Any) -> Any:
    _configure(_the(ask), ask)
    return hook(ask, _the(ask))


def delete(ask: Ask, *_: Repository, **__: Any) -> Answer:
    _of(ask).remove(_the(ask))
    return nothing()


def ping(ask: Ask, *_: Repository, **__: Any) -> Answer:
    _ping(ask, _the(ask))
    return nothing()


# --- deliveries ---


def deliveries(ask: Ask, *_: Repository, **__: Any) -> Answer:
    """Newest first, by an opaque cursor: no page numbers, no total, no way to ask for a date."""
    rows, size = kept(_the(ask), ask.hub.clock()), min(ask.number("per_page", 30), 100)
    wanted = ask.query.get("status")
    if wanted:
        # GitHub's own words: `failure` is a code from 400 to 599, so a time-out is neither.
        codes = {"success": range(200, 400), "failure": range(400, 600)}[wanted]
        rows = [one for one in rows if one.status_code in codes]
    if cursor := ask.query.get("cursor"):
        number = cursor.removeprefix("v1_")
        if not number.isdigit():
            raise Refused(422, "Invalid cursor")
        rows = rows[next((i for i, one in enumerate(rows) if one.id <= int(number)), len(rows)) :]
    headers = {}
    if len(rows) > size:
        query = urlencode(dict(parse_qsl(urlencode(ask.query))) | {"cursor": f"v1_{rows[size].id}"})
        headers["Link"] = f'<{_place(ask, _the(ask))}/deliveries?{query}>; rel="next"'
    return Answer(200, [_row(one) for one in rows[:size]], headers)


def _row(of: Delivery) -> dict[str, Any]:
    told = {name: getattr(of, name) for name in LISTED}
    at = iso(of.delivered_at) if of.delivered_at else None
    return told | {"delivered_at": at, "duration": 0.05, "throttled_at": None}


def delivery(ask: Ask, *_: Repository, delivery_id: int, **__: Any) -> Any:
    told = _delivery(ask, delivery_id)
    answered = (
        {"headers": {}, "payload": ""} if told.status_code else {"headers": None, "payload": None}
    )
    return _row(told) | {
        "url": told.hook.url,
        "request": {"headers": told.headers, "payload": told.payload},
        "response": answered,
    }


def _delivery(ask: Ask, number: int) -> Delivery:
    rows = kept(_the(ask), ask.hub.clock())
    found = next((one for one in rows if one.id == number), None)
    if found is None:
        raise not_found()
    return found


def attempt(ask: Ask, *_: Repository, delivery_id: int, **__: Any) -> Answer:
    """It goes on its way again: the same GUID, and a row of its own."""
    ask.hub.post.redeliver(_delivery(ask, delivery_id))
    return Answer(202, {})


KINDS: dict[str, Callable[..., Any]] = {
    "GET": hooks,
    "POST": create,
    "GET /{hook_id}": one,
    "PATCH /{hook_id}": change,
    "DELETE /{hook_id}": delete,
    "POST /{hook_id}/pings": ping,
    "GET /{hook_id}/deliveries": deliveries,
    "GET /{hook_id}/deliveries/{delivery_id}": delivery,
    "POST /{hook_id}/deliveries/{delivery_id}/attempts": attempt,
}
for words, handler in KINDS.items():
    method, _, rest = words.partition(" ")
    route(method, REPO + rest, "repository_hooks")(handler)
    route(method, ORG + rest)(handler)
    if "deliveries" in rest:
        route(method, OWN + rest.removeprefix("/{hook_id}"), APP)(handler)


@route("GET", OWN + "/config", APP)
def app_config(ask: Ask) -> Any:
    return hook(ask, _the(ask))["config"]


@route("PATCH", OWN + "/config", APP)
def change_app_config(ask: Ask) -> Any:
    ask.body = {"config": ask.body}
    _configure(_the(ask), ask)
    return hook(ask, _the(ask))["config"]
