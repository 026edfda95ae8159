"""Here a ledger is on each engine again."""

from tests.service.conftest import ledger

__all__ = ["ledger"]
