"""What is wrong with an event, place by place, so that its sender can mend all of it at once."""

import re

import msgspec

from domain.errors import Malformed

_PATH = re.compile(r" - at `(key in )?\$(?P<path>[^`]*)`\Z")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[([0-9]+)\]")


Faults = tuple[tuple[str, str], ...]


class MalformedEvent(Malformed):
    """`errors` are pairs of a JSON pointer, or a header's name, and what is wrong there."""

    def __init__(self, *errors: tuple[str, str]) -> None:
        self.errors = errors
        super().__init__("; ".join(f"{place or 'the body'}: {what}" for place, what in errors))


def malformed(error: Exception, within: str = "") -> MalformedEvent:
    """The decoder's refusal with its path as a JSON pointer, below the pointer `within`."""
    text = str(error)
    if not isinstance(error, msgspec.ValidationError):
        return MalformedEvent((within, f"no JSON that can be read: {text}"))
    path = _PATH.search(text)
    steps = _STEP.findall(path["path"]) if path else []
    missing = _MISSING.search(text)
    tokens = [name or place for name, place in steps] + ([missing[1]] if missing else [])
    what = "is missing" if missing else text[: path.start()] if path else text
    return MalformedEvent((within + "".join(f"/{escape(token)}" for token in tokens), what))


def escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")
