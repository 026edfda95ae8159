"""YAML and JSON of strangers: read with bounds on size, depth and what aliases unfold to."""

from typing import Any

import msgspec
import yaml

from domain.configuration import LARGEST
from domain.errors import Malformed

# What a person writes by hand has a few hundred parts, four or five deep.
MOST_PARTS = 20_000
DEEPEST = 24

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load(text: str) -> Any:
    """The text as plain values; `Malformed` with a sentence that says how to mend it.

    An alias costs as much as what it stands for, so that nine lines cannot become a billion parts.
    """
    _bound(text)
    try:
        _weigh(text)
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, with or without C
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        where = f" in line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Malformed(f"this is no YAML{where}: {wrong.problem or wrong.context}") from wrong
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as wrong:
        raise Malformed(f"this is no YAML that can be read: {wrong}") from wrong


def load_json(text: str) -> Any:
    """JSON is YAML but for its tabs, and has no aliases."""
    _bound(text)
    try:
        return msgspec.json.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError) as wrong:
        raise Malformed(f"this is no JSON: {wrong}") from wrong


def _bound(text: str) -> None:
    if len(text.encode(errors="surrogatepass")) > LARGEST:
        raise Malformed(f"the file is larger than {LARGEST // 1024} KiB: make it shorter")


def _weigh(text: str) -> None:
    """Counts the parts, with those that aliases stand for, before any of them is made."""
    weights: dict[str, int] = {}
    open_: list[tuple[str, int]] = []
    total = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in weights:
                raise Malformed(f"*{event.anchor} stands in what it names: write it out instead")
            total += weights[event.anchor]
        elif isinstance(event, yaml.CollectionStartEvent):
            total += 1
            open_.append((event.anchor or "", total))
        elif isinstance(event, yaml.CollectionEndEvent):
            anchor, before = open_.pop()
            weights[anchor] = total - before + 1
        elif isinstance(event, yaml.ScalarEvent):
            total += 1
            weights[event.anchor or ""] = 1
        if total > MOST_PARTS:
            raise Malformed(f"it has more than {MOST_PARTS:,} parts, with its aliases: shorten it")
        if len(open_) > DEEPEST:
            raise Malformed(f"it is more than {DEEPEST} levels deep: make it flatter")
