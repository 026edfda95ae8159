"""Healing: what GitHub sent and we did not take in is read out of its lists of deliveries.

GitHub sends nothing a second time by itself. Its lists tell of each attempt for some days, and of
one delivery the payload too. That is parsed and written anew, so its signature proves nothing any
more: what is taken from there is trusted for the sake of TLS and of the token, and its headers say
so.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

import msgspec

from service.bookmarks import Bookmarks
from service.config import Config
from service.delivery import HEALED, Delivery
from service.github import gaps
from service.github.backfill.backfill import Backfill
from service.github.calls import Calls
from service.github.connection import PUBLIC, Connection, Seen
from service.github.errors import Denied, GitHubError, Gone
from service.github.gaps import Gap
from service.github.manifest import DOOR
from service.ingest import JSON, Intake
from service.ledger import Ledger

WORDS: Final = "taken from the list of deliveries and written anew; the signature is not of this"
# Deliveries that are under way while a list is read come into it late.
OVERLAP: Final = timedelta(hours=1)
# So long github.com shows a delivery, and so long a server of one's own.
KEPT_PUBLIC: Final = timedelta(days=3)
KEPT_OWN: Final = timedelta(days=7)
AT_ONCE: Final = 500
# New hooks and repositories are looked for so often; every list is read each time.
LOOKED_FOR: Final = timedelta(hours=1)


class List(NamedTuple):
    """A list of deliveries: of a hook of a repository or of an organisation, or of the App.

    `of` are the repositories that it tells of.
    """

    hook: str
    path: str
    calls: Calls
    of: tuple[Seen, ...]


class Healed(NamedTuple):
    """What one healing did: deliveries that we lacked, taken in or asked for again."""

    taken: int = 0
    redelivered: int = 0
    gaps: int = 0


class Heal:
    """Reads the lists since the last time, with some overlap."""

    def __init__(
        self,
        config: Config,
        connection: Connection,
        ledger: Ledger,
        *,
        clock: Callable[[], datetime],
    ) -> None:
        self._config = config
        self._connection = connection
        self._ledger = ledger
        self._clock = clock
        self._bookmarks = Bookmarks(ledger.database)
        self._intake = Intake(ledger, (), clock)
        self._backfill = Backfill(connection, ledger, clock=clock)
        self._known: tuple[datetime, list[List]] | None = None
        self._kept = KEPT_PUBLIC if config.github_url.rstrip("/") == PUBLIC else KEPT_OWN

    def run(self) -> Healed:
        """All lists; safe to be stopped anywhere, and to repeat.

        Raises the first `GitHubError` after the other lists were read.
        """
        done, failed = Healed(), None
        for one in self._found():
            try:
                healed = self._heal(one)
                done = Healed(*map(sum, zip(done, healed, strict=True)))
            except GitHubError as error:
                failed = failed or error
        if failed:
            raise failed
        return done

    def _found(self) -> list[List]:
        """Remembered for a while: to look costs a request for each repository."""
        now = self._clock()
        if self._known is None or now - self._known[0] >= LOOKED_FOR:
            self._known = now, [*self._lists()]
        return self._known[1]

    def _lists(self) -> Iterator[List]:
        """Those of hooks that lead to us."""
        seen = [*self._connection.repositories()]
        if self._connection.is_app:
            # An App has one hook, whose number only deliveries tell.
            yield List("app", "/app/hook", self._connection.as_app(), tuple(seen))
        may = self._permitted()
        owners: dict[str, list[Seen]] = {}
        for one in seen:
            if "organization_hooks" in may(one):
                owners.setdefault(one.name.partition("/")[0], []).append(one)
            if "repository_hooks" in may(one):
                yield from self._hooks(f"/repositories/{one.id}/hooks", (one,))
        for owner, theirs in owners.items():
            yield from self._hooks(f"/orgs/{owner}/hooks", tuple(theirs))

    def _permitted(self) -> Callable[[Seen], frozenset[str]]:
        """Which hooks we may see of a repository. Of a person's token only asking tells; an App
        needs none, and is not given them by our manifest.
        """
        if not self._connection.is_app:
            return lambda _: frozenset({"organization_hooks", "repository_hooks"})
        pages = self._connection.as_app().pages("/app/installations")
        held = {one["id"]: frozenset(one["permissions"]) for page in pages for one in page}
        return lambda seen: held.get(seen.installation or 0, frozenset())

    def _hooks(self, path: str, of: tuple[Seen, ...]) -> Iterator[List]:
        calls = self._connection.calls(of[0].installation)
        try:
            for page in calls.pages(path):
                for hook in page:
                    if self._is_ours(hook["config"].get("url") or ""):
                        yield List(str(hook["id"]), f"{path}/{hook['id']}", calls, of)
        except (Gone, Denied):  # no organisation, or none of those who may see its hooks
            return

    def _is_ours(self, url: str) -> bool:
        public = self._config.public_url
        return url.rstrip("/") == f"{public}{DOOR}" if public else url.rstrip("/").endswith(DOOR)

    def _heal(self, one: List) -> Healed:
        bookmark, now = f"heal:{one.hook}", self._clock()
        place = self._bookmarks.place(bookmark)
        until = datetime.fromisoformat(place["until"]) if place else None
        missed = self._gap(one, until, now)
        taken = redelivered = 0
        for rows in self._pages(one, until):
            for row in self._missing(one, rows):
                if self._take(one, row):
                    taken += 1
                else:
                    redelivered += 1
        self._bookmarks.put(bookmark, {"until": now})
        return Healed(taken, redelivered, missed)

    def _gap(self, one: List, until: datetime | None, now: datetime) -> int:
        """Say what the list does not hold any more, and let the state be read instead."""
        if until is None or now - until < self._kept:
            return 0
        for seen in one.of:
            gap = Gap(seen.id, seen.name, gaps.DELIVERIES, until, now - self._kept)
            gaps.say(self._bookmarks, gap)
            self._backfill.again(seen.id, until - OVERLAP)
        return len(one.of)

    def _pages(self, one: List, until: datetime | None) -> Iterator[list[dict[str, Any]]]:
        """Newest first, down to what was read the last time."""
        for rows in one.calls.pages(f"{one.path}/deliveries"):
            yield rows
            oldest = rows[-1]["delivered_at"] if rows else None
            if oldest and until and datetime.fromisoformat(oldest) < until - OVERLAP:
                return

    def _missing(self, one: List, rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
        """One attempt of each event that we do not have; what GitHub thinks of it is not asked.

        It may have been told «OK» by a machine that lost it afterwards.
        """
        attempts = {row["guid"].lower(): row for row in rows if row["event"] != "ping"}
        known = self._recorded(one.hook, [*attempts])
        return [row for guid, row in attempts.items() if guid not in known]

    def _recorded(self, hook: str, guids: list[str]) -> set[str]:
        """Of an App's one hook the number is not known before the first delivery."""
        found: set[str] = set()
        for start in range(0, len(guids), AT_ONCE):
            some = guids[start : start + AT_ONCE]
            marks = ",".join("?" * len(some))
            condition, also = ("", []) if hook == "app" else (" AND hook = ?", [hook])
            with self._ledger.database.reading() as db:
                rows = db.all(
                    f"SELECT id FROM delivery WHERE id IN ({marks}) AND source = 'github'"
                    f"{condition}",
                    *some,
                    *also,
                )
            found.update(guid for (guid,) in rows)
        return found

    def _take(self, one: List, row: Mapping[str, Any]) -> bool:
        """Take it from the list; where GitHub shows it without its payload, ask for it again."""
        path = f"{one.path}/deliveries/{row['id']}"
        request = one.calls.read(path).json.get("request") or {}
        payload = request.get("payload")
        if not payload:
            one.calls.write("POST", f"{path}/attempts")
            return False
        headers = {name.lower(): str(text) for name, text in (request.get("headers") or {}).items()}
        kept = {**headers, "content-type": JSON, HEALED.lower(): WORDS}
        delivery = Delivery(
            source="github",
            id=row["guid"].lower(),
            event=row["event"],
            body=msgspec.json.encode(payload),
            received=self._clock(),
            headers=tuple((name.title(), text) for name, text in kept.items()),
            hook=headers.get("x-github-hook-id", "" if one.hook == "app" else one.hook),
        )
        self._intake.write(delivery, JSON)
        return True
