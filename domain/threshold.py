"""A threshold: what a figure of some evidence may be at least or at most."""

from collections.abc import Mapping

from msgspec import Struct


class Threshold(Struct, frozen=True):
    """Bounds of one figure; None is no bound. A figure on its bound is within it."""

    figure: str
    least: float | None = None
    most: float | None = None

    def missing(self, figures: Mapping[str, float]) -> bool:
        """Whether nothing was told of the figure, so that nobody knows where it is."""
        return self.figure not in figures

    def breach(self, figures: Mapping[str, float]) -> str:
        """What is wrong with the figure that was told, in words; empty where nothing is."""
        told = figures[self.figure]
        if self.least is not None and told < self.least:
            return f"{self.figure} is {told:g}, and must be at least {self.least:g}"
        if self.most is not None and told > self.most:
            return f"{self.figure} is {told:g}, and may be at most {self.most:g}"
        return ""
