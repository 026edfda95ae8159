"""A pattern of somebody's settings: RE2 reads it, and takes one pass over any text."""

from functools import lru_cache
from typing import Any

_MEMORY = 1 << 20


def fault_of(pattern: str) -> str:
    """Why RE2 does not take a pattern; empty where it does."""
    try:
        bounded(pattern)
    except _re2().error as wrong:
        words = wrong.args[0] if wrong.args else ""
        return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return ""


def bounded(pattern: str) -> Any:
    """The pattern, compiled: it takes one pass over a text, and so much memory and no more."""
    re2 = _re2()
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)


def compiled(pattern: str) -> Any:
    """The same of a pattern that we wrote ourselves around words of others, however long."""
    return _re2().compile(pattern)


@lru_cache(maxsize=1)
def _re2() -> Any:
    """Loaded where there is a pattern: most settings have none."""
    import re2  # type: ignore[import-untyped]  # noqa: PLC0415 - it comes without types

    return re2
