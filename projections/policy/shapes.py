"""Shapes that only a policy needs: durations, measures, and parts that may be left out."""

import math
from datetime import date, timedelta
from typing import Any

from domain.duration import SAY, duration
from projections.notes.shape import Shape


class Duration(Shape, frozen=True):
    """None where nothing is written."""

    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> timedelta | None:
        if value is None:
            return None
        found = duration(value) if isinstance(value, str) else None
        if found is None:
            problems.append(f"{where} is no duration: {SAY}")
        return found

    def default(self) -> None:
        return None

    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "string", "pattern": r"^(\s*[0-9]{1,6}\s*[smhdw]\s*)+$"}
        return told | ({"description": self.about} if self.about else {})


class Day(Shape, frozen=True):
    """A day, in quotes or not: YAML takes it for one by itself."""

    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> date | None:
        if type(value) is date or value is None:
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            problems.append(f"{where} is no day: write it as 2026-01-14")
            return None

    def default(self) -> None:
        return None

    def schema(self) -> dict[str, Any]:
        told = {"type": "string", "format": "date"}
        return told | ({"description": self.about} if self.about else {})


class Measure(Shape, frozen=True):
    """A number that may have a fraction."""

    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> float:
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and math.isfinite(value) and abs(value) <= 1e15:
            return float(value)
        problems.append(f"{where} must be a number, as 80 or 99.5")
        return 0.0

    def default(self) -> float:
        return 0.0

    def schema(self) -> dict[str, Any]:
        return {"type": "number"} | ({"description": self.about} if self.about else {})


class Optional_(Shape, frozen=True):  # noqa: N801 - `Optional` is taken
    """Another shape, or None where its key is not there at all: `sign-off:` alone asks for one."""

    of: Shape

    def read(self, value: Any, where: str, problems: list[str]) -> Any:
        return self.of.read(value, where, problems)

    def default(self) -> None:
        return None

    def schema(self) -> dict[str, Any]:
        return self.of.schema()
