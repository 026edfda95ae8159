"""Browsers: who has logged in with the browser or device that asks, by what it shows of that."""

from datetime import datetime
from typing import Final

from flask import Flask, session
from itsdangerous import BadData, URLSafeSerializer

from domain.directory import ADMIN as ADMINISTRATOR
from domain.session import Session
from domain.token import ADMIN, APPROVE, DEPLOY, READ, WRITE_NOTES, WRITE_RELEASES
from service.api.caller import Caller
from service.config import Config
from service.identity.recognising import directory_now
from service.ledger import Ledger
from service.sessions import NEVER, Proof, Sessions

# What roles are then asked about; what is of no single repository needs an administrator.
EVERYBODY: Final = frozenset({READ, WRITE_NOTES, WRITE_RELEASES, APPROVE, DEPLOY})
LOCAL: Final = "session:local"
# What the bearers of sessions begin with, so that a scanner finds one that was left about.
BEARER: Final = "shipledger_session_"
NUMBER: Final = "number"


class Browsers:
    """Made once; thread-safe. Where nobody can log in, no cookie is read."""

    def __init__(self, config: Config, ledger: Ledger, sessions: Sessions) -> None:
        self.on = config.log_in.on
        self._config = config.log_in
        self._ledger = ledger
        self._sessions = sessions

    def caller(self) -> Caller | None:
        """Who logged in, while the session stands and the directory still names the person."""
        return self._caller(session.get(NUMBER, ""), "web")

    def bearer(self, proof: Proof) -> tuple[str, Session]:
        """Begin a session of a device, and what it shows from then on."""
        begun = self._sessions.begin(proof)
        return BEARER + self._signer().dumps(begun.number), begun

    def bearing(self, text: str) -> Caller | None:
        """The same of a device that shows its bearer."""
        return self._caller(self._numbered(text), "cli")

    def end(self, text: str) -> None:
        """Log out the device that shows the bearer."""
        self._sessions.end(self._numbered(text))

    def _numbered(self, text: str) -> str:
        try:
            return str(self._signer().loads(text.removeprefix(BEARER))) if self.on else ""
        except BadData:
            return ""

    def _signer(self) -> URLSafeSerializer:
        keys = [*self._config.former_keys, self._config.secret_key]
        return URLSafeSerializer(keys, salt="the bearer of a session")

    def _caller(self, number: str, channel: str) -> Caller | None:
        one = self._sessions.recognise(number) if self.on and number else None
        if one is None:
            return None
        if one.means == LOCAL:
            if one.person not in self._config.local_users:
                return None
            scopes = EVERYBODY | {ADMIN}
        else:
            found = self._scopes(one.person, one.at)
            if found is None:
                return None
            scopes = found
        proved = None if one.proved_at == NEVER else one.proved_at
        return Caller(one.person, one.name, one.means, channel, scopes, proved, one.expires)

    def remember(self, proof: Proof) -> None:
        """Begin a session, whatever the browser brought along from before."""
        self.forget()
        session[NUMBER] = self._sessions.begin(proof).number

    def forget(self) -> None:
        """Log out: the session is over in the ledger too, so that a copied cookie is nothing."""
        self._sessions.end(session.get(NUMBER, ""))
        session.clear()

    def secret(self) -> str:
        """What the tokens of this browser's forms are made of; it is never sent."""
        return f"{self._config.secret_key}:{session.get(NUMBER, '')}"

    def _scopes(self, key: str, began: datetime) -> frozenset[str] | None:
        directory = directory_now(self._ledger)
        left = directory.logged_out.get(key)
        if directory.person(key) is None or (left is not None and began <= left):
            return None
        return EVERYBODY | ({ADMIN} if ADMINISTRATOR in directory.roles(key) else frozenset())


def settle(app: Flask, config: Config) -> None:
    """Let the app sign cookies, which no script reads and no other site's form brings along."""
    if not config.log_in.on:
        return
    app.config.update(
        SECRET_KEY=config.log_in.secret_key,
        SECRET_KEY_FALLBACKS=list(config.log_in.former_keys),
        SESSION_COOKIE_NAME="shipledger_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=config.public_url.startswith("https:"),
    )
