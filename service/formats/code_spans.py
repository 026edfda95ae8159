"""Code in a line of Markdown: what stands between two equal runs of backticks."""

import re
from collections.abc import Iterator

from msgspec import Struct

_RUN = re.compile("`+")


class Piece(Struct, frozen=True):
    """`written` is as it stood, with its backticks; `text` is without them."""

    text: str
    written: str
    code: bool


def pieces(line: str) -> Iterator[Piece]:
    """The line in pieces, in turn text and code, as CommonMark divides it.

    A run that has no equal one after it is text. Each run is looked at a constant number of times,
    so a line of nothing but backticks costs no more than another.
    """
    if "`" not in line:
        if line:
            yield _text(line)
        return
    runs = [found.span() for found in _RUN.finditer(line)]
    places: dict[int, list[int]] = {}
    for index in range(len(runs) - 1, -1, -1):
        start, end = runs[index]
        places.setdefault(end - start, []).append(index)
    done, index = 0, 0
    while index < len(runs):
        start, end = runs[index]
        equal = places[end - start]
        while equal and equal[-1] <= index:
            equal.pop()
        if not equal:
            index += 1
            continue
        closing = equal[-1]
        if start > done:
            yield _text(line[done:start])
        last = runs[closing]
        yield Piece(_stripped(line[end : last[0]]), line[start : last[1]], code=True)
        done, index = last[1], closing + 1
    if done < len(line):
        yield _text(line[done:])


def _text(text: str) -> Piece:
    return Piece(text, text, code=False)


def _stripped(code: str) -> str:
    """One space at each end only keeps backticks apart."""
    padded = code.startswith(" ") and code.endswith(" ") and code.strip(" ")
    return code[1:-1] if padded else code
