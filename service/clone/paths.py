"""The paths of a clone's commits: which files each of them added, changed or removed."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import IO

from domain.commit import CommitTouched, touched
from domain.errors import Malformed
from domain.fact import EPOCH, Keyed
from service.clone.git import Git
from service.clone.refs import Refs

_PIECE = 1 << 20
_LAST = 253_402_300_799  # the last second of the year 9999
_HEADER = re.compile(rb"\x01([0-9a-f]{40,64}) (-?[0-9]+) ((?:[0-9a-f]{40,64} ?)*)")
_DIFFERENCES = (
    *("diff-tree", "--stdin", "-r", "--root", "--always", "--name-only", "-z", "--no-renames"),
    *("--no-ext-diff", "--no-textconv", "--format=%x01%H %ct %P"),
)


def touched_told(git: Git, refs: Refs, *, via: str) -> Iterator[Keyed]:
    """Of every commit but the merges, which touch nothing by themselves."""
    walk = ("rev-list", "--topo-order", "--reverse", "--no-merges", "--stdin")
    try:
        with git.piped(walk, _DIFFERENCES, given=refs.tips) as output:
            yield from _facts(output, via)
    except Malformed as error:
        raise Malformed(
            f"{error}. Paths are read from the folders of every commit, which a clone that was made"
            " with --filter lacks"
        ) from error


def _facts(output: IO[bytes], via: str) -> Iterator[Keyed]:
    header: re.Match[bytes] | None = None
    paths: list[str] = []
    for word in _words(output):
        found = _HEADER.fullmatch(word)
        if found is None:
            # Between the header and the first path stands a line's end.
            plain = word if paths else word.removeprefix(b"\n")
            paths.append(plain.decode("utf-8", "replace"))
            continue
        if header is not None:
            yield _fact(header, paths, via)
        header, paths = found, []
    if header is not None:
        yield _fact(header, paths, via)


def _fact(header: re.Match[bytes], paths: Iterable[str], via: str) -> Keyed:
    sha, seconds = header[1].decode(), int(header[2])
    dated = 0 <= seconds <= _LAST
    fact = CommitTouched(
        at=EPOCH + timedelta(seconds=seconds if dated else 0),
        via=via,
        inferred="" if dated else "at: the commit has no date that can be read",
        sha=sha,
        paths=touched(paths),
    )
    return Keyed(fact, f"touched:{sha}")


def _words(output: IO[bytes]) -> Iterator[bytes]:
    """What stands between the zeros."""
    rest = b""
    while piece := output.read(_PIECE):
        *whole, rest = (rest + piece).split(b"\0")
        yield from whole
