"""Recognising: which person of the directory an identity is, and that it stays the same one."""

from datetime import datetime
from typing import NamedTuple

from domain.deed import EVERYWHERE, Signing
from domain.directory import Directory as Decisions
from projections.directory import Directory, Person, directory_of
from service.deeds import Deeds
from service.identity.providers import Identity, NotProved
from service.ledger import Ledger
from service.sessions import NEVER, Proof


class Found(NamedTuple):
    """`new` says that nobody had logged in as the person with such an identity before."""

    person: Person
    new: bool


def directory_now(ledger: Ledger) -> Directory:
    """The installation's people, teams and roles, without what single repositories add."""
    with ledger.look(EVERYWHERE) as view:
        return directory_of(view)


def prove(ledger: Ledger, identity: Identity, means: str, now: datetime) -> Proof:
    """Who logs in; raises `NotProved` for whom nobody named in the directory."""
    directory = directory_now(ledger)
    found = find(directory, identity)
    if found is None:
        who = identity.login or identity.email or identity.name
        raise NotProved(
            f"Nobody named {who} in the directory: ask an administrator for"
            " `shipledger people add`, with your login or verified address."
        )
    key = found.person.key
    if found.new:
        sign = Signing(
            *(key, now, "Logged in for the first time, and is known by this from now on."),
            name=found.person.name,
            means=means,
            channel="web",
        )
        Deeds(ledger, Decisions).settle(
            (),
            sign,
            lambda one, signed: one.identify(key, identity.issuer, identity.subject, signed),
        )
    # GitHub never tells: there the log-in stands for it. Others can, and who does not proves none.
    told = now if identity.login else NEVER
    return Proof(key, found.person.name, means, identity.proved_at or told)


def find(directory: Directory, identity: Identity) -> Found | None:
    """By the identity itself; at first by GitHub's number or login, or by a verified address.

    Logins and addresses pass to others: once a person is bound to an identity of an issuer, no
    other identity of that issuer is taken for the person.
    """
    key = directory.identities.get((identity.issuer, identity.subject))
    if key is not None:
        person = directory.person(key)
        return Found(person, new=False) if person else None
    bound = {key for (issuer, _), key in directory.identities.items() if issuer == identity.issuer}
    for person in directory.people.values():
        if person.key not in bound and _is(person, identity):
            return Found(person, new=True)
    return None


def _is(person: Person, identity: Identity) -> bool:
    if identity.email:
        return identity.email in person.emails
    if not identity.login:
        return False
    # Where GitHub's number was told, a login alone proves nothing.
    if person.github_id:
        return str(person.github_id) == identity.subject
    return person.login == identity.login.lower()
