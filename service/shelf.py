"""The shelf of deliveries: what came in, to be listed, shown and tried again."""

from typing import Any

import msgspec

from projections.table import Db
from service.delivery import DeliveryRow
from service.recorders.batch import decompress, moment

COLUMNS = (
    "seq, source, hook, id, event, received, size, digest, state, reason,"
    " first_position, last_position"
)


def delivery_rows(db: Db, state: str | None, after: int | None, limit: int) -> list[DeliveryRow]:
    """Newest first; `after` is the last seq of the page before."""
    conditions = ["seq < ?"] * (after is not None) + ["state = ?"] * (state is not None)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    parameters = [one for one in (after, state) if one is not None]
    rows = db.all(
        f"SELECT {COLUMNS} FROM delivery {where} ORDER BY seq DESC LIMIT ?",
        *parameters,
        limit,
    )
    return [row_of(row) for row in rows]


def delivery_count(db: Db, state: str, most: int) -> int:
    """How many are in a state, no further than asked for: a long shelf costs no more."""
    ((found,),) = db.all(
        "SELECT count(*) FROM (SELECT 1 FROM delivery WHERE state = ? LIMIT ?) AS some",
        state,
        most,
    )
    return int(found)


def delivery_row(db: Db, which: int | str) -> DeliveryRow | None:
    """One delivery with its headers and body, by its seq or by the newest that bears the id."""
    column = "seq" if isinstance(which, int) else "id"
    rows = db.all(
        f"SELECT {COLUMNS}, headers, body FROM delivery WHERE {column} = ?"
        " ORDER BY seq DESC LIMIT 1",
        which,
    )
    return row_of(rows[0]) if rows else None


def row_of(row: tuple[Any, ...]) -> DeliveryRow:
    seq, source, hook, id_, event, received, size, digest, state, reason, first, last, *kept = row
    headers, body = kept or ("[]", None)
    return DeliveryRow(
        seq=seq,
        source=source,
        hook=hook,
        id=id_,
        event=event,
        received=moment(received),
        size=size,
        digest=bytes(digest).hex(),
        state=state,
        reason=reason,
        first_position=first,
        last_position=last,
        headers=msgspec.json.decode(headers, type=tuple[tuple[str, str], ...]),
        body=decompress(bytes(body)) if body is not None else b"",
    )
