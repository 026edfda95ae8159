"""An examination: what may keep this installation from its promises, each with how to mend it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal, NamedTuple

from domain.errors import ShipledgerError
from service.config import Config, ConfigError
from service.ledger import Ledger, open_ledger
from service.notify.channel_file import WrongChannels, channels_in
from service.recorders.engine import sqlite_path
from service.recorders.sqlite_engine import has_wal_reset_bug, sqlite3
from service.worker import runs

Verdict = Literal["good", "mind", "bad"]

ROOM = 1 << 30  # a gibibyte of free disk
SILENCE = timedelta(days=1)
REST = timedelta(minutes=10)  # no task lasts so long, and no pause between two


class Finding(NamedTuple):
    """One thing looked at; `mend` says what to do where it is not good."""

    what: str
    verdict: Verdict
    saw: str
    mend: str = ""


def examine(config: Config, now: datetime) -> Iterator[Finding]:
    """Everything that can be seen from here, in the order in which a newcomer meets it."""
    yield settings(config)
    yield from channels(config)
    if config.sqlite:
        yield sqlite_version()
        yield disk(config)
    try:
        ledger = open_ledger(config.database_url)
    except ShipledgerError as error:
        yield Finding("database", "bad", str(error), "nothing is recorded until this is mended")
        return
    with closing(ledger):
        yield Finding("database", "good", "answers, has its tables, and syncs what it acknowledges")
        yield deliveries(ledger, now)
        yield parked(ledger)
        yield clock(ledger, now)
        yield from worker(ledger, now)


def settings(config: Config) -> Finding:
    """Whether a web process would start with this environment."""
    try:
        config.for_the_web()
    except ConfigError as error:
        return Finding("settings", "bad", str(error), "`shipledger serve` does not start like this")
    return Finding("settings", "good", f"{len(config.webhook_secrets)} webhook secret(s) accepted")


def channels(config: Config) -> Iterator[Finding]:
    """Whether notifications have somewhere to go, and nobody else may read where."""
    if not config.channels_file:
        return
    try:
        found = channels_in(config.channels_file).named
    except WrongChannels as error:
        yield Finding("channels", "bad", str(error), "`shipledger work` does not start like this")
        return
    saw = f"{len(found)} channel(s) of notifications: {', '.join(found)}"
    if Path(config.channels_file).stat().st_mode & 0o004:
        mend = f"chmod o-r {config.channels_file}: an address in it is as good as a password"
        yield Finding("channels", "mind", f"{saw}; everybody on this machine may read them", mend)
        return
    yield Finding("channels", "good", saw)


def sqlite_version() -> Finding:
    """Whether two processes may write."""
    version = sqlite3.sqlite_version
    if has_wal_reset_bug(sqlite3.sqlite_version_info):
        return Finding(
            "SQLite",
            "mind",
            f"{version} may corrupt a database that two processes write, so only one is let",
            "for imports beside a running server, `pip install pysqlite3`",
        )
    return Finding("SQLite", "good", f"{version} is safe for several processes")


def disk(config: Config) -> Finding:
    """Whether the ledger has room to grow."""
    folder = sqlite_path(config.database_url).absolute().parent
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    saw = f"{free / ROOM:.1f} GiB free in {folder}"
    if free < ROOM:
        return Finding("disk", "mind", saw, "make room: a full disk answers GitHub with 503")
    return Finding("disk", "good", saw)


def deliveries(ledger: Ledger, now: datetime) -> Finding:
    """Whether GitHub still speaks to us."""
    newest = ledger.deliveries(limit=1)
    if not newest:
        return Finding(
            "deliveries",
            "mind",
            "none has come yet",
            "add a webhook on GitHub: payload URL …/webhooks/github, content type "
            "application/json, the same secret, all events",
        )
    silence = now - newest[0].received
    saw = f"the last came on {newest[0].received:%d %B %Y at %H:%M} UTC"
    if silence > SILENCE:
        return Finding(
            "deliveries", "mind", saw, "see «Recent Deliveries» of the webhook on GitHub"
        )
    return Finding("deliveries", "good", saw)


def parked(ledger: Ledger) -> Finding:
    """Whether something came in that nobody understood."""
    waiting = ledger.deliveries(state="parked", limit=100)
    if not waiting:
        return Finding("parked", "good", "no delivery waits to be understood")
    count = "100 or more" if len(waiting) == 100 else str(len(waiting))
    return Finding(
        "parked",
        "mind",
        f"{count} deliveries could not be understood; the last: {waiting[0].reason}",
        "`shipledger deliveries list --state parked`, then `shipledger deliveries retry`",
    )


def worker(ledger: Ledger, now: datetime) -> Iterator[Finding]:
    """Whether somebody does what no request may wait for, and whether it goes well."""
    known = runs(ledger.database)
    last = max((run.ended or run.began for run in known), default=None)
    if last is None or now - last > REST:
        saw = f"its last task ended on {last:%d %B %Y at %H:%M} UTC" if last else "none ran yet"
        yield Finding("worker", "mind", saw, "start `shipledger work`, and keep it running")
    else:
        yield Finding("worker", "good", f"its last task ended at {last:%H:%M:%S} UTC")
    for run in known:
        if run.error:
            yield Finding(f"task {run.name}", "mind", run.error, "see the worker's log")


def clock(ledger: Ledger, now: datetime) -> Finding:
    """Whether this machine's clock lags behind what is recorded already."""
    if ledger.position_at(now + timedelta(seconds=5)) < ledger.head():
        return Finding(
            "clock",
            "bad",
            "facts are recorded at a moment that this machine's clock has not reached",
            "let NTP set the clock: `as_of` answers by it",
        )
    return Finding("clock", "good", f"{datetime.now(UTC):%H:%M:%S} UTC, not behind the ledger")
