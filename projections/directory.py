"""The directory as one repository sees it: its people, teams and roles."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from domain.deed import EVERYWHERE
from domain.directory import Directory as Decisions
from domain.fact import Actor
from projections.policy.in_force import policy_of
from projections.policy.teams import Bearers
from projections.view import View
from projections.who import Who

TEAM = "team:"


class Person(Struct, frozen=True):
    """Somebody whom decisions name by the key."""

    key: str
    name: str
    login: str
    github_id: int
    emails: tuple[str, ...]


class Grant(Struct, frozen=True):
    """`to` is a person's key, or `team:` with a team; empty places mean all of them."""

    to: str
    role: str
    where: str
    environment: str
    by: str
    reason: str
    position: int


class Holding(Struct, frozen=True, order=True):
    """A role that somebody has, in one environment; in all of them where that is empty."""

    role: str
    environment: str


class Directory(Struct, frozen=True):
    """As of the view's position and moment.

    `stream` is the repository's; `bearers` are the roles that its own file gives.
    """

    stream: str
    people: Mapping[str, Person] = field(default_factory=dict)
    teams: Mapping[str, frozenset[str]] = field(default_factory=dict)
    grants: tuple[Grant, ...] = ()
    bearers: Mapping[str, Bearers] = field(default_factory=dict)
    identities: Mapping[tuple[str, str], str] = field(default_factory=dict)
    logged_out: Mapping[str, datetime] = field(default_factory=dict)

    def person(self, key: str) -> Person | None:
        """Who bears the key, where anybody said so."""
        return self.people.get(key)

    def key_of(self, actor: Actor | Who | None) -> str:
        """How decisions name somebody whom facts name: by id, login or address, else by name."""
        if actor is None:
            return ""
        email = actor.email if isinstance(actor, Actor) else ""
        for one in self.people.values():
            if (actor.id is not None and actor.id == one.github_id) or (
                email and email.lower() in one.emails
            ):
                return one.key
            if actor.kind != "git" and actor.name.lower() == one.login:
                return one.key
        return actor.name.lower()

    def members(self, team: str) -> frozenset[str]:
        """The keys of those in a team."""
        return self.teams.get(team.lower(), frozenset())

    def roles(self, key: str, environment: str | None = "") -> frozenset[str]:
        """The roles of a person in the repository, by name or through a team.

        In an environment; without one in all of them; in any of them where it is None.
        """
        return frozenset(role for role, who in self._given(environment) if self._is(key, who))

    def held(self, key: str) -> tuple[Holding, ...]:
        """All roles of a person in the repository, with where each holds."""
        found = {
            Holding(grant.role, grant.environment)
            for grant in self.grants
            if grant.where in ("", self.stream) and self._is(key, grant.to)
        }
        for role, bearers in self.bearers.items():
            teams = (one for one in bearers.teams if key in self.members(one))
            if key in bearers.people or next(teams, None) is not None:
                found |= {Holding(role, one) for one in bearers.environments or ("",)}
        return tuple(sorted(found))

    def with_role(self, role: str, environment: str = "") -> frozenset[str]:
        """Everybody who has the role there."""
        found: set[str] = set()
        for one, who in self._given(environment):
            if one == role:
                found |= self.members(who.removeprefix(TEAM)) if who.startswith(TEAM) else {who}
        return frozenset(found)

    def among(
        self,
        people: Iterable[str],
        teams: Iterable[str],
        roles: Iterable[str],
        environment: str = "",
    ) -> frozenset[str]:
        """The keys of all whom a rule names: people, members of teams, bearers of roles."""
        found = set(people)
        for team in teams:
            found |= self.members(team)
        for role in roles:
            found |= self.with_role(role, environment)
        return frozenset(found)

    @property
    def granted(self) -> bool:
        """Whether anybody has a role here; where nobody has, a token's scopes decide alone."""
        return next(self._given(None), None) is not None

    def _is(self, key: str, who: str) -> bool:
        return key == who or (who.startswith(TEAM) and key in self.members(who.removeprefix(TEAM)))

    def _given(self, environment: str | None) -> Iterator[tuple[str, str]]:
        """(role, to whom) of all that holds in the environment; in any of them where it is None."""
        for grant in self.grants:
            here = grant.where in ("", self.stream)
            if here and (environment is None or grant.environment in ("", environment)):
                yield grant.role, grant.to
        for role, bearers in self.bearers.items():
            if (
                environment is None
                or not bearers.environments
                or environment in bearers.environments
            ):
                yield from ((role, one) for one in bearers.people)
                yield from ((role, f"{TEAM}{one}") for one in bearers.teams)


def directory_of(view: View) -> Directory:
    """The installation's people, and what the repository's own file adds."""
    sections = policy_of(view).sections
    people: dict[str, Person] = {}
    teams: dict[str, frozenset[str]] = defaultdict(frozenset, sections.teams)
    grants: dict[tuple[str, str, str, str], Grant] = {}
    identities: dict[tuple[str, str], str] = {}
    logged_out: dict[str, datetime] = {}
    for position, made in view.decisions("directory", stream=EVERYWHERE):
        _take(position, made, people, teams, grants)
        _take_proof(made, people, identities, logged_out)
    return Directory(
        *(str(view.stream), people, dict(teams), tuple(grants.values()), sections.roles),
        *(identities, logged_out),
    )


def _take_proof(
    made: Any,
    people: dict[str, Person],
    identities: dict[tuple[str, str], str],
    logged_out: dict[str, datetime],
) -> None:
    match made:
        case Decisions.PersonIdentified():
            identities[made.issuer, made.subject] = made.key
        case Decisions.PersonLoggedOut():
            logged_out[made.key] = made.at
        case Decisions.PersonRemoved():
            people.pop(made.key, None)
            logged_out[made.key] = made.at
            for identity in [one for one, key in identities.items() if key == made.key]:
                del identities[identity]


def _take(
    position: int,
    made: Any,
    people: dict[str, Person],
    teams: dict[str, frozenset[str]],
    grants: dict[tuple[str, str, str, str], Grant],
) -> None:
    match made:
        case Decisions.PersonNamed():
            people[made.key] = Person(
                made.key, made.called, made.login, made.github_id, tuple(made.emails)
            )
        case Decisions.TeamSet():
            teams[made.team] = frozenset(made.members)
        case Decisions.Granted() | Decisions.GrantWithdrawn():
            key = (made.to, made.role, made.where, made.environment)
            grants.pop(key, None)
            if isinstance(made, Decisions.Granted):
                grants[key] = Grant(*key, by=made.by, reason=made.reason, position=position)
