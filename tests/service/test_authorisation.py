"""Authorisation: every operation, by everybody, on what is theirs and on what is not."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from domain.deed import Signing
from domain.directory import ADMIN, ROLES, Directory, allows
from domain.publication import NOTIFICATION
from domain.repository import stream_of
from domain.token import SCOPES, WRITE_DELIVERIES, WRITE_EVENTS
from service.deeds import Deeds
from service.identity.settings import LogIn
from service.ledger import open_ledger
from service.outbox import Outbox, Wish
from tests.ledgers import migrated
from tests.payloads.basics import DAWN, Repo
from tests.payloads.events import cdevent, structured
from tests.payloads.shipping import deployment
from tests.service.operations import (
    ALL,
    BODIES,
    DRAFTER,
    EDIT,
    EVERYWHERE,
    HEAD,
    KNOWN,
    OPEN,
    OWN,
    PAGE,
    PRODUCTION,
    QUERIES,
    READ,
    SETTINGS,
    SHA,
    SHOP,
    STAGING,
    TABLE,
    WHY,
)
from tests.site import Site, pushed_tag


class Somebody(NamedTuple):
    """`roles` count in all environments of the repository, `staging` only in that one."""

    name: str
    token: str
    roles: frozenset[str] = frozenset()
    staging: frozenset[str] = frozenset()
    everywhere: bool = False

    @property
    def sees(self) -> bool:
        return bool(self.roles or self.staging)

    def may(self, deed: str, environment: str) -> bool:
        return allows(self.roles | (self.staging if environment == STAGING else frozenset()), deed)


TELLING: Final = {"POST /api/v1/events", "POST /webhooks/alertmanager"}
REASONLESS: Final = {
    f"POST {SHOP}/policy/check",
    f"POST {SHOP}/notes/preview",
    "POST /api/v1/session/device",
    "POST /api/v1/session/device/token",
    "POST /api/v1/session/end",
}
SCOPELESS: Final = "who has no scope for it"


class World:
    """`octo/shop`, in which people have roles; and `octo/vault`, in which others have."""

    def __init__(self, url: str) -> None:
        self.ledger = open_ledger(url)
        log_in = LogIn(secret_key="k" * 32, local_users=("local",))
        self.site = Site(self.ledger, public_read=False, log_in=log_in)
        self.rules = {
            f"{method} {path_of(rule)}": rule
            for rule in self.site.app.url_map.iter_rules()
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        }
        self.site.deliver("push", pushed_tag())
        self.site.deliver("push", pushed_main())
        self.site.deliver(*deployment(Repo(name="octo/shop"), SHA, PRODUCTION, DAWN))
        self.site.deliver("push", pushed_tag() | {"repository": VAULT})
        self._suffered()
        self._decided()
        content: dict[str, Any] = {}
        told = ("tag.cut 1 to room", (), content, 1, "rule notify")
        wish = Wish(stream_of("github", "42"), NOTIFICATION, *told)
        Outbox(self.ledger, lambda: DAWN).want(wish)
        self.scopeless, self.other = (
            self.site.token(WRITE_EVENTS),
            self.site.token(WRITE_DELIVERIES),
        )
        self.people = list(self._people())

    def _decided(self) -> None:
        """While nobody has a role, whoever holds a token decides; the last decision ends that."""
        token = self.site.token(*SCOPES, person="admin.here")
        shop = SHOP.format(owner="octo", name="shop")

        def send(method: str, path: str, told: dict[str, Any]) -> None:
            answer = self.site.ask(method, f"{shop}/{path}", token=token, json=told | WHY)
            assert answer.status_code == 200, answer.json

        send("PUT", "notes/settings", DRAFTER)
        send("POST", "notes/edits", EDIT)
        send("POST", "plans/v1.0.0", {"type": "regular"})
        self.decision = self._first_of(f"{shop}/notes/history", token)
        self.fact = self._first_of(f"{shop}/facts?subject=tag:v1.0.0", token)
        send("PUT", "notes/settings", SETTINGS)

    def _suffered(self) -> None:
        content = {"environment": {"id": PRODUCTION}}
        event = cdevent("incident.detected", "I-1", content, DAWN, repository="octo/shop")
        headers, body = structured(event)
        token = self.site.token(WRITE_EVENTS)
        answer = self.site.post("/api/v1/events", token=token, headers=dict(headers), data=body)
        assert answer.status_code == 202, answer.json

    def _first_of(self, path: str, token: str) -> int:
        position: int = self.site.get(path, token=token).json["items"][0]["position"]  # type: ignore[index]  # a body
        return position

    def _people(self) -> Iterator[Somebody]:
        """Everybody holds a token with all scopes, so that the roles decide; but for the first."""
        scopes = [scope for scope in SCOPES if scope != "admin"]
        shop, vault = (str(stream_of("github", number)) for number in ("42", "43"))
        yield Somebody("nobody", "")
        yield Somebody(SCOPELESS, self.scopeless)
        yield Somebody("who has no role", self.site.token(*scopes, person="norole"))
        yield Somebody("a program", self.site.token(*scopes))
        nothing = frozenset[str]()
        for role in ROLES:
            # Roles add up: whom no role of another repository helps, none of them alone helps.
            self.grant("elsewhere", role, vault, "")
            for place, environment in (("here", ""), ("in staging", STAGING)):
                key = f"{role}.{place.replace(' ', '.')}"
                if environment:
                    self.grant(key, role, shop, environment)
                has = (nothing, frozenset({role})) if environment else (frozenset({role}), nothing)
                yield Somebody(f"{role} {place}", self.site.token(*SCOPES, person=key), *has)
        yield Somebody("every role elsewhere", self.site.token(*SCOPES, person="elsewhere"))
        self.grant("chief", ADMIN, "", "")
        token = self.site.token(*SCOPES, person="chief")
        yield Somebody("admin everywhere", token, frozenset({ADMIN}), everywhere=True)

    def grant(self, to: str, role: str, where: str, environment: str) -> None:
        sign = Signing("root", datetime.now(UTC), "It was asked for.")
        Deeds(self.ledger, Directory).settle(
            (), sign, lambda one, by: one.grant(to, role, where, environment, by)
        )

    def ask(
        self, operation: str, who: Somebody, environment: str = PRODUCTION, name: str = "shop"
    ) -> TestResponse:
        """As somebody does it; a form with the token that its page would give him."""
        plain = operation.partition("#")[0]
        method, _, path = plain.partition(" ")
        token = self.other if who.name == SCOPELESS and plain in TELLING else who.token
        body = dict(BODIES.get(operation, {}))
        if "environment" in body:
            body["environment"] = environment
        headers = {"Authorization": f"Bearer {token}"} if token else {"Accept": "text/html"}
        more: dict[str, Any] = {"query_string": QUERIES.get(operation, "")}
        if method != "GET" and path.startswith("/api/"):
            more["json"] = body if "reason" in body or plain in REASONLESS else body | WHY
        elif method != "GET":
            about = f"octo/{name}" if PAGE in path else "/"
            headers["Sec-Fetch-Site"] = "same-origin"
            more["data"] = body | WHY | {"form_token": form_token(token, about)}
        client: FlaskClient = self.site.app.test_client(use_cookies=False)
        return client.open(self.address(path, name), method=method, headers=headers, **more)

    def address(self, path: str, name: str) -> str:
        known = {"owner": "octo", "name": name, "tag": "v1.0.0", "release": "v1.0.0"}
        more = {"gate": "UAT", "number": 1, "seq": 1, "provider": "nobody", "incident": "I-1"}
        more |= {"key": "ada", "team": "qa"}
        position = self.decision if path.endswith("/undo") else self.fact
        return path.format(**known, **more, environment=PRODUCTION, position=position)


def pushed_main() -> dict[str, Any]:
    """One commit after the tag."""
    push = pushed_tag(sha=HEAD)
    commit = push["head_commit"] | {"added": [], "removed": [], "modified": ["a.py"]}
    told = {"ref": "refs/heads/main", "before": SHA, "created": False, "commits": [commit]}
    return push | told


VAULT: Final = {"id": 43, "full_name": "octo/vault", "default_branch": "main"}


def path_of(rule: Rule) -> str:
    return "".join(f"{{{part}}}" if dynamic else part for dynamic, part in rule._trace).lstrip("|")


def form_token(token: str, about: str) -> str:
    return hmac.new(token.encode(), f"form:{about}".encode(), hashlib.sha256).hexdigest()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    url = f"sqlite:///{tmp_path_factory.mktemp('authorisation')}/ledger.db"
    migrated(url)
    one = World(url)
    yield one
    one.ledger.close()


VAULTED: Final = frozenset({"every role elsewhere", "admin everywhere"})
# Answered, or refused by a rule of the release's own, behind the door.
PASS: Final = frozenset[int | None]({200, 202, 302, 303, 409})
# What there is nothing of in this world, or what is asked wrongly.
OTHERWISE: Final = {
    "GET /static/{name}": 404,
    "GET /webhooks/github": 405,
    "GET /login/to/{provider}": 404,
    "GET /login/from/{provider}": 404,
    "GET /connect/made": 403,
    "POST /api/v1/session/device": 404,
    "POST /api/v1/session/device/token": 404,
    "POST /api/v1/events": 400,
    "POST /webhooks/alertmanager": 400,
    "GET /where": 404,
}


def passes(asks: str, who: Somebody, environment: str) -> bool:
    """What the table means."""
    if asks == OPEN:
        return True
    if not who.token or who.name == SCOPELESS:
        return False
    if asks in (ALL, EVERYWHERE):
        return who.everywhere
    if asks in (KNOWN, OWN):
        return True
    return who.sees if asks == READ else who.may(asks, environment)


def refused_with(asks: str, who: Somebody, *, page: bool) -> int:
    """Of what one may not see one hears that there is no such thing; a page leads to the log-in."""
    if not who.token:
        return 303 if page else 401
    known = who.name == SCOPELESS or asks == EVERYWHERE
    return 403 if known or (who.sees and asks != ALL) else 404


def test_lists_hold_what_one_may_see_and_nothing_else(world: World) -> None:
    for operation in (one for one, asks in TABLE.items() if asks == OWN):
        for who in (one for one in world.people[2:] if one.name in SOME):
            shown = world.ask(operation, who).text
            assert ("octo/shop" in shown) == who.sees, (operation, who.name)
            assert "octo/vault" not in shown or who.name in VAULTED, (operation, who.name)


def test_what_is_not_theirs_is_told_of_as_what_is_not_there(world: World) -> None:
    (stranger,) = (who for who in world.people if who.name == "every role elsewhere")
    for operation in (one for one, asks in TABLE.items() if "{owner}" in one and "#" not in one):
        hidden = world.ask(operation, stranger)
        missing = world.ask(operation, stranger, name="nowhere")
        assert hidden.status_code == missing.status_code == 404, operation
        assert told(hidden) == told(missing).replace("nowhere", "shop"), operation


def told(answer: TestResponse) -> str:
    """All but the number of the request, which differs always."""
    return re.sub(r"[0-9a-f]{16}", "", answer.text)


def test_the_table_has_every_operation_of_the_app_and_no_other(world: World) -> None:
    assert set(world.rules) == {one.partition("#")[0] for one in TABLE}


# Whoever looks only is asked for some role, whichever: these stand for all, but in the long form.
READERS: Final = frozenset(
    {
        *("nobody", SCOPELESS, "who has no role", "viewer here", "viewer in staging"),
        "every role elsewhere",
    }
)
SOME: Final = READERS | {"a program", "admin here", "admin everywhere"}
# What is open is not asked for by whom.
ENOUGH: Final = {OPEN: frozenset({"nobody"}), READ: READERS}
LOOKED_AT: Final = [
    operation
    for operation, asks in TABLE.items()
    if asks in (OPEN, KNOWN, OWN, READ, ALL, EVERYWHERE)
]


@pytest.mark.parametrize("operation", TABLE)
def test_an_operation_is_for_those_whom_the_table_names(world: World, operation: str) -> None:
    some = [who for who in world.people if who.name in ENOUGH.get(TABLE[operation], SOME)]
    # Of those who have a role only elsewhere an administrator may the most.
    most = [who for who in world.people if who.roles or not who.staging or ADMIN in who.staging]
    prove(world, operation, some if operation in LOOKED_AT else most)
    if "environment" in BODIES.get(operation, {}):
        there = [who for who in world.people if who.staging or who.name in SOME]
        prove(world, operation, there, STAGING)


@pytest.mark.slow
@pytest.mark.parametrize("operation", LOOKED_AT)
def test_whoever_looks_may_with_any_role(world: World, operation: str) -> None:
    prove(world, operation, world.people)


def prove(
    world: World, operation: str, people: list[Somebody], environment: str = PRODUCTION
) -> None:
    """It is answered to those for whom it is, and to the others as if there were nothing."""
    asks = TABLE[operation]
    page = world.rules[operation.partition("#")[0]].endpoint.startswith("pages.")
    for who in people:
        before = world.ledger.head()
        answer = world.ask(operation, who, environment)
        which = f"{who.name}, in {environment}: {answer.status_code} {answer.text[:600]}"
        if passes(asks, who, environment):
            assert answer.status_code in PASS | {OTHERWISE.get(operation)}, which
        else:
            assert answer.status_code == refused_with(asks, who, page=page), which
            assert world.ledger.head() == before, f"{who.name} was refused, and recorded"
