"""The parts of `.shipledger.yml` that are policy: one line a part, each with its shape and meaning.

A part is a module beside this one with `SHAPE`, what may be written, and `meaning`, the domain's
rules that it stands for.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from projections.notes.shape import Any_, Part, Shape

SHAPES: Final[Mapping[str, Shape]] = {}

# What else stands in the file is for other readers; a name that nobody knows is a problem.
POLICY: Final = Part({"notes": Any_(), "publish": Any_(), "version": Any_(), **SHAPES})


@dataclass(frozen=True, slots=True)
class Sections:
    """The rules of each part; the defaults ask for nothing."""

    @classmethod
    def of(cls, told: Mapping[str, Any], problems: list[str]) -> Self:
        """The rules that were read; what they say that makes no sense goes into `problems`."""
        del told, problems
        return cls()
