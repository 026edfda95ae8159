"""The configuration: what the environment says, proved once, as one frozen value."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from environs import EnvError, FileAwareEnv

from domain.errors import ShipledgerError
from service import app_file
from service.identity.settings import LogIn, log_in_of

_SECRET_SEPARATOR = re.compile(r"[,\n]")
_MEBIBYTE = 1024 * 1024


class ConfigError(ShipledgerError):
    """The environment lacks something, or contradicts itself; nothing is started."""


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that may differ between two places where Shipledger runs.

    `public_read` lets everybody who reaches the port read everything; without it reading needs a
    token. `trusted_proxies` is the number of reverse proxies whose `X-Forwarded-…` are believed.
    `public_url` is where GitHub and people reach us. GitHub's API is asked as an App, by its number
    and private key, or for a trial with somebody's token. `github_app_file` is where connecting
    keeps the two; it counts where the environment names no App. `channels_file` names the channels
    of notifications; who does not send any never reads it.
    """

    database_url: str
    webhook_secrets: tuple[str, ...] = field(default=(), repr=False)
    public_read: bool = False
    trusted_proxies: int = 0
    trusted_hosts: tuple[str, ...] = ()
    bind: str = "127.0.0.1:8000"
    workers: int = 1
    threads: int = 32
    delivery_limit: int = 25 * _MEBIBYTE
    log_level: int = 20
    log_deliveries: bool = True
    public_url: str = ""
    github_url: str = "https://github.com"
    github_app_id: int | None = None
    github_private_key: str = field(default="", repr=False)
    github_token: str = field(default="", repr=False)
    github_app_file: str = ""
    channels_file: str = ""
    prometheus_url: str = ""
    prometheus_token: str = field(default="", repr=False)
    log_in: LogIn = field(default_factory=LogIn)

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    def for_the_web(self) -> "Config":
        """Itself, if a web process may be started with it."""
        if not self.webhook_secrets:
            raise ConfigError(
                "set SHIPLEDGER_WEBHOOK_SECRET: an unsigned webhook is never accepted"
            )
        if self.sqlite and self.workers > 1:
            raise ConfigError(
                "set SHIPLEDGER_WORKERS to 1: SQLite has one writer, so one web process is"
                " as fast as it gets; for more of them use PostgreSQL"
            )
        self.log_in.prove(public_url=self.public_url, bind=self.bind)
        return self


def from_environment() -> Config:
    """What the environment says; `SHIPLEDGER_X_FILE` may name a file instead of giving a value."""
    env = FileAwareEnv(prefix="SHIPLEDGER_", strip_whitespace=True)
    try:
        config = _read(env)
    except (EnvError, ValueError) as error:
        raise ConfigError(str(error)) from error
    if config.sqlite and "DYNO" in os.environ and not env.bool("ALLOW_EPHEMERAL_DISK", False):
        raise ConfigError(
            "set SHIPLEDGER_DATABASE_URL to a PostgreSQL database: this dyno's disk, and a SQLite"
            " file with it, is gone at the next restart"
        )
    return config


def _read(env: FileAwareEnv) -> Config:
    database_url = _database_url(env)
    file = env.str("GITHUB_APP_FILE", _beside(database_url))
    app, key = _app(env, file)
    return Config(
        database_url=database_url,
        webhook_secrets=_secrets(env.str("WEBHOOK_SECRET", "")),
        public_read=env.bool("PUBLIC_READ", False),
        trusted_proxies=_at_least(env, "TRUSTED_PROXIES", 0, default=0),
        trusted_hosts=tuple(env.list("TRUSTED_HOSTS", [])),
        bind=env.str("BIND", _default_bind()),
        workers=_at_least(env, "WORKERS", 1, default=1),
        threads=_at_least(env, "THREADS", 1, default=32),
        delivery_limit=_at_least(env, "DELIVERY_LIMIT_MIB", 1, default=25) * _MEBIBYTE,
        log_level=env.log_level("LOG_LEVEL", 20),
        log_deliveries=env.bool("LOG_DELIVERIES", True),
        public_url=_address(env, "PUBLIC_URL", ""),
        github_url=_address(env, "GITHUB_URL", "https://github.com"),
        github_app_id=app,
        github_private_key=key,
        github_token=env.str("GITHUB_TOKEN", ""),
        github_app_file=file,
        channels_file=env.str("CHANNELS_FILE", ""),
        prometheus_url=_prometheus(env),
        prometheus_token=env.str("PROMETHEUS_TOKEN", ""),
        log_in=log_in_of(env),
    )


def _database_url(env: FileAwareEnv) -> str:
    """Ours, or else the one that a platform sets for all, or else a file in `./data`."""
    default = os.environ.get("DATABASE_URL") or f"sqlite:///{Path('data/shipledger.db').absolute()}"
    url = env.str("DATABASE_URL", default).replace("postgres://", "postgresql://", 1)
    if not url.startswith(("sqlite:///", "postgresql://")):
        raise ConfigError(
            "set SHIPLEDGER_DATABASE_URL to sqlite:////absolute/path.db, or to"
            " postgresql://user@host/database"
        )
    return url


def _address(env: FileAwareEnv, name: str, default: str) -> str:
    """Where something is reached, without the slash at its end."""
    address = env.str(name, default).rstrip("/")
    if address and not address.startswith(("https://", "http://")):
        raise ConfigError(f"set SHIPLEDGER_{name} to an address such as https://example.com")
    return address


def _prometheus(env: FileAwareEnv) -> str:
    """Where it is asked; facts show its address, so there is no password in it."""
    address = _address(env, "PROMETHEUS_URL", "")
    if "@" in urlsplit(address).netloc:
        raise ConfigError(
            "set SHIPLEDGER_PROMETHEUS_TOKEN, or SHIPLEDGER_PROMETHEUS_TOKEN_FILE to a file that"
            " holds it, and leave the password out of SHIPLEDGER_PROMETHEUS_URL: people see that"
        )
    return address


def _beside(database_url: str) -> str:
    """Next to a database that is a file; a server's has no place for it on this machine."""
    path = database_url.removeprefix("sqlite:///")
    return "" if path == database_url else str(Path(unquote(path)).with_name("github-app.json"))


def _app(env: FileAwareEnv, file: str) -> tuple[int | None, str]:
    """The App and its key; platforms that know no line breaks may have it with `\\n` for them."""
    app, key = env.int("GITHUB_APP_ID", None), env.str("GITHUB_PRIVATE_KEY", "")
    if app is None and file and (kept := app_file.read(Path(file))):
        return kept.id, kept.private_key
    key = key.replace("\\n", "\n")
    if app is not None and "PRIVATE KEY-----" not in key:
        raise ConfigError(
            "set SHIPLEDGER_GITHUB_PRIVATE_KEY, or SHIPLEDGER_GITHUB_PRIVATE_KEY_FILE to the .pem"
            " file that GitHub gave with the App"
        )
    return app, key


def _secrets(value: str) -> tuple[str, ...]:
    """One secret, or while it is changed several, with commas or line ends between them."""
    secrets = tuple(one.strip() for one in _SECRET_SEPARATOR.split(value) if one.strip())
    if any(len(one) < 16 for one in secrets):
        raise ConfigError(
            "set SHIPLEDGER_WEBHOOK_SECRET to 16 characters or more, by `openssl rand -hex 32`:"
            " a shorter one can be guessed"
        )
    return secrets


def _default_bind() -> str:
    """All addresses where a platform names the port it forwards to, else this machine only."""
    port = os.environ.get("PORT")
    return f"0.0.0.0:{port}" if port else "127.0.0.1:8000"


def _at_least(env: FileAwareEnv, name: str, minimum: int, *, default: int) -> int:
    value = env.int(name, default)
    if value < minimum:
        raise ConfigError(f"set SHIPLEDGER_{name} to {minimum} or more; it is {value}")
    return value
