"""A selector: for which releases and environments a rule holds."""

from collections.abc import Iterable
from fnmatch import fnmatchcase
from typing import Final

from msgspec import Struct


class Selector(Struct, frozen=True):
    """Names, or globs of names, of each kind; an empty list means all of them.

    Where no particular environment is asked about, a rule of some environments does not hold: it is
    told when one of them is asked about. The repository as a whole is the component `""`.
    """

    types: tuple[str, ...] = ()
    components: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()

    def selects(self, *, type_: str, component: str, environment: str) -> bool:
        """Whether the rule holds for a release of the type and component in the environment."""
        return (
            _among(type_, self.types)
            and _among(component, self.components)
            and _among(environment, self.environments)
        )

    def covers(self, other: "Selector") -> bool:
        """Whether the rule holds wherever another one does."""
        return (
            _all_among(other.types, self.types)
            and _all_among(other.components, self.components)
            and _all_among(other.environments, self.environments)
        )


# What holds everywhere.
EVERYTHING: Final = Selector()


def _among(name: str, wanted: Iterable[str]) -> bool:
    """Without regard to case: GitHub takes «Production» and «production» for one environment."""
    patterns = tuple(wanted)
    return not patterns or any(fnmatchcase(name.casefold(), one.casefold()) for one in patterns)


def _all_among(names: Iterable[str], wanted: Iterable[str]) -> bool:
    """None of the names means all names, and these only all patterns hold."""
    some, patterns = tuple(names), tuple(wanted)
    return not patterns or (bool(some) and all(_among(one, patterns) for one in some))
