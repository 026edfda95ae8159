"""The directory: who there is, in which teams, and who may do what in which repository."""

from datetime import datetime
from typing import Any, Final
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain.aggregate import Aggregate, Beginning
from domain.deed import EVERYWHERE, Deed, Signing, reasoned
from domain.edit import LONGEST_NAME, AlreadySo, line
from domain.errors import Refused

VIEWER, CONTRIBUTOR, MANAGER = "viewer", "contributor", "release_manager"
APPROVER, DEPLOYER, ADMIN = "approver", "deployer", "admin"

# What each role may do beside reading. The names are those that `service.api.permission` proves.
DEEDS: Final = {
    VIEWER: frozenset[str](),
    CONTRIBUTOR: frozenset({"notes"}),
    MANAGER: frozenset({"notes", "plan", "sign_off", "waive", "freeze", "promote", "hold"}),
    APPROVER: frozenset({"approve", "sign_off", "break_glass"}),
    DEPLOYER: frozenset({"promote", "rollout", "rollback", "hold", "incident"}),
}
ROLES: Final = (*DEEDS, ADMIN)


def allows(roles: frozenset[str], deed: str) -> bool:
    """Whether one of the roles may do it; an administrator may do all."""
    return ADMIN in roles or any(deed in DEEDS.get(role, ()) for role in roles)


class Entry(Deed):
    """A decision about people; it is about the directory as a whole."""

    def about(self) -> tuple[str, ...]:
        return ("directory",)


class Directory(Aggregate):
    """One for each ledger."""

    TOPIC = "directory"

    class Opened(Beginning):
        TOPIC = "directory.opened"
        at: datetime

    class PersonNamed(Entry):
        """`key` is how decisions name the person; the rest is how others do."""

        TOPIC = "directory.person_named"
        key: str
        called: str
        login: str
        github_id: int
        emails: list[str]

        def apply(self, directory: "Directory") -> None:
            directory.people[self.key] = (self.called, self.login, self.github_id, self.emails)

    class TeamSet(Entry):
        TOPIC = "directory.team_set"
        team: str
        members: list[str]

        def apply(self, directory: "Directory") -> None:
            directory.teams[self.team] = self.members

    class Granted(Entry):
        """To a person (`mira`) or a team (`team:qa`); without a repository for all of them."""

        TOPIC = "directory.granted"
        to: str
        role: str
        where: str
        environment: str

        def apply(self, directory: "Directory") -> None:
            directory.grants.add((self.to, self.role, self.where, self.environment))

    class GrantWithdrawn(Entry):
        TOPIC = "directory.grant_withdrawn"
        to: str
        role: str
        where: str
        environment: str

        def apply(self, directory: "Directory") -> None:
            directory.grants.discard((self.to, self.role, self.where, self.environment))

    class PersonIdentified(Entry):
        """`subject` is what the issuer calls the person for ever: a number, at GitHub."""

        TOPIC = "directory.person_identified"
        key: str
        issuer: str
        subject: str

        def apply(self, directory: "Directory") -> None:
            directory.identities[self.issuer, self.subject] = self.key

    class PersonRemoved(Entry):
        TOPIC = "directory.person_removed"
        key: str

        def apply(self, directory: "Directory") -> None:
            del directory.people[self.key]
            for identity in [one for one, key in directory.identities.items() if key == self.key]:
                del directory.identities[identity]

    class PersonLoggedOut(Entry):
        """All sessions of the person that were started before are over."""

        TOPIC = "directory.person_logged_out"
        key: str

    @staticmethod
    def create_id() -> UUID:
        return uuid5(NAMESPACE_URL, "shipledger:/directory")

    @classmethod
    def of(cls, *, at: datetime) -> "Directory":
        return cls(at=at)

    @event(Opened)
    def __init__(self, at: datetime) -> None:
        self.at = at
        self.people: dict[str, tuple[str, str, int, list[str]]] = {}
        self.teams: dict[str, list[str]] = {}
        self.grants: set[tuple[str, str, str, str]] = set()
        self.identities: dict[tuple[str, str], str] = {}

    def _decide(self, kind: type[Entry], sign: Signing, **what: Any) -> None:
        self.trigger_event(kind, repository=str(EVERYWHERE), **what, **reasoned(sign)._asdict())

    def name(  # noqa: PLR0913 - what is known of a person
        self,
        key: str,
        sign: Signing,
        *,
        called: str = "",
        login: str = "",
        github_id: int = 0,
        emails: tuple[str, ...] = (),
    ) -> None:
        """Say who a person is, or say it anew."""
        key = key_of(key)
        known = (called or key, login.lower() or key, github_id, sorted(set(emails)))
        if self.people.get(key) == known:
            raise AlreadySo(f"{key} is known so already.")
        self._decide(
            self.PersonNamed,
            sign,
            key=key,
            called=known[0],
            login=known[1],
            github_id=known[2],
            emails=known[3],
        )

    def identify(self, key: str, issuer: str, subject: str, sign: Signing) -> None:
        """Say by which identity of which issuer a person logs in."""
        key = self._known(key)
        bearer = self.identities.get((issuer, subject))
        if bearer == key:
            raise AlreadySo(f"{key} is known by that identity already.")
        if bearer:
            raise Refused(f"That identity is {bearer}'s: nobody shares one.")
        self._decide(self.PersonIdentified, sign, key=key, issuer=issuer, subject=subject)

    def remove(self, key: str, sign: Signing) -> None:
        """Let a person log in no more; what he decided stays, and so do his roles, unused."""
        self._decide(self.PersonRemoved, sign, key=self._known(key))

    def log_out(self, key: str, sign: Signing) -> None:
        """End all sessions that a person has now."""
        self._decide(self.PersonLoggedOut, sign, key=self._known(key))

    def _known(self, key: str) -> str:
        key = key_of(key)
        if key not in self.people:
            raise Refused(f"Nobody is called {key} here: `shipledger people add {key}`.")
        return key

    def set_team(self, team: str, members: tuple[str, ...], sign: Signing) -> None:
        """Say who is in a team; with nobody in it, it is as if there were none."""
        team = key_of(team)
        told = sorted({key_of(one) for one in members})
        if self.teams.get(team, []) == told:
            raise AlreadySo(f"{team} has the same members as before.")
        self._decide(self.TeamSet, sign, team=team, members=told)

    def grant(self, to: str, role: str, where: str, environment: str, sign: Signing) -> None:
        """Give a role to a person or team: in one repository or all, one environment or all."""
        told = _grant(to, role, where, environment)
        if told in self.grants:
            raise AlreadySo(f"{to} is {role} there already.")
        self._decide(self.Granted, sign, **_fields(told))

    def withdraw_grant(
        self, to: str, role: str, where: str, environment: str, sign: Signing
    ) -> None:
        """Take a role back."""
        told = _grant(to, role, where, environment)
        if told not in self.grants:
            raise AlreadySo(f"{to} is not {role} there.")
        self._decide(self.GrantWithdrawn, sign, **_fields(told))


def key_of(text: str) -> str:
    """A key as decisions spell it: in small letters, without blanks around it."""
    key = line("name", text, LONGEST_NAME).lower()
    if any(one.isspace() for one in key):
        raise Refused(f"«{key}» has blanks in it: use the login, or the address.")
    return key


def _grant(to: str, role: str, where: str, environment: str) -> tuple[str, str, str, str]:
    if role not in ROLES:
        raise Refused(f"There is no role {role}: grant one of {', '.join(ROLES)}.")
    return key_of(to), role, where, environment


def _fields(told: tuple[str, str, str, str]) -> dict[str, str]:
    return dict(zip(("to", "role", "where", "environment"), told, strict=True))
