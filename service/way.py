"""The way of a delivery: how it came, what it told, which answers that touches, and what we said.

What we said is what was made of these facts, or of others after them, about the same subjects.
"""

from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple
from uuid import UUID

from msgspec import Struct

from domain.errors import NotFound
from domain.fact import Fact, topic
from domain.topics import FACTS, decode
from projections.pull_state import pulls_of
from projections.reach import in_environments, releases_of
from projections.repositories import repository
from projections.sentence import sentence
from projections.view import View
from service.delivery import HEALED, DeliveryRow
from service.following import uuid_of
from service.ledger import Ledger, Stand
from service.outbox import Published, publications_about

# An import tells thousands of facts; its first tell what it is about.
SHOWN: Final = 100

CHANGES: Final = ("pull", "issue", "commit")
MANY: Final = 40

How = Literal["received", "healed", "polled", "imported", "sent"]


class Told(NamedTuple):
    """A fact that the delivery told."""

    position: int
    topic: str
    sentence: str
    about: tuple[str, ...]


class Touched(NamedTuple):
    """The answers that rest on what it told, in one repository: those about the subjects, and the
    releases and environments that contain a commit among them.

    `repository` is empty where the facts are of an installation of the App.
    """

    repository: str
    subjects: tuple[str, ...]
    releases: tuple[str, ...]
    environments: tuple[str, ...]

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """The first of the subjects that one can ask the whereabouts of, in parts."""
        asked = [one.partition(":") for one in self.subjects]
        return [one for one in asked if self.repository and one[0] in CHANGES][:MANY]


class Way(Struct, frozen=True):
    """The whole way of one delivery.

    `how`  it was received as a webhook, healed (taken from GitHub's list of deliveries), polled
           (read through GitHub's API), imported from a clone, or sent by another tool;
    `by`   the hook, the thing that was read, or the tool;
    `more` counts the facts beyond those that are shown, which `touched` leaves out too.
    """

    seq: int
    how: How
    by: str
    facts: tuple[Told, ...]
    more: int
    touched: tuple[Touched, ...]
    published: tuple[Published, ...]


def way(ledger: Ledger, row: DeliveryRow) -> Way:
    """As it is known now."""
    how, by = _came(row)
    if row.first_position is None or row.last_position is None:
        return Way(row.seq, how, by, (), 0, (), ())
    with ledger.stand() as stand:
        told = [*_facts(ledger, stand, row.first_position, row.last_position)]
        shown, streams = told[:SHOWN], dict.fromkeys(stream for _, stream, _ in told[:SHOWN])
        facts = tuple(
            Told(position, topic(fact), sentence(fact), (*fact.about(),))
            for position, _, fact in shown
        )
        touched = {
            stream: _touched(
                ledger.view(stand, stream), [fact for _, of, fact in shown if of == stream]
            )
            for stream in streams
        }
    said = _published(ledger, touched, row.first_position)
    return Way(row.seq, how, by, facts, len(told) - len(shown), (*touched.values(),), said)


def _came(row: DeliveryRow) -> tuple[How, str]:
    if row.source == "poll":
        return "polled", row.id.partition("~")[0]
    if row.source == "git":
        return "imported", row.id
    if row.source == "event":
        return "sent", row.hook
    if row.source == "alertmanager":
        return "sent", "Alertmanager"
    healed = any(name.lower() == HEALED.lower() for name, _ in row.headers)
    return ("healed" if healed else "received"), row.hook


def _facts(ledger: Ledger, stand: Stand, first: int, last: int) -> Iterator[tuple[int, UUID, Fact]]:
    """A delivery's facts lie side by side: they were recorded under one lock."""
    column = ledger.database.dialect.position
    rows = stand.db.all(
        f"SELECT {column}, originator_id, topic, state FROM stored_events"
        f" WHERE {column} BETWEEN ? AND ? ORDER BY {column}",
        first,
        last,
    )
    for position, stream, name, state in rows:
        if name in FACTS:
            yield position, uuid_of(stream), decode(bytes(state))


def _touched(view: View, facts: Iterable[Fact]) -> Touched:
    subjects = sorted({subject for fact in facts for subject in fact.about()})
    named = _named(subjects)
    commits = {*named.get("commit", ())}
    numbers = {*named.get("pull", ())}
    pulls = pulls_of(view.about(*(f"pull:{number}" for number in numbers)))
    commits |= {pull.merge_sha for pull in pulls.values() if pull.merge_sha}
    containing = releases_of(view, sorted(commits)).values() if commits else ()
    releases = {*named.get("tag", ())} | {name for names in containing for name in names}
    running = in_environments(view, sorted(commits)) if commits else ()
    environments = {*named.get("environment", ())} | {one.environment for one in running}
    try:
        name = repository(view).name
    except NotFound:
        name = ""
    return Touched(name, (*subjects,), (*sorted(releases),), (*sorted(environments),))


def _named(subjects: Iterable[str]) -> dict[str, list[str]]:
    """By kind, what the subjects name."""
    named: dict[str, list[str]] = {}
    for one in subjects:
        kind, _, name = one.partition(":")
        named.setdefault(kind, []).append(name)
    return named


def _published(ledger: Ledger, touched: dict[UUID, Touched], first: int) -> tuple[Published, ...]:
    found = {
        one.seq: one
        for stream, known in touched.items()
        for subject in known.subjects
        for one in publications_about(ledger, stream, subject)
        if one.evidence >= first
    }
    return tuple(found[seq] for seq in sorted(found))
