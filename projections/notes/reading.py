"""A settings file, read: the settings, where they are from, and all that is wrong with them."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import Malformed
from projections.notes.settings import Settings
from projections.notes.shape import Shape


class Kind(Struct, frozen=True):
    """One kind of settings file: its shape, and what its values mean."""

    shape: Shape
    meaning: Callable[[dict[str, Any], list[str]], Settings]


def read(kind: Kind, path: str, text: str) -> Settings:
    """A file that cannot be read at all leaves the defaults, with a problem that says why."""
    # Late: most repositories have no such file, and a change log of a clone is soon there.
    from projections.notes.yaml_text import load, load_json  # noqa: PLC0415

    problems: list[str] = []
    try:
        told = load_json(text) if path.endswith(".json") else load(text)
    except Malformed as wrong:
        return Settings(source=path, path=path, problems=(f"{path}: {wrong}",))
    settings = kind.meaning(kind.shape.read(told or {}, "", problems), problems)
    found = tuple(f"{path}: {one}" for one in problems)
    return replace(settings, source=path, path=path, problems=found)
