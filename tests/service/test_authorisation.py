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
from tests.site import Site, pushed_tag

SHOP: Final = "/api/v1/repositories/{owner}/{name}"
RELEASE: Final = f"{SHOP}/releases/{{tag}}"
PAGE: Final = "/{owner}/{name}"
PRODUCTION, STAGING = "production", "staging"

# What an operation asks of its caller. A deed's name is one of `domain.directory.DEEDS`.
OPEN: Final = "open to all"
KNOWN: Final = "whoever may read at all"
OWN: Final = "whoever may read; it lists what he may see, and nothing else"
READ: Final = "whoever has some role in the repository"
ALL: Final = "whoever sees all repositories"
EVERYWHERE: Final = "an administrator of all repositories"

# The table. A new operation without a line here is a failing test; behind a `#` stands the variant
# of an operation whose body says what is to be done.
TABLE: Final = {
    # -- what is of no repository ------------------------------------------------------------------
    "GET /livez": OPEN,
    "GET /readyz": OPEN,
    "GET /docs": OPEN,
    "GET /openapi.json": OPEN,
    "GET /api/v1": OPEN,
    "GET /static/{name}": OPEN,
    "GET /webhooks/github": OPEN,
    "GET /login": OPEN,
    "GET /login/to/{provider}": OPEN,
    "GET /login/from/{provider}": OPEN,
    "POST /login/local": OPEN,
    "POST /logout": KNOWN,
    "GET /metrics": KNOWN,
    "GET /begin": KNOWN,
    "GET /connect": KNOWN,
    "GET /connect/app": EVERYWHERE,
    "GET /connect/made": EVERYWHERE,
    "GET /people": EVERYWHERE,
    "POST /people": EVERYWHERE,
    "GET /api/v1/directory/people": EVERYWHERE,
    "PUT /api/v1/directory/people/{key}": EVERYWHERE,
    "POST /api/v1/directory/people/{key}/remove": EVERYWHERE,
    "POST /api/v1/directory/people/{key}/log-out": EVERYWHERE,
    "GET /api/v1/directory/teams": EVERYWHERE,
    "PUT /api/v1/directory/teams/{team}": EVERYWHERE,
    "GET /api/v1/directory/grants": EVERYWHERE,
    "POST /api/v1/directory/grants": EVERYWHERE,
    "POST /api/v1/directory/grants/withdraw": EVERYWHERE,
    "GET /api/v1/connection": KNOWN,
    "GET /api/v1/session": KNOWN,
    "POST /api/v1/session/device": OPEN,
    "POST /api/v1/session/device/token": OPEN,
    "POST /api/v1/session/end": KNOWN,
    "POST /api/v1/events": KNOWN,
    "POST /webhooks/alertmanager": KNOWN,
    # -- lists over all repositories ---------------------------------------------------------------
    "GET /": OWN,
    "GET /releases": OWN,
    "GET /environments": OWN,
    "GET /approvals": OWN,
    "GET /where": OWN,
    "GET /api/v1/board": OWN,
    "GET /api/v1/releases": OWN,
    "GET /api/v1/environments": OWN,
    "GET /api/v1/repositories": OWN,
    "GET /api/v1/approvals": OWN,
    # -- what came in and went out, of all repositories alike --------------------------------------
    "GET /deliveries": ALL,
    "GET /deliveries/{seq}": ALL,
    "GET /api/v1/deliveries": ALL,
    "GET /api/v1/deliveries/{seq}": ALL,
    "GET /api/v1/deliveries/{seq}/way": ALL,
    "GET /api/v1/deliveries/{seq}/body": ALL,
    "POST /api/v1/deliveries/{seq}/retry": ALL,
    "GET /api/v1/publications": ALL,
    "GET /api/v1/publications/{seq}": ALL,
    "GET /api/v1/publications/{seq}/attempts": ALL,
    "POST /api/v1/publications/{seq}/retry": ALL,
    "GET /publications": ALL,
    "GET /publications/{seq}": ALL,
    "GET /publications/{seq}/again": ALL,
    "POST /publications/{seq}/again": ALL,
    "GET /api/v1/connection/catching-up": ALL,
    # -- reading one repository --------------------------------------------------------------------
    "GET /facts/{position}": READ,
    f"GET {PAGE}": READ,
    f"GET {PAGE}/compare": READ,
    f"GET {PAGE}/environments": READ,
    f"GET {PAGE}/incidents": READ,
    f"GET {PAGE}/incidents/decide": READ,
    f"GET {PAGE}/plans": READ,
    f"GET {PAGE}/calendar": READ,
    f"GET {PAGE}/plans/decide": READ,
    f"GET {PAGE}/freezes/decide": READ,
    f"GET {PAGE}/notes/history": READ,
    f"GET {PAGE}/notes/history/{{position}}/undo": READ,
    f"GET {PAGE}/notes/settings": READ,
    f"GET {PAGE}/notes/settings/edit": READ,
    f"GET {PAGE}/notes/unreleased": READ,
    f"GET {PAGE}/notes/unreleased/edit": READ,
    f"GET {PAGE}/releases/{{tag}}": READ,
    f"GET {PAGE}/releases/{{tag}}/approvals": READ,
    f"GET {PAGE}/releases/{{tag}}/approvals/decide": READ,
    f"GET {PAGE}/releases/{{tag}}/gates": READ,
    f"GET {PAGE}/releases/{{tag}}/gates/decide": READ,
    f"GET {PAGE}/releases/{{tag}}/notes": READ,
    f"GET {PAGE}/releases/{{tag}}/notes/edit": READ,
    f"GET {PAGE}/releases/{{tag}}/plan": READ,
    f"GET {PAGE}/releases/{{tag}}/rollout": READ,
    f"GET {PAGE}/way": READ,
    f"GET {PAGE}/rollouts/decide": READ,
    "GET /api/v1/facts/{position}": READ,
    f"GET {SHOP}": READ,
    f"GET {SHOP}/changelog": READ,
    f"GET {SHOP}/changelog-file": READ,
    f"GET {SHOP}/environments": READ,
    f"GET {SHOP}/environments/{{environment}}/notes": READ,
    f"GET {SHOP}/facts": READ,
    f"GET {SHOP}/feed": READ,
    f"GET {SHOP}/freezes": READ,
    f"GET {SHOP}/incidents": READ,
    f"GET {SHOP}/incidents/{{incident}}": READ,
    f"GET {SHOP}/notes": READ,
    f"GET {SHOP}/notes/diff": READ,
    f"GET {SHOP}/notes/edits": READ,
    f"GET {SHOP}/notes/history": READ,
    f"GET {SHOP}/notes/settings": READ,
    f"GET {SHOP}/notes/unreleased": READ,
    f"GET {SHOP}/notes/why": READ,
    f"GET {SHOP}/plans": READ,
    f"GET {SHOP}/calendar": READ,
    f"GET {SHOP}/plans/{{release}}": READ,
    f"GET {SHOP}/plans/calendar.ics": READ,
    f"GET {SHOP}/policy": READ,
    f"GET {SHOP}/releases": READ,
    f"GET {SHOP}/rollouts": READ,
    f"GET {SHOP}/trains": READ,
    f"GET {SHOP}/unreleased": READ,
    f"GET {SHOP}/way": READ,
    f"GET {SHOP}/where": READ,
    f"GET {RELEASE}": READ,
    f"GET {RELEASE}/approvals": READ,
    f"GET {RELEASE}/gates": READ,
    f"GET {RELEASE}/notes": READ,
    f"GET {RELEASE}/timeline": READ,
    f"GET {RELEASE}/verdict": READ,
    # Tried, and not recorded.
    f"POST {SHOP}/policy/check": READ,
    f"POST {SHOP}/notes/preview": READ,
    # -- deciding about notes ----------------------------------------------------------------------
    f"POST {SHOP}/notes/edits": "notes",
    f"POST {SHOP}/notes/bases": "notes",
    f"POST {SHOP}/notes/yanks": "notes",
    f"PUT {SHOP}/notes/settings": "notes",
    f"PUT {SHOP}/notes/settings#policy": "administer",
    f"POST {PAGE}/notes/history/{{position}}/undo": "notes",
    f"POST {PAGE}/notes/settings/edit": "notes",
    f"POST {PAGE}/notes/settings/edit#policy": "administer",
    f"POST {PAGE}/notes/unreleased/edit": "notes",
    f"POST {PAGE}/releases/{{tag}}/notes/edit": "notes",
    # -- deciding about releases -------------------------------------------------------------------
    f"POST {SHOP}/plans/{{release}}": "plan",
    f"POST {SHOP}/trains/skips": "plan",
    f"POST {SHOP}/freezes": "freeze",
    f"POST {SHOP}/freezes/{{number}}/end": "freeze",
    f"POST {SHOP}/freezes/overrides": "override_freeze",
    f"POST {PAGE}/plans/decide": "plan",
    f"POST {PAGE}/freezes/decide#declare": "freeze",
    f"POST {PAGE}/freezes/decide#end": "freeze",
    f"POST {PAGE}/freezes/decide#override": "override_freeze",
    f"POST {RELEASE}/gates/{{gate}}/sign-off": "sign_off",
    f"POST {RELEASE}/sign-offs/{{number}}/withdraw": "sign_off",
    f"POST {RELEASE}/gates/{{gate}}/waivers": "waive",
    f"POST {RELEASE}/waivers/{{number}}/withdraw": "waive",
    f"POST {PAGE}/releases/{{tag}}/gates/decide#sign off": "sign_off",
    f"POST {PAGE}/releases/{{tag}}/gates/decide#waive": "waive",
    f"POST {SHOP}/rollouts": "promote",
    f"POST {SHOP}/rollouts/go-on": "rollout",
    f"POST {SHOP}/rollbacks": "rollback",
    f"POST {SHOP}/locks": "hold",
    f"POST {SHOP}/holds": "hold",
    f"POST {SHOP}/incidents/{{incident}}/link": "incident",
    f"POST {PAGE}/incidents/decide": "incident",
    f"POST {PAGE}/rollouts/decide#promote": "promote",
    f"POST {PAGE}/rollouts/decide#go on": "rollout",
    f"POST {PAGE}/rollouts/decide#roll back": "rollback",
    f"POST {PAGE}/rollouts/decide#hold": "hold",
    f"POST {RELEASE}/approvals": "approve",
    f"POST {RELEASE}/approvals/delegation": "approve",
    f"POST {RELEASE}/break-glass": "break_glass",
    f"POST {RELEASE}/break-glass/review": "approve",
    f"POST {PAGE}/releases/{{tag}}/approvals/decide#vote": "approve",
    f"POST {PAGE}/releases/{{tag}}/approvals/decide#break": "break_glass",
}
# Some have their roles by the repository's own file, and others by the directory.
POLICY: Final = (
    "".join(["roles:\n", *(f"  {one}: {{people: [{one}.here]}}\n" for one in ROLES)])
    + """
gates: [{name: UAT, layer: UAT, sign-off: {}}]
trains: [{name: weekly, first: 2026-01-14, every: FREQ=WEEKLY}]
approvals: {layers: [{name: QA, required: 9}], break-glass: {people: [nobody]}}
"""
)
DRAFTER: Final = {"path": ".github/release-drafter.yml", "content": "template: $CHANGES\n"}
SETTINGS: Final = {"path": ".shipledger.yml", "content": POLICY}
SHA, HEAD = "a" * 40, "b" * 40
EDIT: Final = {"change": SHA, "title": "Shipped"}
WHY: Final = {"reason": "It was asked for."}
THERE: Final = {"environment": PRODUCTION}
WINDOW: Final = {"name": "audit", "start": "2020-01-01T00:00", "lasts": "1d"}
UNTIL: Final = "2099-01-01T00:00:00Z"
# What makes each operation mean something: a body, or the fields of a form. Where it names an
# environment, the operation is asked of another one, too.
BODIES: Final[dict[str, dict[str, Any]]] = {
    "POST /login/local": {"person": "local"},
    "POST /api/v1/session/device/token": {"provider": "nobody", "device_code": "x"},
    "POST /people": {"do": "name", "key": "ada"},
    "PUT /api/v1/directory/teams/{team}": {"members": ["ada"]},
    "POST /api/v1/directory/grants": {"to": "ada", "role": "viewer"},
    "POST /api/v1/directory/grants/withdraw": {"to": "ada", "role": "viewer"},
    f"POST {SHOP}/policy/check": {"content": POLICY},
    f"POST {SHOP}/notes/preview": {"tag": "v1.0.0"},
    f"POST {SHOP}/notes/edits": EDIT,
    f"POST {SHOP}/notes/bases": {"tag": "v1.0.0", "base": None},
    f"POST {SHOP}/notes/yanks": {"tag": "v1.0.0", "yanked": True},
    f"PUT {SHOP}/notes/settings": DRAFTER,
    f"PUT {SHOP}/notes/settings#policy": SETTINGS,
    f"POST {SHOP}/plans/{{release}}": {"type": "regular"},
    f"POST {SHOP}/trains/skips": {"train": "weekly", "day": "2026-01-14"},
    f"POST {SHOP}/freezes": WINDOW,
    f"POST {SHOP}/freezes/overrides": {"release": "v1.0.0", "until": UNTIL, **THERE},
    f"POST {PAGE}/plans/decide": {"release": "v9.0.0", "type": "regular"},
    f"POST {PAGE}/freezes/decide#declare": {"do": "declare", **WINDOW},
    f"POST {PAGE}/freezes/decide#end": {"do": "end", "number": "1"},
    f"POST {PAGE}/freezes/decide#override": {
        "do": "override",
        "release": "v1.0.0",
        "until": "2099-01-01T00:00",
        **THERE,
    },
    f"POST {RELEASE}/gates/{{gate}}/sign-off": {"outcome": "accepted", "sha": SHA},
    f"POST {RELEASE}/gates/{{gate}}/waivers": {"sha": SHA, **THERE},
    f"POST {SHOP}/rollouts": {"release": "v1.0.0", **THERE},
    f"POST {SHOP}/rollouts/go-on": {"do": "halt", **THERE},
    f"POST {SHOP}/rollbacks": {"release": "v1.0.0", **THERE},
    f"POST {SHOP}/locks": {"commit": "v1.0.0", **THERE},
    f"POST {SHOP}/holds": {"held": True, **THERE},
    f"POST {SHOP}/incidents/{{incident}}/link": {"verdict": "denied"},
    f"POST {PAGE}/incidents/decide": {"verdict": "denied", "incident": "I-1"},
    f"POST {PAGE}/rollouts/decide#promote": {"do": "promote", "release": "v1.0.0", **THERE},
    f"POST {PAGE}/rollouts/decide#go on": {"do": "halt", **THERE},
    f"POST {PAGE}/rollouts/decide#roll back": {"do": "roll back", "release": "v1.0.0", **THERE},
    f"POST {PAGE}/rollouts/decide#hold": {"do": "hold", **THERE},
    f"POST {RELEASE}/approvals": {"decision": "approve", "digest": "0" * 64, **THERE},
    f"POST {RELEASE}/break-glass": THERE,
    f"POST {RELEASE}/break-glass/review": {"sha": SHA, "outcome": "upheld", **THERE},
    f"POST {PAGE}/notes/history/{{position}}/undo": {"do": "save"},
    f"POST {PAGE}/notes/settings/edit": {"do": "save", **DRAFTER},
    f"POST {PAGE}/notes/settings/edit#policy": {"do": "save", **SETTINGS},
    f"POST {PAGE}/notes/unreleased/edit": {"do": "save", "kind": "change", "title": "Told"},
    f"POST {PAGE}/releases/{{tag}}/notes/edit": {"do": "save", "kind": "base", "base": ""},
    f"POST {PAGE}/releases/{{tag}}/gates/decide#sign off": {"kind": "sign_off", "sha": SHA},
    f"POST {PAGE}/releases/{{tag}}/gates/decide#waive": {"kind": "waive", "bound": "yes", **THERE},
    f"POST {PAGE}/releases/{{tag}}/approvals/decide#vote": {"do": "approve", **THERE},
    f"POST {PAGE}/releases/{{tag}}/approvals/decide#break": {"do": "break", **THERE},
}
QUERIES: Final = {
    f"GET {PAGE}/rollouts/decide": "environment=production",
    f"GET {PAGE}/incidents/decide": "incident=I-1",
    f"GET {PAGE}/releases/{{tag}}/gates/decide": "gate=UAT",
    f"POST {PAGE}/releases/{{tag}}/gates/decide#sign off": "gate=UAT",
    f"POST {PAGE}/releases/{{tag}}/gates/decide#waive": "gate=UAT",
    f"GET {SHOP}/environments/{{environment}}/notes": "candidate=v1.0.0",
    f"GET {SHOP}/changelog": "from=tag:v1.0.0&to=tag:v1.0.0",
    f"GET {SHOP}/notes": "from=tag:v1.0.0&to=tag:v1.0.0",
    f"GET {SHOP}/notes/diff": "as_of=9&and=9&tag=v1.0.0",
    f"POST {PAGE}/notes/unreleased/edit": f"change={HEAD}",
    f"GET {SHOP}/notes/why": f"change={SHA}",
    f"GET {SHOP}/facts": "subject=tag:v1.0.0",
    f"GET {SHOP}/where": f"commit={SHA}",
    "GET /where": f"q={SHA}",
}


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
