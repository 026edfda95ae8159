"""A batch: deliveries and their facts in the shape in which they are written."""

import hashlib
import threading
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec
import zstandard
from msgspec import Struct

from domain.fact import EPOCH, Keyed, topic
from domain.topics import encode
from service.delivery import Delivery
from webhooks.translation import Translation

_encode_headers = msgspec.json.Encoder().encode


class FactRow(NamedTuple):
    """A fact ready to be written; `once` is None where its delivery alone guards it."""

    stream: UUID
    once: bytes | None
    topic: str
    state: bytes
    subjects: tuple[int, ...]


class DeliveryKey(NamedTuple):
    """What is the same for the same delivery, and for no other."""

    id: str
    hook: str
    source: str


class DeliveryEntry(NamedTuple):
    """A delivery with its facts, on its way to the store.

    Until `pack`, which the store does, the digest is empty and the body is as it came.
    """

    id: str
    hook: str
    source: str
    event: str
    received: int
    digest: bytes
    headers: str
    body: bytes
    size: int
    state: str
    reason: str
    facts: tuple[FactRow, ...]

    @property
    def key(self) -> DeliveryKey:
        return DeliveryKey(self.id, self.hook, self.source)


class Written(Struct, frozen=True):
    """What a transaction did with one entry. `same` tells a repeated delivery from a conflict."""

    seq: int
    fresh: bool
    same: bool
    facts: int
    last_position: int | None


class _Compressor(threading.local):
    """Zstandard's contexts are quick to use, slow to make, and not to be shared by threads."""

    def __init__(self) -> None:
        compressor = zstandard.ZstdCompressor(level=1)
        self._compress = compressor.compress
        self._compress_many = compressor.multi_compress_to_buffer

    def compress(self, bodies: list[bytes]) -> list[bytes]:
        if len(bodies) < 2 or not all(bodies):  # it refuses to compress many times nothing
            return [self._compress(one) for one in bodies]
        packed = self._compress_many([*bodies])
        return [packed[nth].tobytes() for nth in range(len(packed))]


_compressor = _Compressor()


def decompress(body: bytes) -> bytes:
    """The delivery's body as it came."""
    return zstandard.ZstdDecompressor().decompress(body)


def microseconds(moment: datetime) -> int:
    """A moment as it is stored: whole microseconds since 1970, UTC."""
    return (moment - EPOCH) // timedelta(microseconds=1)


def moment(stored: int) -> datetime:
    """A stored moment, as a datetime in UTC."""
    return EPOCH + timedelta(microseconds=stored)


def now() -> int:
    return microseconds(datetime.now(UTC))


def subject_key(stream: bytes, subject: str) -> int:
    """Where a subject of a stream is filed.

    Eight bytes of a hash, not the text: the index is a third of the size and twice as fast.
    Readers compare the fact's own subjects, so a collision costs a look and changes no answer.
    """
    digest = hashlib.blake2b(subject.encode(), digest_size=8, key=stream).digest()
    return int.from_bytes(digest, "big", signed=True)


def once_key(stream: bytes, once: str) -> bytes:
    """Sixteen bytes for the key under which a fact is recorded once in its stream."""
    return hashlib.blake2b(once.encode(), digest_size=16, key=stream).digest()


def entry(delivery: Delivery, translation: Translation | None, reason: str = "") -> DeliveryEntry:
    """Spell a delivery out for writing; without a translation it is parked for the reason."""
    if translation is None:
        return spelled(delivery, (), "parked", reason)
    facts = tuple(row for one in translation.told for row in fact_rows(one.stream, one.facts))
    return spelled(delivery, facts, "recorded" if facts else "noted", translation.note)


def spelled(
    delivery: Delivery, facts: tuple[FactRow, ...], state: str = "recorded", reason: str = ""
) -> DeliveryEntry:
    """A delivery whose facts are spelled out already."""
    return DeliveryEntry(
        id=delivery.id,
        hook=delivery.hook,
        source=delivery.source,
        event=delivery.event,
        received=microseconds(delivery.received),
        digest=b"",
        headers=_encode_headers(delivery.headers).decode(),
        body=delivery.body,
        size=len(delivery.body),
        state=state,
        reason=readable(reason),
        facts=facts,
    )


def pack(entries: list[DeliveryEntry]) -> list[DeliveryEntry]:
    """Hash and compress the bodies of many; what is packed already stays as it is.

    Both give up the interpreter's lock, and beside busy threads to get it back costs more than the
    body did. So one thread does it for all that are written together, and compresses them at once.
    """
    todo = [one for one in entries if not one.digest]
    bodies = iter(_compressor.compress([one.body for one in todo]))
    return [
        one
        if one.digest
        else one._replace(digest=hashlib.sha256(one.body).digest(), body=next(bodies))
        for one in entries
    ]


def fact_rows(stream: UUID, facts: Iterable[Keyed]) -> Iterator[FactRow]:
    """Facts of one stream, spelled out for writing."""
    key = stream.bytes
    for fact, once in facts:
        yield FactRow(
            stream,
            once_key(key, once) if once else None,
            topic(fact),
            encode(fact),
            tuple({subject_key(key, subject) for subject in fact.about()}),
        )


def readable(reason: str) -> str:
    """Reasons quote what came in: PostgreSQL's text knows no NUL, and UTF-8 no lone surrogate."""
    return reason.encode("utf-8", "replace").decode().replace("\x00", "�")[:2000]
