"""Bookmarks: how far a long reading got, kept so that it goes on there after any stop."""

from typing import Any

import msgspec

from service.recorders.database import Database


class Bookmarks:
    """By name; a place is any JSON, and is written after what was read up to it was recorded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def place(self, name: str) -> Any:
        """None where nobody began."""
        with self._database.reading() as db:
            rows = db.all("SELECT place FROM bookmark WHERE name = ?", name)
        return msgspec.json.decode(rows[0][0]) if rows else None

    def places(self, prefix: str, *, flat: bool = False) -> dict[str, Any]:
        """All whose name begins so, by name; where `flat`, without what is below those."""
        below = " AND substr(name, ?) NOT LIKE ?" if flat else ""
        with self._database.reading() as db:
            rows = db.all(
                f"SELECT name, place FROM bookmark WHERE substr(name, 1, ?) = ?{below}"
                " ORDER BY name",
                *(len(prefix), prefix, *((len(prefix) + 1, "%:%") if flat else ())),
            )
        return {name: msgspec.json.decode(place) for name, place in rows}

    def put(self, name: str, place: object) -> None:
        """Go on from here the next time."""
        with self._database.writing() as db:
            db.run(
                "INSERT INTO bookmark VALUES (?, ?)"
                " ON CONFLICT (name) DO UPDATE SET place = excluded.place",
                name,
                msgspec.json.encode(place).decode(),
            )

    def take_out(self, name: str) -> None:
        """The reading came to its end, or is to begin anew."""
        with self._database.writing() as db:
            db.run("DELETE FROM bookmark WHERE name = ?", name)
