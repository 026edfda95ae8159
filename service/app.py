"""The composition root: every part is made here, once, and handed to those that need it."""

import atexit
import sys
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec
from flask import Flask
from flask.json.provider import JSONProvider
from structlog.typing import FilteringBoundLogger
from werkzeug.middleware.proxy_fix import ProxyFix

from domain.directory import Directory
from domain.errors import ShipledgerError
from domain.freezing import Freezing
from domain.incident_link import IncidentLink
from domain.plan import Plan
from domain.train import Timetable
from service import logs, serving
from service.alerting import Alerting
from service.api import (
    alertmanager,
    approvals,
    calendar,
    changes,
    connection,
    deliveries,
    directory,
    documents,
    environments,
    errors,
    events,
    facts,
    finish,
    freezes,
    gates,
    incidents,
    notebook,
    notes,
    overview,
    plans,
    policy,
    probes,
    publications,
    reading,
    releases,
    repositories,
    rollouts,
    session,
    trains,
    waiting,
    webhooks,
    where,
)
from service.api.cases import Cases
from service.api.finish import PROBES, Teller
from service.api.guard import Guard
from service.api.questions import Questions
from service.api.sight import sees_stream
from service.api.specification import Api
from service.approving import Approving
from service.config import Config, from_environment
from service.deeds import Deeds
from service.gatekeeping import Gatekeepers
from service.identity.browsers import Browsers, settle
from service.identity.devices import Devices
from service.identity.providers import Providers
from service.ingest import Intake
from service.ledger import Ledger, open_ledger
from service.metrics import Meters
from service.notebook import Notebooks
from service.outbox import Outbox
from service.overview import Overview
from service.recorders.engine import sqlite_path
from service.rolling import Rolling
from service.routing import Rule
from service.serving import BY_THREADS, Manner
from service.sessions import Sessions
from service.tokens import Tokens
from service.web import pages
from webhooks.translate import EVENTS

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

API: Final = "/api/v1"
QUESTIONS: Final = (repositories, releases, changes, where, environments, facts, notes, policy)
BODY_LIMIT: Final = 1024 * 1024


class Web(Flask):
    """Flask, quiet: a mistake of ours is told once, in the line of its request."""

    url_rule_class = Rule

    def log_exception(self, *_: Any) -> None:
        """See `service.api.finish`."""


class Json(JSONProvider):
    """JSON by msgspec, in the order in which the answer was made."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return msgspec.json.encode(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        return msgspec.json.decode(s)


def create_app(
    config: Config,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    log: FilteringBoundLogger | None = None,
    manner: Manner = BY_THREADS,
) -> Flask:
    """The web application over a ledger; raises `ConfigError` where it would not be safe."""
    config.for_the_web()
    app = _flask(config)
    meters = Meters([*EVENTS, "cloudevent", "alertmanager"])
    settle(app, config)
    sessions = Sessions(ledger, hours=config.log_in.hours, clock=clock)
    browsers = Browsers(config, ledger, sessions)
    providers = Providers(app, config)
    devices = Devices(config, providers)
    guard = Guard(Tokens(ledger, clock), browsers, public_read=config.public_read)
    intake = Intake(ledger, config.webhook_secrets, clock)
    quiet = PROBES if config.log_deliveries else PROBES | {webhooks.OPERATION}
    teller = Teller(log or logs.logger(config.log_level), meters, quiet=quiet)
    finish.install(app, teller)
    errors.install(app)
    reading.install(app)
    app.register_blueprint(webhooks.blueprint())
    app.register_blueprint(alertmanager.blueprint(Alerting(ledger, clock), meters, guard))
    disk = sqlite_path(config.database_url).absolute().parent if config.sqlite else None
    app.register_blueprint(probes.blueprint(ledger, meters, guard, disk=disk))
    desk, whole = reading.Reading(ledger), Overview(ledger, sees_stream)
    cases = Cases(desk, clock)
    rooms = (
        *(room.blueprint(desk, guard) for room in QUESTIONS),
        notebook.blueprint(desk, guard, Notebooks(ledger, clock)),
        overview.blueprint(whole, desk, guard),
        deliveries.blueprint(ledger, intake, guard),
        events.blueprint(intake, meters, guard),
        publications.blueprint(ledger, Outbox(ledger, clock), guard),
        approvals.blueprint(cases, guard, Approving(ledger, clock)),
        waiting.blueprint(desk, guard, clock),
        calendar.blueprint(cases, guard),
        plans.blueprint(cases, guard, Deeds(ledger, Plan, clock)),
        incidents.blueprint(cases, guard, Deeds(ledger, IncidentLink, clock)),
        trains.blueprint(cases, guard, Deeds(ledger, Timetable, clock)),
        freezes.blueprint(cases, guard, Deeds(ledger, Freezing, clock)),
        connection.blueprint(config, ledger, guard),
        session.blueprint(ledger, guard, session.Entrance(ledger, browsers, devices, clock)),
        directory.blueprint(ledger, desk, guard, Deeds(ledger, Directory, clock)),
        gates.blueprint(cases, guard, Gatekeepers(ledger, clock)),
        rollouts.blueprint(cases, guard, Rolling(ledger, clock)),
    )
    _api(app, rooms)
    pages.install(
        app, config, ledger, whole, guard, browsers=browsers, providers=providers, clock=clock
    )
    inside = manner.aside(app.wsgi_app)
    door = webhooks.Door(inside, intake, meters, teller, limit=config.delivery_limit)
    app.wsgi_app = _behind(config.trusted_proxies, door)  # type: ignore[assignment, method-assign]
    return app


def _flask(config: Config) -> Flask:
    app = Web("shipledger", static_folder=None)
    app.json = Json(app)
    app.config.update(
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        PROVIDE_AUTOMATIC_OPTIONS=False,
        TRUSTED_HOSTS=list(config.trusted_hosts) or None,
    )
    return app


def _behind(proxies: int, inside: "WSGIApplication") -> "WSGIApplication":
    """Believe what so many proxies say of the caller, and nobody else."""
    if not proxies:
        return inside
    return ProxyFix(inside, x_for=proxies, x_proto=proxies, x_host=proxies)


def _api(app: Flask, rooms: Iterable[Questions]) -> None:
    api = Api(app)
    for room in rooms:
        # The prefix that is given here takes the place of the blueprint's own.
        api.register_blueprint(room, url_prefix=f"{API}{room.url_prefix or ''}")
    app.register_blueprint(documents.blueprint(api))


def serve() -> Flask:
    """What a web server's worker loads, after it was forked: nothing here is shared with others."""
    try:
        config = from_environment()
        ledger = open_ledger(config.database_url, writer=serving.manner.writer)
        atexit.register(ledger.close)
        return create_app(config, ledger, manner=serving.manner)
    except ShipledgerError as error:
        sys.exit(f"shipledger: {type(error).__name__}: {error}")
