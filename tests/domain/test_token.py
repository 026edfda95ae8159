"""A token is given, opens what it was given for, and is taken back once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from eventsourcing.utils import get_topic

from domain.errors import Refused
from domain.token import ADMIN, READ, SCOPES, WRITE_EVENTS, Terms, Token

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


def issued(
    *,
    number: int = 7,
    name: str = "ci of the shop",
    scopes: tuple[str, ...] = (READ,),
    expires: datetime | None = NOON + timedelta(days=90),
) -> Token:
    terms = Terms(name, frozenset(scopes), expires)
    return Token.issue(number, "ab" * 32, terms, by="ada", at=NOON)


def test_a_token_opens_what_it_was_issued_for_and_nothing_else() -> None:
    token = issued(scopes=(READ,))

    assert token.opens(READ)
    assert not token.opens(WRITE_EVENTS)


def test_an_admin_token_opens_everything() -> None:
    assert all(issued(scopes=(ADMIN,)).opens(scope) for scope in SCOPES)


def test_its_number_is_its_identity() -> None:
    assert issued(number=7).id == Token.create_id(7) != Token.create_id(8)


@pytest.mark.parametrize(
    ("terms", "word"),
    [
        ({"name": "  "}, "name"),
        ({"scopes": ()}, "Scopes"),
        ({"scopes": ("read", "everything")}, "Scopes"),
        ({"expires": NOON}, "expired"),
    ],
)
def test_a_token_without_sense_is_refused(terms: dict[str, Any], word: str) -> None:
    with pytest.raises(Refused, match=word):
        issued(**terms)


def test_a_token_lives_until_its_last_moment() -> None:
    token = issued(expires=NOON + timedelta(days=1))

    assert token.why_not(NOON + timedelta(hours=23)) == ""
    assert "expired" in token.why_not(NOON + timedelta(days=1))


def test_a_token_without_an_end_never_expires() -> None:
    assert issued(expires=None).why_not(NOON + timedelta(days=36500)) == ""


def test_a_revoked_token_is_no_longer_good() -> None:
    token = issued()

    token.revoke(reason="seen in a log", by="ada", at=NOON + timedelta(hours=1))

    assert "revoked on 01 June 2026" in token.why_not(NOON + timedelta(hours=2))


def test_a_token_is_revoked_once() -> None:
    token = issued()
    token.revoke(reason="seen in a log", by="ada", at=NOON)

    with pytest.raises(Refused, match="was revoked on"):
        token.revoke(reason="again", by="eve", at=NOON)


def test_what_is_stored_has_topics_that_are_no_python_paths() -> None:
    token = issued()
    token.revoke(reason="seen in a log", by="ada", at=NOON)

    topics = [get_topic(type(decision)) for decision in token.collect_events()]

    assert topics == ["token.issued", "token.revoked"]


def test_a_token_may_be_a_persons() -> None:
    of_mira = Terms("her laptop", frozenset({READ}), person="Mira")

    assert Token.issue(1, "d", of_mira, by="root", at=NOON).person == "mira"
    assert Token.issue(2, "d", Terms("a robot", frozenset({READ})), by="root", at=NOON).person == ""
