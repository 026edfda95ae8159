"""The unreleased: what lies on the default branch and in no release of a component yet."""

from dataclasses import dataclass

from projections.base import Base
from projections.contents import Contents
from projections.view import View


@dataclass(frozen=True, slots=True)
class Unreleased:
    """`base` is the newest final release, with why; `besides` another that is left out as well."""

    component: str
    branch: str
    head: str
    base: Base
    besides: str | None
    contents: Contents
    positions: tuple[int, ...]


def unreleased(view: View, component: str = "") -> Unreleased:
    """`NotFound` where the default branch or its head was never told."""
    raise NotImplementedError
