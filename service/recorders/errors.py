"""What can go wrong between us and the database, in words for whoever runs it."""

from domain.errors import ShipledgerError


class StoreUnavailable(ShipledgerError):
    """The database is gone, full or locked. Nothing half was written; try again."""


class SchemaMissing(ShipledgerError):
    """The database has no tables of this version; `shipledger migrate` makes them."""


class UnsafeStore(ShipledgerError):
    """The database would not keep its promises with these settings; the sentence says which."""


class BadDatabaseUrl(ShipledgerError):
    """The address of the database cannot be read."""
