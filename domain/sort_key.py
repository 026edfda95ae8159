"""A sort key: bytes whose plain order is the order of versions, whatever their scheme."""

from collections.abc import Iterable

from msgspec import Struct


class Ranked(Struct, frozen=True):
    """A version's text, understood. `precedence` compares as the scheme's own rules do."""

    scheme: str
    numbers: tuple[int, ...]
    prerelease: str | None
    precedence: bytes
    epoch: int = 0
    post: int | None = None


def ranked(  # noqa: PLR0913 -- these are the parts that versions have
    scheme: str,
    numbers: tuple[int, ...],
    *,
    epoch: int = 0,
    pre: tuple[int | str, ...] | None = None,
    post: int | None = None,
    dev: int | None = None,
    local: tuple[int | str, ...] | None = None,
    prerelease: str | None = None,
) -> Ranked:
    """SemVer and PEP 440 in one order: each compares its own versions exactly so.

    Trailing zeros count for nothing; a development release comes first, then prereleases, then the
    release, then its post-releases.
    """
    precedence = b"".join(
        (
            _whole(epoch),
            *(b"\x01" + _whole(number) for number in significant(numbers)),
            b"\x00",
            _stage(pre, post, dev),
            b"\x00" if post is None else b"\x01" + _whole(post),
            b"\x01" if dev is None else b"\x00" + _whole(dev),
            b"\x00" if local is None else b"\x01" + b"".join(_local(local)) + b"\x00",
        )
    )
    return Ranked(scheme, numbers, prerelease, precedence, epoch, post)


def significant(numbers: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers without the zeros at their end: `5.0` and `5.0.0` are one version."""
    size = len(numbers)
    while size and numbers[size - 1] == 0:
        size -= 1
    return numbers[:size]


def _stage(pre: tuple[int | str, ...] | None, post: int | None, dev: int | None) -> bytes:
    if pre is not None:
        return b"\x02" + b"".join(_identifiers(pre)) + b"\x00"
    return b"\x01" if post is None and dev is not None else b"\x03"


def _identifiers(parts: Iterable[int | str]) -> Iterable[bytes]:
    """SemVer's order: numbers below words, each among its own kind."""
    for part in parts:
        yield b"\x01" + _whole(part) if isinstance(part, int) else b"\x02" + _word(part)


def _local(parts: Iterable[int | str]) -> Iterable[bytes]:
    """PEP 440's order for local versions: words below numbers."""
    for part in parts:
        yield b"\x02" + _whole(part) if isinstance(part, int) else b"\x01" + _word(part)


def _whole(number: int) -> bytes:
    """Longer numbers are larger, so the length goes first; two bytes hold any number in a name."""
    size = (number.bit_length() + 7) // 8
    return size.to_bytes(2) + number.to_bytes(size)


def _word(text: str) -> bytes:
    return text.encode() + b"\x00"
