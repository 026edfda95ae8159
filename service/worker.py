"""The worker: one elected process that does what no request may wait for, task by task."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from threading import Event
from typing import Final, NamedTuple

from structlog.typing import FilteringBoundLogger

from domain.errors import ShipledgerError
from service.leader import Leader
from service.recorders.batch import microseconds, moment
from service.recorders.database import Database
from service.recorders.errors import StoreUnavailable

# How often a process that does not lead tries to.
PATIENCE: Final = timedelta(seconds=5)
# The least rest between two rounds.
BREATH: Final = timedelta(seconds=1)


class Task(NamedTuple):
    """Something to be done again and again.

    `run` is given what tells it to stop soon, in the middle of a long reading too; it is safe to
    stop anywhere and to run again. What it raises is told, and does not stop other tasks.
    """

    name: str
    every: timedelta
    run: Callable[[Event], None]


class Run(NamedTuple):
    """The last run of a task; `ended` is None while it lasts, `error` empty where it went well."""

    name: str
    began: datetime
    ended: datetime | None
    error: str


class Worker:
    """Runs the tasks that are due, one after the other, while it leads."""

    def __init__(
        self,
        tasks: Sequence[Task],
        *,
        database: Database,
        leader: Leader,
        clock: Callable[[], datetime],
        log: FilteringBoundLogger,
    ) -> None:
        self._tasks = tasks
        self._database = database
        self._leader = leader
        self._clock = clock
        self._log = log
        self._due: dict[str, datetime] = {}

    def run(self, stop: Event) -> None:
        """Work until told to stop; then finish the step that is under way, and resign."""
        try:
            while not stop.is_set():
                stop.wait(self.round(stop).total_seconds())
        finally:
            self._leader.resign()

    def round(self, stop: Event) -> timedelta:
        """Run what is due now; how long to rest until something else is."""
        if not self._leader.leads():
            return PATIENCE
        for task in self._tasks:
            if stop.is_set():
                break
            if self._due.get(task.name, self._clock()) <= self._clock():
                self._do(task, stop)
                self._due[task.name] = self._clock() + task.every
        rest = min(self._due.values(), default=self._clock() + PATIENCE) - self._clock()
        return max(rest, BREATH)

    def _do(self, task: Task, stop: Event) -> None:
        began = self._clock()
        try:
            self._keep(Run(task.name, began, None, ""))
            task.run(stop)
        except ShipledgerError as error:
            self._told(Run(task.name, began, self._clock(), str(error)))
        except Exception as error:  # noqa: BLE001 - a mistake in one task must not stop the others
            self._log.exception("task failed", task=task.name)
            sentence = f"our mistake, please report it: {error!r}"
            self._told(Run(task.name, began, self._clock(), sentence))
        else:
            self._told(Run(task.name, began, self._clock(), ""))

    def _told(self, run: Run) -> None:
        if run.error:
            self._log.warning("task ended early", task=run.name, reason=run.error)
        try:
            self._keep(run)
        except StoreUnavailable as error:
            self._log.warning("task not noted", task=run.name, reason=str(error))

    def _keep(self, run: Run) -> None:
        ended = None if run.ended is None else microseconds(run.ended)
        with self._database.writing() as db:
            db.run(
                "INSERT INTO worker_task VALUES (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                " began = excluded.began, ended = excluded.ended, error = excluded.error",
                *(run.name, microseconds(run.began), ended, run.error),
            )


def runs(database: Database) -> list[Run]:
    """The last run of each task, for whoever watches."""
    with database.reading() as db:
        rows = db.all("SELECT name, began, ended, error FROM worker_task ORDER BY name")
    return [
        Run(name, moment(began), None if ended is None else moment(ended), error)
        for name, began, ended, error in rows
    ]
