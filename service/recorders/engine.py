"""Which engine an address means, and the environment that the event library wants for it."""

from pathlib import Path
from urllib.parse import unquote

from service.recorders.errors import BadDatabaseUrl, SchemaMissing

# The library asks for an address in parts; ours is taken whole, by the factory.
POSTGRES = {
    "POSTGRES_DBNAME": "",
    "POSTGRES_HOST": "",
    "POSTGRES_PORT": "5432",
    "POSTGRES_USER": "",
    "POSTGRES_PASSWORD": "-",
    # How long to wait for a connection out of the pool, not for the network.
    "POSTGRES_CONNECT_TIMEOUT": "3",
    "POSTGRES_POOL_SIZE": "4",
    "POSTGRES_MAX_OVERFLOW": "12",
    # A connection that a restart cut is found before it is used, for one round trip.
    "POSTGRES_PRE_PING": "y",
}


def is_sqlite(url: str) -> bool:
    return url.startswith("sqlite:")


def sqlite_path(url: str) -> Path:
    """`sqlite:////var/lib/x.db` is absolute, `sqlite:///x.db` relative to the working directory."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path:
        raise BadDatabaseUrl(f"{url!r} names no file: write sqlite:///data/shipledger.db")
    return Path(unquote(path))


def prepare_directory(url: str, *, create: bool) -> None:
    """Opening SQLite would make an empty file where none is: only `migrate` may do so."""
    path = sqlite_path(url).absolute()
    if create:
        path.parent.mkdir(parents=True, exist_ok=True)
    elif not path.exists():
        raise SchemaMissing(f"there is no database {path} yet: run `shipledger migrate`")


def library_environment(url: str) -> dict[str, str]:
    """The settings under which the event library opens the database; it makes no tables."""
    common = {"CREATE_TABLE": "n"}
    if is_sqlite(url):
        path = sqlite_path(url).absolute()
        return common | {"SQLITE_DBNAME": path.as_uri(), "SQLITE_LOCK_TIMEOUT": "5"}
    if not url.startswith(("postgresql://", "postgres://")):
        scheme = url.split(":", maxsplit=1)[0]
        raise BadDatabaseUrl(
            f"a database address begins with sqlite:/// or postgresql://, not with {scheme!r}"
        )
    return common | POSTGRES | {"POSTGRES_CONNINFO": url}
