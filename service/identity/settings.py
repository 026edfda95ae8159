"""The settings of logging in: whom we believe who somebody is, and by which secrets."""

from dataclasses import dataclass, field
from typing import Final

from environs import Env

from domain.errors import ShipledgerError

GITHUB: Final = "github"
OIDC: Final = "oidc"
# How this machine is called by itself.
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "[::1]"})


class UnsafeLogIn(ShipledgerError):
    """With these settings somebody could log in as another; nothing is started."""


@dataclass(frozen=True, slots=True)
class LogIn:
    """Nobody can log in where neither of the providers is named, nor local users.

    `secret_key` signs the cookies; `former_keys` are those that it followed, still believed.
    `local_users` are for the demonstration: whoever sits at this machine may be any of them.
    """

    secret_key: str = field(default="", repr=False)
    former_keys: tuple[str, ...] = field(default=(), repr=False)
    github_client_id: str = ""
    github_client_secret: str = field(default="", repr=False)
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    hours: int = 12
    local_users: tuple[str, ...] = ()

    @property
    def providers(self) -> tuple[str, ...]:
        named = {GITHUB: self.github_client_id, OIDC: self.oidc_issuer}
        return tuple(name for name, known in named.items() if known)

    @property
    def on(self) -> bool:
        return bool(self.providers or self.local_users)

    def prove(self, *, public_url: str, bind: str) -> None:
        """Raise `UnsafeLogIn` where it would not be safe to let people log in so."""
        if not self.on:
            return
        if len(self.secret_key) < 32:
            raise UnsafeLogIn(
                "set SHIPLEDGER_SECRET_KEY to 32 characters or more, by `openssl rand -hex 32`:"
                " it signs the cookies of those who log in"
            )
        if self.providers and not public_url:
            raise UnsafeLogIn(
                "set SHIPLEDGER_PUBLIC_URL: who logs in is led back to there, and nowhere else"
            )
        self._prove_secrets()
        if self.local_users and bind.rpartition(":")[0] not in LOOPBACK:
            raise UnsafeLogIn(
                "SHIPLEDGER_LOCAL_USERS are for a demonstration on one machine: unset it, or set"
                " SHIPLEDGER_BIND to 127.0.0.1:8000"
            )

    def _prove_secrets(self) -> None:
        if self.github_client_id and not self.github_client_secret:
            raise UnsafeLogIn("set SHIPLEDGER_GITHUB_CLIENT_SECRET, which belongs to the client id")
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret):
            raise UnsafeLogIn(
                "set SHIPLEDGER_OIDC_CLIENT_ID and SHIPLEDGER_OIDC_CLIENT_SECRET, as the provider"
                " at SHIPLEDGER_OIDC_ISSUER gave them"
            )


def log_in_of(env: Env) -> LogIn:
    """What the environment says, with the prefix that `env` has."""
    return LogIn(
        secret_key=env.str("SECRET_KEY", ""),
        former_keys=tuple(env.list("SECRET_KEY_FALLBACKS", [])),
        github_client_id=env.str("GITHUB_CLIENT_ID", ""),
        github_client_secret=env.str("GITHUB_CLIENT_SECRET", ""),
        oidc_issuer=env.str("OIDC_ISSUER", "").rstrip("/"),
        oidc_client_id=env.str("OIDC_CLIENT_ID", ""),
        oidc_client_secret=env.str("OIDC_CLIENT_SECRET", ""),
        hours=env.int("SESSION_HOURS", 12),
        local_users=tuple(env.list("LOCAL_USERS", [])),
    )
