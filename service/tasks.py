"""The worker's tasks: each thing that is done again and again, and how often."""

from collections.abc import Callable
from datetime import datetime, timedelta

from structlog.typing import FilteringBoundLogger

from service.attempts import Attempts
from service.config import Config
from service.driving import Driver
from service.github.backfill.backfill import Backfill
from service.github.connection import Connection
from service.github.conversion import Conversions, Converting
from service.github.heal import Heal
from service.github.reconcile import Reconcile
from service.github.saying import Saying
from service.ledger import Ledger
from service.listening import Listening
from service.notify.channel_file import channels_in
from service.notify.notifying import Notifying
from service.outbox import Outbox
from service.prometheus import Prometheus
from service.reacting import Reacting
from service.reactions import REACTIONS, TOLD
from service.worker import Task


def tasks(  # noqa: PLR0913 - the composition of the worker
    config: Config,
    ledger: Ledger,
    *,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    log: FilteringBoundLogger,
    renew: Callable[[], None],
) -> list[Task]:
    """All tasks that this configuration allows, the most urgent first.

    `renew` is called when connecting changed the configuration.
    """
    level = Task("tables", timedelta(minutes=1), lambda _: ledger.catch_up())
    converting = Converting(config, clock=clock, sleep=sleep)
    conversions = Conversions(converting, ledger, clock=clock, renew=renew)
    connect = Task("connect", timedelta(seconds=5), conversions.run)
    drive = Task("rollouts", timedelta(seconds=15), Driver(ledger, clock=clock).run)
    prometheus = Prometheus(config.prometheus_url, config.prometheus_token)
    listening = Listening(ledger, prometheus, clock=clock, log=log)
    # Before rollouts are judged by what is heard; nobody is asked where no address is known.
    listen = Task("prometheus", timedelta(minutes=1), listening.run)
    judge = [listen, drive] if config.prometheus_url else [drive]
    connected = config.github_app_id is not None or bool(config.github_token)
    outbox, channels = Outbox(ledger, clock), channels_in(config.channels_file)
    reactions = REACTIONS if connected else TOLD
    reacting = Reacting(
        *(ledger, outbox), clock=clock, public_url=config.public_url, reactions=reactions
    )
    react = Task("react", timedelta(seconds=5), reacting.run)
    notifying = Notifying(outbox, Attempts(ledger.database), channels, clock=clock)
    notify = Task("notify", timedelta(seconds=5), notifying.run)
    if not connected:
        return [connect, level, *judge, react, notify]
    connection = Connection(config, clock=clock, sleep=sleep)
    heal = Heal(config, connection, ledger, clock=clock)
    reconcile = Reconcile(connection, ledger, clock=clock)
    backfill = Backfill(connection, ledger, clock=clock)

    def healed() -> None:
        log.info("healed", **heal.run()._asdict())

    saying = Saying(ledger, outbox, connection, clock=clock)
    return [
        connect,
        level,
        *judge,
        react,
        notify,
        Task("time", timedelta(minutes=1), reacting.pass_time),
        Task("say", timedelta(seconds=5), saying.run),
        Task("heal", timedelta(minutes=5), lambda _: healed()),
        Task("reconcile", timedelta(hours=1), lambda _: reconcile.run()),
        Task("backfill", timedelta(minutes=1), backfill.run),
    ]
