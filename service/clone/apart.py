"""Reading apart: a second process makes rows of commits, while the first one writes them.

What git says flows straight into it. Frames come back, each a length and so many bytes of
MessagePack: some rows, or the words with which it refuses to go on.
"""

import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TypeAlias
from uuid import UUID

import msgspec

from domain.errors import Malformed, ShipledgerError
from service.clone.git import Git
from service.clone.telling import chunks, commits_told
from service.recorders.batch import FactRow, fact_rows
from service.scratch import scratch

_MAIN = "from service.clone.apart import main; main()"
_LENGTH = 4

# A row without its stream, which is the same for all.
Rest: TypeAlias = tuple[bytes | None, str, bytes, tuple[int, ...]]

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(tuple[Rest, ...] | str).decode


class ReaderLost(ShipledgerError):
    """The process that was reading a clone is gone; what was recorded until then stays."""


def rows_apart(
    git: Git, ids: IO[bytes], *, stream: UUID, via: str, repository: str
) -> Iterator[tuple[FactRow, ...]]:
    """The rows of the commits whose ids stand in a file, in their order.

    Raises `Malformed` where git cannot read one, and `ReaderLost` where the process was ended.
    """
    with (
        git.stored_in(ids) as source,
        _reader(source, str(git.path), stream.hex, via, repository) as answer,
    ):
        source.close()  # it is the other process's alone, so that git ends when that one does
        for rows in _frames(answer):
            if isinstance(rows, str):
                raise Malformed(rows)
            yield tuple(FactRow(stream, *rest) for rest in rows)


def _frames(answer: IO[bytes]) -> Iterator[tuple[Rest, ...] | str]:
    """All that came whole."""
    while length := int.from_bytes(answer.read(_LENGTH), "big"):
        frame = answer.read(length)
        if len(frame) < length:
            return
        yield _decode(frame)


@contextmanager
def _reader(source: IO[bytes], *words: str) -> Iterator[IO[bytes]]:
    """A process that has ended, and left nothing behind, when the block is left in any way."""
    command = (sys.executable, "-P", "-c", _MAIN, *words)
    with scratch() as complaints:
        process = subprocess.Popen(  # noqa: S603 - no shell, and ourselves
            command,
            stdin=source,
            stdout=subprocess.PIPE,
            stderr=complaints,
            # It finds the modules that we found, and none that lie where the command was typed.
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            bufsize=1 << 20,
        )
        assert process.stdout is not None
        with process:
            try:
                yield process.stdout
                if process.wait():
                    raise _lost(process.returncode, complaints)
            finally:
                process.kill()


def _lost(status: int, complaints: IO[bytes]) -> ReaderLost:
    complaints.seek(0)
    said = complaints.read().decode("utf-8", "replace").strip().rpartition("\n")[2]
    how = said or (f"it was ended by signal {-status}" if status < 0 else f"it said {status}")
    return ReaderLost(
        f"the process that was reading the clone is gone: {how}; what was recorded until then"
        " stays, and the same import again goes on from there"
    )


def main() -> None:
    """What the other process does: objects come in, frames go out."""
    gc.disable()  # nothing here is in a circle: a collector would only walk over what is on its way
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who waits for us hears it, and ends us
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # nobody waits any more
    path, stream, via, repository = sys.argv[1:]
    objects = Git(Path(path)).objects_from(sys.stdin.buffer)
    told = chunks(commits_told(objects, via=via, repository=repository))
    answer(sys.stdout.buffer, (tuple(fact_rows(UUID(stream), piece)) for piece in told))


def answer(output: IO[bytes], pieces: Iterable[tuple[FactRow, ...]]) -> None:
    """Write each piece as a frame, and at last a refusal, should there be one."""
    try:
        for piece in pieces:
            write(output, _encode([row[1:] for row in piece]))
    except Malformed as refusal:
        write(output, _encode(str(refusal)))


def write(output: IO[bytes], frame: bytes) -> None:
    output.write(len(frame).to_bytes(_LENGTH, "big"))
    output.write(frame)
    output.flush()
