"""The version: which program this is, to people by its number, and to caches by its every line."""

import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

HOUSE = Path(__file__).parent.parent
FLOORS = ("domain", "webhooks", "projections", "service")


@cache
def number() -> str:
    """As it was released; `0` where it runs from a checkout that was never installed."""
    try:
        return version("shipledger")
    except PackageNotFoundError:
        return "0"


@cache
def fingerprint() -> str:
    """Changes with the program's text: whoever pulls a mended fold must not be told «unchanged»."""
    digest = hashlib.sha256()
    for floor in FLOORS:
        for path in sorted((HOUSE / floor).rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
