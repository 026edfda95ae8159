"""Tokens: how a key to the API is made, shown once, recognised, and taken back."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple, cast
from uuid import UUID
from zlib import crc32

from eventsourcing.application import AggregateNotFoundError, Application
from eventsourcing.persistence import IntegrityError

from domain.errors import NotFound, ShipledgerError
from domain.token import Terms, Token

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FORM = re.compile(r"shipledger_([1-9][0-9]{0,8})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})")


class UnknownToken(ShipledgerError):
    """What was shown opens nothing; the sentence says why, as far as a stranger may know."""


class Issued(NamedTuple):
    """A token and its text. The text is shown to its owner, and kept nowhere."""

    token: Token
    text: str


class Tokens:
    """All tokens of a ledger, numbered from 1 without gaps."""

    def __init__(
        self,
        ledger: Application[UUID],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._ledger = ledger
        self._clock = clock

    def issue(self, terms: Terms, *, by: str) -> Issued:
        """A new token under the next free number."""
        number = 1 + sum(1 for _ in self.all())
        while True:
            text = _text(number, secrets.token_bytes(32))
            token = Token.issue(number, _digest(text), terms, by=by, at=self._clock())
            try:
                self._ledger.save(token)
            except IntegrityError:
                # Somebody else took the number at the same moment.
                number += 1
            else:
                return Issued(token, text)

    def revoke(self, number: int, *, reason: str, by: str) -> Token:
        """Take a token back; from here on it opens nothing, in every process."""
        token = self._numbered(number)
        if token is None:
            raise NotFound(f"There is no token {number}; `shipledger token list` shows all.")
        token.revoke(reason=reason, by=by, at=self._clock())
        self._ledger.save(token)
        return token

    def all(self) -> Iterator[Token]:
        """Every token ever issued, by number."""
        number = 1
        while token := self._numbered(number):
            yield token
            number += 1

    def recognise(self, text: str) -> Token:
        """The token that the text is, while it is good; raises `UnknownToken`."""
        form = _FORM.fullmatch(text)
        if form is None or _check(form[2]) != form[3]:
            raise UnknownToken(
                "This is no whole Shipledger token: it was cut, or mistyped, or is another tool's."
            )
        token = self._numbered(int(form[1]))
        if token is None or not hmac.compare_digest(_digest(text).encode(), token.digest.encode()):
            raise UnknownToken("This ledger never issued such a token: is it another server's?")
        if why := token.why_not(self._clock()):
            raise UnknownToken(f"{why} Ask for a new one: `shipledger token create`.")
        return token

    def _numbered(self, number: int) -> Token | None:
        try:
            return cast("Token", self._ledger.repository.get(Token.create_id(number)))
        except AggregateNotFoundError:
            return None


def _text(number: int, secret: bytes) -> str:
    """`shipledger_7_<secret><check>`: a scanner finds it, and a mistyped one needs no database."""
    spelled = _base62(int.from_bytes(secret, "big"), 43)
    return f"shipledger_{number}_{spelled}{_check(spelled)}"


def _digest(text: str) -> str:
    # The secret has 256 random bits: there is nothing to slow a guesser down for.
    return hashlib.sha256(text.encode()).hexdigest()


def _check(spelled: str) -> str:
    return _base62(crc32(spelled.encode()), 6)


def _base62(value: int, width: int) -> str:
    digits = []
    for _ in range(width):
        value, digit = divmod(value, 62)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits))
