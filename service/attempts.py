"""The delivery log: every time that a notification was tried, and what was answered."""

from datetime import datetime

from msgspec import Struct

from service.recorders.batch import microseconds, moment, readable
from service.recorders.database import Database


class DeliveryAttempt(Struct, frozen=True):
    """`status` is the server's own, 0 where none answered; `failure` is empty where it was taken.

    `took` is in milliseconds.
    """

    at: datetime
    took: int
    status: int
    failure: str


class Attempts:
    """Of all publications, by their numbers. Thread-safe."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, publication: int, attempt: DeliveryAttempt) -> None:
        """Keep it; a crash before it loses a line of the log, and nothing else."""
        with self._database.writing() as db:
            db.run(
                "INSERT INTO outbox_attempt (publication, at, took, status, failure)"
                " VALUES (?, ?, ?, ?, ?)",
                *(publication, microseconds(attempt.at), attempt.took),
                *(attempt.status, readable(attempt.failure)),
            )

    def of(self, publication: int) -> list[DeliveryAttempt]:
        """In their order."""
        with self._database.reading() as db:
            rows = db.all(
                "SELECT at, took, status, failure FROM outbox_attempt WHERE publication = ?"
                " ORDER BY seq",
                publication,
            )
        return [DeliveryAttempt(moment(at), *rest) for at, *rest in rows]
