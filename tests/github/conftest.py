"""The hub's own tests ask for what everybody's may ask for."""

from tests.github.fixtures import address, hub

__all__ = ["address", "hub"]
