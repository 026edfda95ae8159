"""The session over HTTP: who asks, how that was proved, what he may do; and a device's own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from flask import request
from marshmallow import fields, validate
from msgspec import Struct

from domain.deed import EVERYWHERE
from domain.errors import Refused
from domain.token import READ
from projections.directory import Holding, directory_of
from service.api.asked import Parameters
from service.api.guard import Guard, shown
from service.api.questions import Questions
from service.api.schema import Schema
from service.api.shapes import shape
from service.api.sight import sees
from service.api.traces import trace
from service.identity.browsers import BEARER, Browsers
from service.identity.devices import Begun, Devices
from service.identity.recognising import prove
from service.ledger import Ledger, unknown


class Where(Struct, frozen=True, kw_only=True):
    repository: str = ""


class WhereQuery(Parameters):
    value = Where

    repository = fields.String(
        validate=validate.Length(max=300),
        metadata={"description": "Tell the roles in this one, as owner/name; else in all of them."},
    )


class Session(Struct, frozen=True):
    """`person` is how decisions name the caller; empty where nobody said who he is.

    `means`      what proved it: `session:github`, `token:7`;
    `scopes`     what that opens at most;
    `proved_at`  when the person last showed a password or key, where that is known;
    `expires`    until when it is good; null where it has no end;
    `granted`    whether anybody has a role there: where nobody has, the scopes decide alone;
    `roles`      those of the caller there, each in one environment, or in all where it is empty.
    """

    person: str
    name: str
    means: str
    channel: str
    scopes: frozenset[str]
    proved_at: datetime | None
    expires: datetime | None
    repository: str
    granted: bool
    roles: tuple[Holding, ...]


class DeviceSession(Struct, frozen=True):
    """`state` is pending, slow_down (wait five seconds longer from now on), or begun.

    `token` is then to be sent as a bearer, and kept where nobody else reads it.
    """

    state: str
    token: str = ""
    person: str = ""
    name: str = ""
    expires: datetime | None = None


class Ended(Struct, frozen=True):
    """The session is over, here and wherever its token was copied to."""

    person: str


_PROVIDER: Final = validate.Length(max=20)


class DeviceBody(Schema):
    """By whom to log in; without a name by the first one that there is."""

    provider = fields.String(load_default="", validate=_PROVIDER)


class DeviceTokenBody(Schema):
    """What the device was given."""

    provider = fields.String(required=True, validate=_PROVIDER)
    device_code = fields.String(required=True, validate=validate.Length(1, 2000))


class LogOutBody(Schema):
    """Nothing is to be said."""


class Entrance:
    """How devices log in; thread-safe."""

    def __init__(
        self,
        ledger: Ledger,
        browsers: Browsers,
        devices: Devices,
        clock: Callable[[], datetime],
    ) -> None:
        self._ledger = ledger
        self.browsers = browsers
        self.devices = devices
        self._clock = clock

    def finish(self, provider: str, device_code: str) -> DeviceSession:
        """A session, once somebody whom the directory names has entered the code."""
        identity = self.devices.finish(provider, device_code)
        if isinstance(identity, str):
            return DeviceSession(identity)
        proof = prove(self._ledger, identity, f"session:{provider}", self._clock())
        token, begun = self.browsers.bearer(proof)
        return DeviceSession("begun", token, begun.person, begun.name, begun.expires)


def blueprint(ledger: Ledger, guard: Guard, entrance: Entrance) -> Questions:
    questions = Questions("session", guard, description="Who asks, and what he may do.")

    @questions.ask("/session", WhereQuery, shape(Session))
    def who_am_i(asked: Where) -> Session:
        """Who the caller is, how that was proved, until when, and his roles."""
        return session_of(ledger, asked.repository)

    _of_devices(questions, entrance)
    return questions


def _of_devices(questions: Questions, entrance: Entrance) -> None:
    @questions.settle("/session/device", DeviceBody, shape(Begun), scope="", method="POST")
    def begin_device(_: object, body: dict[str, Any]) -> Begun:
        """Begin to log in without a browser: a code, and the address at which to enter it.

        Enter only a code that you asked for yourself: who enters it lets that device in.
        """
        return entrance.devices.begin(body["provider"])

    @questions.settle(
        "/session/device/token", DeviceTokenBody, shape(DeviceSession), scope="", method="POST"
    )
    def finish_device(_: object, body: dict[str, Any]) -> DeviceSession:
        """The session of the device, once its code was entered; ask again until then."""
        return entrance.finish(body["provider"], body["device_code"])

    @questions.settle("/session/end", LogOutBody, shape(Ended), scope=READ, method="POST")
    def end_session(*_: object) -> Ended:
        """Log the device out whose token is sent; a browser logs out on its page."""
        asker = trace().asker
        text = shown(request) if request.headers.get("Authorization") else ""
        if asker is None or not text.startswith(BEARER):
            raise Refused("This is no device's session: `shipledger token revoke` ends a token.")
        entrance.browsers.end(text)
        return Ended(asker.key)


def session_of(ledger: Ledger, repository: str = "") -> Session:
    """The caller of this request; raises `NotFound` for a repository that he may not know of."""
    asker = trace().asker
    with ledger.stand() as stand:
        stream = ledger.resolve(stand, repository) if repository else EVERYWHERE
        view = ledger.view(stand, stream)
        if repository and not sees(view):
            raise unknown(repository)
        directory = directory_of(view)
    return Session(
        person=asker.key if asker else "",
        name=asker.name if asker else "",
        means=asker.means if asker else "",
        channel=asker.channel if asker else "",
        scopes=asker.scopes if asker else frozenset(),
        proved_at=asker.proved_at if asker else None,
        expires=asker.expires if asker else None,
        repository=repository,
        granted=directory.granted,
        roles=directory.held(asker.key) if asker else (),
    )
