"""Refusals: each a class the caller can catch and a sentence a person can act on."""


class ShipledgerError(Exception):
    """Anything Shipledger refuses, or cannot do, on purpose."""


class Refused(ShipledgerError):
    """A rule of the domain said no; the ledger is as it was."""


class NotFound(ShipledgerError):
    """The ledger holds no fact about what was asked, at the moment that was asked about."""


class Malformed(ShipledgerError):
    """What came in cannot be read as what it claims to be."""
