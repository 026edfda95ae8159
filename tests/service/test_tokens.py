"""A token's text is shown once, recognised for ever, and never kept."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import NotFound, Refused
from domain.token import READ, Terms
from service.ledger import Ledger
from service.tokens import Tokens, UnknownToken

TERMS = Terms("ci of the shop", frozenset({READ}))
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def tokens(ledger: Ledger) -> Tokens:
    return Tokens(ledger, lambda: NOON)


def test_a_token_is_recognised_by_its_text(tokens: Tokens) -> None:
    issued = tokens.issue(TERMS, by="ada")

    assert tokens.recognise(issued.text).id == issued.token.id


def test_only_its_digest_is_kept(tokens: Tokens, ledger: Ledger) -> None:
    text = tokens.issue(TERMS, by="ada").text

    stored = ledger.recorder.select_notifications(0, 100)
    assert stored
    assert not any(text[-49:-6].encode() in one.state for one in stored)


def test_tokens_are_numbered_from_one(tokens: Tokens) -> None:
    for _ in range(3):
        tokens.issue(TERMS, by="ada")

    assert [one.number for one in tokens.all()] == [1, 2, 3]


def test_no_two_texts_are_the_same(tokens: Tokens) -> None:
    assert len({tokens.issue(TERMS, by="ada").text for _ in range(5)}) == 5


FOREIGN = {
    "empty": "",
    "another tool's": "ghp_0123456789012345678901234567890123456",
    "of no number": "shipledger_0_" + "a" * 49,
    "of a number too large": "shipledger_9999999999_" + "a" * 49,
    "with a line break": "shipledger_1_" + "a" * 49 + "\n",
}


@pytest.mark.parametrize("text", FOREIGN.values(), ids=FOREIGN)
def test_what_is_no_token_is_told_apart_without_the_database(text: str) -> None:
    with pytest.raises(UnknownToken, match="no whole"):
        Tokens(None).recognise(text)  # type: ignore[arg-type]


def test_a_mistyped_token_is_told_apart_without_the_database(tokens: Tokens) -> None:
    text = tokens.issue(TERMS, by="ada").text
    swapped = text[:-20] + ("A" if text[-20] != "A" else "B") + text[-19:]

    for wrong in (swapped, text[:-1], text + "0"):
        with pytest.raises(UnknownToken, match="no whole"):
            Tokens(None).recognise(wrong)  # type: ignore[arg-type]


def test_another_ledger_s_token_opens_nothing(tokens: Tokens) -> None:
    first, second = (tokens.issue(TERMS, by="ada").text for _ in range(2))
    other = second.replace("shipledger_2_", "shipledger_1_")

    assert first != other
    with pytest.raises(UnknownToken, match="never issued"):
        tokens.recognise(other)


def test_a_revoked_token_opens_nothing_in_any_process(tokens: Tokens, ledger: Ledger) -> None:
    text = tokens.issue(TERMS, by="ada").text
    elsewhere = Tokens(ledger)
    elsewhere.recognise(text)

    tokens.revoke(1, reason="seen in a log", by="ada")

    with pytest.raises(UnknownToken, match="revoked"):
        elsewhere.recognise(text)


def test_a_token_is_revoked_once(tokens: Tokens) -> None:
    tokens.issue(TERMS, by="ada")
    tokens.revoke(1, reason="seen in a log", by="ada")

    with pytest.raises(Refused):
        tokens.revoke(1, reason="again", by="eve")


def test_what_was_never_issued_cannot_be_revoked(tokens: Tokens) -> None:
    with pytest.raises(NotFound, match="token list"):
        tokens.revoke(1, reason="to be sure", by="ada")


def test_an_expired_token_opens_nothing(ledger: Ledger) -> None:
    terms = Terms("for a day", frozenset({READ}), NOON + timedelta(days=1))
    text = Tokens(ledger, lambda: NOON).issue(terms, by="ada").text

    with pytest.raises(UnknownToken, match="expired"):
        Tokens(ledger, lambda: NOON + timedelta(days=2)).recognise(text)
