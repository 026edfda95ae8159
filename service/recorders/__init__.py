"""The ledger on its two engines."""
