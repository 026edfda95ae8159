"""Deeds: decided by many at once, filed where they are found, and seen as of any moment."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, UUID, uuid5

import pytest
from eventsourcing.domain import event

from domain.aggregate import Aggregate, Beginning
from domain.deed import Deed, Signing, reasoned
from domain.edit import AlreadySo
from domain.errors import Refused
from service.deeds import Deeds
from service.ledger import Ledger

STREAM = UUID("00000000-0000-0000-0000-0000000000aa")
OTHER = UUID("00000000-0000-0000-0000-0000000000bb")
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Guestbook(Aggregate):
    """What a test decides about: at most three guests, each once."""

    TOPIC = "test_guestbook"

    class Opened(Beginning):
        TOPIC = "test_guestbook.opened"
        repository: str
        at: datetime

    class Came(Deed):
        TOPIC = "test_guestbook.came"
        guest: str

        def apply(self, book: "Guestbook") -> None:
            book.guests.append(self.guest)

        def about(self) -> tuple[str, ...]:
            return (f"guest:{self.guest}",)

    class TurnedAway(Deed):
        TOPIC = "test_guestbook.turned_away"

    @staticmethod
    def create_id(repository: str) -> UUID:
        return uuid5(NAMESPACE_URL, f"test:/guestbook/{repository}")

    @classmethod
    def of(cls, repository: str, *, at: datetime) -> "Guestbook":
        return cls(repository=repository, at=at)

    @event(Opened)
    def __init__(self, repository: str, at: datetime) -> None:
        self.repository = repository
        self.at = at
        self.guests: list[str] = []

    def come(self, guest: str, sign: Signing) -> None:
        if guest in self.guests:
            raise AlreadySo(f"{guest} is here already.")
        if len(self.guests) == 3:
            raise Refused("Three guests are the most: come tomorrow.")
        self.trigger_event(self.Came, guest=guest, repository=self.repository, **sign._asdict())

    def turn_away(self, sign: Signing, why: Refused) -> None:
        told = sign._replace(reason=str(why))
        self.trigger_event(self.TurnedAway, repository=self.repository, **told._asdict())


def sign(by: str = "mira") -> Signing:
    return Signing(by, NOON)


@pytest.fixture
def books(ledger: Ledger) -> Deeds[Guestbook]:
    return Deeds(ledger, Guestbook)


def come(books: Deeds[Guestbook], guest: str, stream: UUID = STREAM) -> None:
    books.settle((str(stream),), sign(), lambda book, signed: book.come(guest, signed))


def test_of_fifty_at_once_three_come_in(books: Deeds[Guestbook]) -> None:
    def one(number: int) -> str:
        try:
            come(books, f"guest {number}")
        except Refused as refused:
            return str(refused)
        return "in"

    with ThreadPoolExecutor(50) as crowd:
        told = list(crowd.map(one, range(50)))

    assert sorted(told)[-3:] == ["in"] * 3
    assert told.count("Three guests are the most: come tomorrow.") == 47
    assert len(books.kept(str(STREAM)).guests) == 3


def test_a_decision_is_found_by_its_subject_its_repository_and_its_position(
    ledger: Ledger, books: Deeds[Guestbook]
) -> None:
    come(books, "noor")
    then = ledger.head()
    come(books, "mira")
    come(books, "noor", OTHER)

    with ledger.look(STREAM) as view:
        (noor,) = view.decisions("guest:noor")
        both = view.decisions("guest:noor", "guest:mira")
        everything = view.decisions()
        other = view.decisions(stream=OTHER)
    with ledger.look(STREAM, as_of=then) as view:
        before = view.decisions()
    with ledger.look(STREAM, as_at=datetime(2026, 1, 1, tzinfo=UTC)) as view:
        assert view.decisions() == ()

    assert noor.decision.guest == "noor"
    assert [one.decision.guest for one in both] == ["noor", "mira"]
    assert everything == both
    assert before == (noor,)
    assert [one.decision.repository for one in other] == [str(OTHER)]


def test_what_stands_already_is_passed_over(books: Deeds[Guestbook], ledger: Ledger) -> None:
    come(books, "noor")
    then = ledger.head()

    settled = books.settle((str(STREAM),), sign(), lambda book, signed: book.come("noor", signed))

    assert (settled.new, settled.already) == (0, ("noor is here already.",))
    assert ledger.head() == then


def test_all_or_none_is_recorded_and_the_refusal_where_that_is_wanted(
    books: Deeds[Guestbook], ledger: Ledger
) -> None:
    guests = ["a", "b", "c", "d"]
    steps = [lambda book, signed, guest=guest: book.come(guest, signed) for guest in guests]

    with pytest.raises(Refused, match="come tomorrow"):
        books.settle((str(STREAM),), sign(), *steps)
    assert ledger.head() == 0
    with pytest.raises(Refused, match="come tomorrow"):
        books.settle((str(STREAM),), sign(), *steps, refusing=Guestbook.turn_away)

    with ledger.look(STREAM) as view:
        (only,) = view.decisions()
    assert only.kind is Guestbook.TurnedAway
    assert only.decision.reason == "Three guests are the most: come tomorrow."


def test_where_a_reason_is_wanted_none_is_refused() -> None:
    with pytest.raises(Refused, match="Say why"):
        reasoned(sign())
    assert reasoned(sign()._replace(reason=" So. ")).reason == "So."
