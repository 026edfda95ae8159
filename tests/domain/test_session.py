"""A session opens what it opens until it is over, and is ended once."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.edit import AlreadySo
from domain.session import Session

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def session() -> Session:
    return Session(
        number="n",
        person="mira",
        name="Mira",
        means="session:github",
        proved_at=NOON,
        at=NOON,
        expires=NOON + timedelta(hours=12),
    )


def test_it_stands_until_its_end() -> None:
    assert session().stands(NOON)
    assert not session().stands(NOON + timedelta(hours=12))


def test_it_is_ended_once() -> None:
    one = session()
    one.end(by="mira", at=NOON)

    assert (one.stands(NOON), one.ended_by) == (False, "mira")
    with pytest.raises(AlreadySo, match="over already"):
        one.end(by="mira", at=NOON)
