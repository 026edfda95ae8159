"""The backfill of repositories: kind after kind, step after step, each step remembered.

A step is remembered after what it read was recorded. Whoever is killed between the two reads one
step again, and the ledger knows it already.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from threading import Event
from typing import Any, Final

from msgspec.structs import replace

from service.bookmarks import Bookmarks
from service.github import gaps
from service.github.backfill.kinds import KINDS
from service.github.backfill.progress import Progress, progress_of
from service.github.backfill.reading import Kind, Reading, Step
from service.github.connection import Connection, Seen
from service.github.errors import GitHubError, Gone, RateLimited, Unreachable
from service.github.gaps import Gap
from service.github.polling import Polls
from service.ingest import Intake
from service.ledger import Ledger

# How long the worker reads before its other tasks have their turn.
TURN: Final = timedelta(minutes=2)
SHOWN_NO_MORE: Final = "all of it: GitHub shows it no more"

Advance = Callable[[Kind, Step], None]


class Backfill:
    """Reads what was before us, and again what we may have missed."""

    def __init__(
        self, connection: Connection, ledger: Ledger, *, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._ledger = ledger
        self._clock = clock
        self._bookmarks = Bookmarks(ledger.database)
        self._polls = Polls(Intake(ledger, (), clock), clock)

    def run(self, stop: Event) -> None:
        """One turn for every repository that we may see and have not read to the end.

        Raises the first `GitHubError` after all others had their turn.
        """
        ends = self._clock() + TURN
        failed: GitHubError | None = None
        for seen in self._unread():
            try:
                self.read(seen, lambda: stop.is_set() or self._clock() >= ends)
            except GitHubError as error:
                failed = failed or error
            if stop.is_set() or self._clock() >= ends:
                break
        if failed:
            raise failed

    def _unread(self) -> list[Seen]:
        """Those of which the least was read first, so that none waits for a large one."""
        known = {seen: progress_of(self._bookmarks, seen.id) for seen in self._seen()}
        waiting = [seen for seen, progress in known.items() if not (progress and progress.ended)]
        return sorted(waiting, key=lambda seen: len(one.done) if (one := known[seen]) else 0)

    def _seen(self) -> Iterator[Seen]:
        """Each once: an account may come to the same repository on more than one way."""
        met: set[int] = set()
        for seen in self._connection.repositories():
            if seen.id not in met:
                met.add(seen.id)
                yield seen

    def find(self, name: str) -> Seen | None:
        """The repository of that name or number, if we may see it."""
        wanted = name.lower()
        found = (one for one in self._seen() if wanted in (one.name.lower(), str(one.id)))
        return next(found, None)

    def again(self, repository: int, since: datetime | None) -> None:
        """Let it be read again: what was changed since, or all of it.

        Where a reading is under way, it begins anew, and reaches back as far as both.
        """
        known = progress_of(self._bookmarks, repository)
        if known and not known.ended:
            since = None if known.since is None or since is None else min(known.since, since)
        for kind in KINDS:
            name = _name(repository, kind)
            place = self._bookmarks.place(name)
            if place and not (kind.stays and since):
                self._bookmarks.take_out(name)
            elif place:
                self._bookmarks.put(name, {**place, "done": False, "read": 0, "news": 0})
        head = f"backfill:{repository}"
        before = self._bookmarks.place(head) or {"name": str(repository)}
        begun = _beginning(before["name"], since, self._clock())
        self._bookmarks.put(head, begun | {"found": before.get("found", 0)})

    def read(
        self, seen: Seen, stopped: Callable[[], bool], advance: Advance = lambda *_: None
    ) -> Progress | None:
        """Read on where the last one stopped. Raises `RateLimited` and `Unreachable`: go on later.

        What GitHub does not let us see is said as a gap, and the rest is read.
        """
        head = f"backfill:{seen.id}"
        place = self._bookmarks.place(head) or _beginning(seen.name, None, self._clock())
        self._bookmarks.put(head, place | {"name": seen.name})
        reading = self._reading(seen, place)
        for kind in KINDS:
            if not self._read_kind(kind, reading, stopped, advance):
                return progress_of(self._bookmarks, seen.id)
        done = progress_of(self._bookmarks, seen.id)
        # What a first reading shows was before us; what a later one does, nobody told.
        news = done.news if done and done.since else 0
        ended = {"name": seen.name, "ended": self._clock(), "found": place.get("found", 0) + news}
        self._bookmarks.put(head, place | ended)
        self._mend(seen, place)
        return progress_of(self._bookmarks, seen.id)

    def _reading(self, seen: Seen, place: dict[str, Any]) -> Reading:
        calls = self._connection.calls(seen.installation)
        try:
            repository = calls.read(f"/repositories/{seen.id}").json
        except Gone:
            self._say(seen, SHOWN_NO_MORE, None)
            raise
        since = datetime.fromisoformat(place["since"]) if place["since"] else None
        known = replace(seen, name=repository["full_name"])
        return Reading(known, repository, calls, self._ledger, self._polls, self._clock(), since)

    def _read_kind(
        self, kind: Kind, reading: Reading, stopped: Callable[[], bool], advance: Advance
    ) -> bool:
        """False where it was stopped before its end."""
        name = _name(reading.seen.id, kind)
        place = self._bookmarks.place(name) or {"place": None, "done": False, "read": 0, "news": 0}
        if place["done"]:
            return True
        place |= {"refused": ""}
        try:
            for step in kind.read(reading, place["place"]):
                place |= {
                    "place": step.place,
                    "read": place["read"] + step.read,
                    "news": place["news"] + step.news,
                }
                self._bookmarks.put(name, place)
                advance(kind, step)
                if stopped():
                    return False
        except (RateLimited, Unreachable):
            raise
        except GitHubError as error:
            self._say(reading.seen, kind.what, reading.since)
            place |= {"refused": str(error)}
        else:
            gaps.mend(self._bookmarks, reading.seen.id, kind.what, self._clock())
        self._bookmarks.put(name, place | {"done": True})
        return True

    def _say(self, seen: Seen, what: str, since: datetime | None) -> None:
        gaps.say(self._bookmarks, Gap(seen.id, seen.name, what, since, self._clock()))

    def _mend(self, seen: Seen, place: dict[str, Any]) -> None:
        """A reading to the end mends what deliveries did not tell, as far as it reached back."""
        gaps.mend(self._bookmarks, seen.id, SHOWN_NO_MORE, self._clock())
        since = datetime.fromisoformat(place["since"]) if place["since"] else None
        for gap in gaps.gaps(self._ledger):
            reached = since is None or (gap.since is not None and gap.since >= since)
            if gap.repository == seen.id and gap.what == gaps.DELIVERIES and reached:
                gaps.mend(self._bookmarks, seen.id, gap.what, self._clock())


def _name(repository: int, kind: Kind) -> str:
    return f"backfill:{repository}:{kind.name}"


def _beginning(name: str, since: datetime | None, now: datetime) -> dict[str, Any]:
    return {
        "name": name,
        "since": since and since.isoformat(),
        "began": now.isoformat(),
        "ended": None,
    }
