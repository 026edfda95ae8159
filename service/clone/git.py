"""Git, asked as a program: only to read, and trusting nothing that a clone says of itself."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, NamedTuple

from domain.errors import Malformed
from service.scratch import scratch

# A clone's own settings may name programs to be run. These are the ones that reading could meet.
_COMMAND = (
    "git",
    "--no-replace-objects",
    "--no-pager",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.warnAmbiguousRefs=false"),
)

_BATCH = ("cat-file", "--batch", "--buffer")
_NONE = 1  # to a small question: that there is no answer
_FINE = (0, -getattr(signal, "SIGPIPE", 0))  # to be hung up on is no fault
_AHEAD = 1 << 20  # so much may wait to be read, while git goes on


class Object(NamedTuple):
    """What git keeps under an id."""

    id: str
    kind: bytes
    content: bytes


class Git:
    """One repository on this machine's disk."""

    def __init__(self, path: Path) -> None:
        self.path = path.expanduser().absolute()
        if not self.path.is_dir():
            raise Malformed(f"there is no directory {self.path}: give the path of a git clone")
        self._environment = _environment(self.path)

    def ask(self, *arguments: str) -> str | None:
        """The answer to a small question; None where git says that there is none."""
        with self.asking(*arguments) as answer:
            return answer()

    @contextmanager
    def asking(self, *arguments: str) -> Iterator[Callable[[], str | None]]:
        """The same, while we do something else: the answer is waited for where it is called for."""
        with self._answering(arguments, none=_NONE) as said:

            def answer() -> str | None:
                told = said()
                if told is None:
                    return None
                return told.decode("utf-8", "surrogateescape").removesuffix("\n")

            yield answer

    @contextmanager
    def finding(self, ids: Iterable[str]) -> Iterator[Callable[[], Iterator[Object]]]:
        """Those of the objects that are there, in the same way; small ones, for they are kept."""
        with _lines(ids) as file, self._answering(_BATCH, file) as said:
            yield lambda: self.objects_from(BytesIO(said() or b""), all_there=False)

    @contextmanager
    def _answering(
        self, arguments: tuple[str, ...], given: IO[bytes] | None = None, *, none: int | None = None
    ) -> Iterator[Callable[[], bytes | None]]:
        with scratch() as said, self._started(arguments, given, said) as (process, complaints):

            def answer() -> bytes | None:
                status = process.wait()
                if status == none:
                    return None
                if status:
                    raise self._refusal(complaints)
                said.seek(0)
                return said.read()

            yield answer

    def into(self, output: IO[bytes], *arguments: str, given: Iterable[str] = ()) -> None:
        """Write a large answer into a file, and wind it back to its beginning."""
        with (
            _lines(given) as lines,
            self._started(arguments, lines, output) as (process, complaints),
        ):
            if process.wait():
                raise self._refusal(complaints)
        output.seek(0)

    def objects(self, ids: Iterable[str]) -> Iterator[Object]:
        """The objects of these ids as they are stored, one by one; all must be there."""
        with _lines(ids) as file:
            yield from self.objects_in(file)

    def objects_in(self, file: IO[bytes]) -> Iterator[Object]:
        """The same for the ids that stand in a file, one on a line."""
        with self._reading(_BATCH, file) as stream:
            yield from self.objects_from(stream)

    @contextmanager
    def stored_in(self, file: IO[bytes]) -> Iterator[IO[bytes]]:
        """The same as git spells them, for another process to read with `objects_from`."""
        with self._reading(_BATCH, file) as stream:
            yield stream

    @contextmanager
    def reached(self, tips: Iterable[str]) -> Iterator[Iterator[Object]]:
        """All commits that are reached from the tips, to be read once; the newest first.

        Git walks from here on, whatever we do meanwhile. A tip that is not there leads nowhere.
        """
        walk = ("rev-list", "--ignore-missing", "--stdin")
        with ExitStack() as walking:
            stream = walking.enter_context(self.piped(walk, _BATCH, given=tips))
            walking.callback(stream.close)
            yield self._to_the_end(stream, walking)

    def _to_the_end(self, stream: IO[bytes], walking: ExitStack) -> Iterator[Object]:
        """The objects, and then a refusal where they are not all, for git died."""
        yield from self.objects_from(stream)
        walking.close()

    @contextmanager
    def piped(
        self, first: tuple[str, ...], second: tuple[str, ...], *, given: Iterable[str]
    ) -> Iterator[IO[bytes]]:
        """What the second says of what the first says of the lines, while both still run."""
        with (
            _lines(given) as file,
            self._reading(first, file, ahead=_AHEAD) as between,
            self._reading(second, between, ahead=_AHEAD) as stream,
        ):
            between.close()  # it is read by the other process alone, and ends with it
            yield stream

    def objects_from(self, stream: IO[bytes], *, all_there: bool = True) -> Iterator[Object]:
        """The objects in git's own spelling, as far as they go where git dies."""
        while (line := stream.readline()).endswith(b"\n"):
            words = line.split()
            if words[-1] == b"missing":
                if all_there:
                    raise self._broken(f"the object {words[0].decode()} is missing")
                continue
            size = int(words[2])
            content = stream.read(size + 1)
            if len(content) <= size:
                break  # git died, and says why
            yield Object(words[0].decode("ascii"), words[1], content[:size])

    def kinds(self, ids: Iterable[str]) -> dict[str, str]:
        """The kinds of objects by their ids; those that are not there are left out."""
        with scratch() as answer:
            self.into(answer, "cat-file", "--batch-check", given=ids)
            words = (line.split() for line in answer.read().decode("ascii").splitlines())
            return {word[0]: word[1] for word in words if word[1] != "missing"}

    @contextmanager
    def _reading(
        self, arguments: tuple[str, ...], given: IO[bytes], *, ahead: int = -1
    ) -> Iterator[IO[bytes]]:
        """What git says, while it still speaks; it may be so many bytes ahead of us."""
        with self._started(arguments, given, subprocess.PIPE, ahead) as (process, complaints):
            assert process.stdout is not None
            yield process.stdout
            if process.wait() not in _FINE:
                raise self._refusal(complaints)

    @contextmanager
    def _started(
        self,
        arguments: tuple[str, ...],
        given: IO[bytes] | None,
        output: IO[bytes] | int,
        ahead: int = -1,
    ) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """A process that has ended, and left nothing behind, when the block is left in any way."""
        command = (*_COMMAND, "-C", str(self.path), *arguments)
        with scratch() as complaints:
            try:
                process = subprocess.Popen(  # noqa: S603 - no shell, and no word but ours
                    command,
                    stdin=given or subprocess.DEVNULL,
                    stdout=output,
                    stderr=complaints,
                    env=self._environment,
                    bufsize=1 << 20,
                    pipesize=ahead,
                )
            except FileNotFoundError as error:
                raise Malformed("a clone is read by git, which is not installed here") from error
            with process:
                try:
                    yield process, complaints
                finally:
                    process.kill()

    def _refusal(self, complaints: IO[bytes]) -> Malformed:
        complaints.seek(0)
        said = complaints.read().decode("utf-8", "replace")
        if "dubious ownership" in said or "unsafe repository" in said:
            return Malformed(
                f"git does not trust {self.path}, for it belongs to another user: say"
                f" `git config --global --add safe.directory {self.path}`, if you do"
            )
        if "not a git repository" in said:
            return Malformed(
                f"{self.path} is no git repository: give the directory that a clone was made in"
            )
        reason = next((line for line in said.splitlines() if line.startswith("fatal: ")), said)
        return self._broken(reason.removeprefix("fatal: ").strip())

    def _broken(self, reason: str) -> Malformed:
        return Malformed(
            f"git cannot read {self.path}: {reason}; see what `git fsck` says there, or clone it"
            " anew"
        )


@contextmanager
def _lines(lines: Iterable[str]) -> Iterator[IO[bytes]]:
    with scratch() as file:
        file.write("".join(f"{line}\n" for line in lines).encode())
        file.seek(0)
        yield file


def _environment(path: Path) -> dict[str, str]:
    # What others left in GIT_… may mean another repository. No protocol is allowed, since git would
    # fetch what a partial clone lacks; and a repository above the path is not the one meant.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return kept | {
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_CEILING_DIRECTORIES": str(path.parent),
        "GIT_GRAFT_FILE": os.devnull,
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }
