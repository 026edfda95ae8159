"""The selector as it stands in the file: three lists that limit a rule, alike in each part."""

from collections.abc import Mapping
from typing import Any, Final

from domain.selector import Selector
from projections.notes.shape import Many, Shape, Text

# Laid into the keys of any part: `Part({"name": …, **LIMITS})`.
LIMITS: Final[Mapping[str, Shape]] = {
    "types": Many(Text(), "types of releases it holds for: regular, hotfix, …; else all of them"),
    "components": Many(Text(), "components it holds for, globs too; else all of them"),
    "environments": Many(Text(), "environments it holds for, globs too; else all of them"),
}


def selector(told: Mapping[str, Any]) -> Selector:
    """The selector, out of a part that has these keys."""
    return Selector(told["types"], told["components"], told["environments"])
