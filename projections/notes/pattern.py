"""A pattern of somebody's settings: RE2 reads it, and takes one pass over any text."""

from typing import Any

import re2  # type: ignore[import-untyped]  # it comes without types

_MEMORY = 1 << 20


def fault_of(pattern: str) -> str:
    """Why RE2 does not take a pattern; empty where it does."""
    try:
        bounded(pattern)
    except re2.error as wrong:
        words = wrong.args[0] if wrong.args else ""
        return words.decode(errors="replace") if isinstance(words, bytes) else str(words)
    return ""


def bounded(pattern: str) -> Any:
    """The pattern, compiled: it takes one pass over a text, and so much memory and no more."""
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(pattern, options)
