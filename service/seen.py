"""Text of strangers to be seen whole: what would turn it around, or hide in it, is spelled out."""

import re
from typing import Final

# Joiners stay: emoji and scripts need them.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\ufe00-\ufe0e\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def seen(text: str) -> str:
    """With every character to be seen; lines and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub(_spelled, text)


def line(text: str) -> str:
    """The same on one line: white space of any kind is one space."""
    return " ".join(seen(text).split())


def _spelled(found: re.Match[str]) -> str:
    return f"⟨U+{ord(found[0]):04X}⟩"
