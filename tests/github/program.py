"""A program that serves on loopback: started, waited for, and stopped."""

import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 120


class Silent(Exception):
    """The program ended, or said nothing in time; its words are in the message."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(command: Sequence[str | Path], *, ready: str, cwd: Path) -> Iterator[str]:
    """For as long as the block lasts, after the program has printed `ready`, in this line."""
    process = subprocess.Popen(
        command,
        cwd=cwd,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        line = _wait(process, ready)
        timer.cancel()
        # What nobody reads would stop the program once the pipe is full.
        drain = threading.Thread(target=_drain, args=(process,), daemon=True)
        drain.start()
        try:
            yield line
        finally:
            process.terminate()
            drain.join(PATIENCE)
    finally:
        timer.cancel()
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _drain(process: "subprocess.Popen[str]") -> None:
    for _ in process.stdout or ():
        pass


def _wait(process: "subprocess.Popen[str]", ready: str) -> str:
    said = []
    for line in process.stdout or ():
        said.append(line)
        if ready in line:
            return line
    raise Silent("".join(said[-20:]))
