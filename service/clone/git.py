"""Git, asked as a program: only to read, and trusting nothing that a clone says of itself."""

import os
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, NamedTuple

from domain.errors import Malformed

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


class Object(NamedTuple):
    """What git keeps under an id."""

    id: str
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
        with TemporaryFile() as answer:
            if self._run(arguments, None, answer, fine=(0, 1)):
                return None
            answer.seek(0)
            return answer.read().decode("utf-8", "surrogateescape").removesuffix("\n")

    def into(self, output: IO[bytes], *arguments: str, given: Iterable[str] = ()) -> None:
        """Write a large answer into a file, and wind it back to its beginning."""
        with _lines(given) as lines:
            self._run(arguments, lines, output)
        output.seek(0)

    def objects(self, ids: Iterable[str]) -> Iterator[Object]:
        """The objects of these ids as they are stored, one by one."""
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

    def reached(self, tips: Iterable[str]) -> Iterator[Object]:
        """All commits that are reached from the tips, while git still walks; the newest first."""
        with self.piped(("rev-list", "--stdin"), _BATCH, given=tips) as stream:
            yield from self.objects_from(stream)

    @contextmanager
    def piped(
        self, first: tuple[str, ...], second: tuple[str, ...], *, given: Iterable[str]
    ) -> Iterator[IO[bytes]]:
        """What the second says of what the first says of the lines, while both still run."""
        with (
            _lines(given) as file,
            self._reading(first, file) as between,
            self._reading(second, between) as stream,
        ):
            between.close()  # it is read by the other process alone, and ends with it
            yield stream

    def objects_from(self, stream: IO[bytes]) -> Iterator[Object]:
        """The objects in git's own spelling, as far as they go where git dies."""
        while (line := stream.readline()).endswith(b"\n"):
            words = line.split()
            if words[-1] == b"missing":
                raise self._broken(f"the object {words[0].decode()} is missing")
            size = int(words[2])
            content = stream.read(size + 1)
            if len(content) <= size:
                break  # git died, and says why
            yield Object(words[0].decode("ascii"), content[:size])

    def kinds(self, ids: Iterable[str]) -> dict[str, str]:
        """The kinds of objects by their ids; those that are not there are left out."""
        with TemporaryFile() as answer:
            self.into(answer, "cat-file", "--batch-check", given=ids)
            words = (line.split() for line in answer.read().decode("ascii").splitlines())
            return {word[0]: word[1] for word in words if word[1] != "missing"}

    def _run(
        self,
        arguments: tuple[str, ...],
        given: IO[bytes] | None,
        output: IO[bytes],
        fine: tuple[int, ...] = (0,),
    ) -> int:
        with self._started(arguments, given, output) as (process, complaints):
            if process.wait() not in fine:
                raise self._refusal(complaints)
            return process.returncode

    @contextmanager
    def _reading(self, arguments: tuple[str, ...], given: IO[bytes]) -> Iterator[IO[bytes]]:
        with self._started(arguments, given, subprocess.PIPE) as (process, complaints):
            assert process.stdout is not None
            yield process.stdout
            if process.wait():
                raise self._refusal(complaints)

    @contextmanager
    def _started(
        self, arguments: tuple[str, ...], given: IO[bytes] | None, output: IO[bytes] | int
    ) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
        """A process that has ended, and left nothing behind, when the block is left in any way."""
        command = (*_COMMAND, "-C", str(self.path), *arguments)
        with TemporaryFile() as complaints:
            try:
                process = subprocess.Popen(  # noqa: S603 - no shell, and no word but ours
                    command,
                    stdin=given or subprocess.DEVNULL,
                    stdout=output,
                    stderr=complaints,
                    env=self._environment,
                    bufsize=1 << 20,
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
    # Without a buffer: the process reads on from where we stand.
    with TemporaryFile(buffering=0) as file:
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
