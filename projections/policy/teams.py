"""The parts `teams:` and `roles:` of the file: who is meant by a team, and who may do what here."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from domain.directory import ROLES
from projections.notes.shape import Many, Named, Part, Text

SHAPE: Final = Named(Many(Text()), "teams by name, each with the logins of its members")
ROLES_SHAPE: Final = Named(
    Part(
        {
            "people": Many(Text(), "logins"),
            "teams": Many(Text(), "teams, of which every member has the role"),
            "environments": Many(Text(), "where it holds; without any, everywhere"),
        }
    ),
    f"roles by name ({', '.join(ROLES)}), each with those who have it in this repository",
)


class Bearers(Struct, frozen=True):
    """Who has a role, and in which environments; in all where none is named."""

    people: tuple[str, ...]
    teams: tuple[str, ...]
    environments: tuple[str, ...]


def meaning(told: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    """The members of each team, as decisions name them."""
    return {
        name.lower(): frozenset(member.lower() for member in members)
        for name, members in told.items()
    }


def meaning_of_roles(told: Mapping[str, Any], problems: list[str]) -> dict[str, Bearers]:
    """Who has which role; a role that nobody knows goes into `problems`."""
    problems.extend(
        f"roles.{name} is no role: there are {', '.join(ROLES)}"
        for name in told
        if name not in ROLES
    )
    return {
        name: Bearers(
            tuple(one.lower() for one in bearers["people"]),
            tuple(one.lower() for one in bearers["teams"]),
            bearers["environments"],
        )
        for name, bearers in told.items()
        if name in ROLES
    }
