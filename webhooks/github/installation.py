"""GitHub's `installation`: an account installed the App, took it away, or changed its leave."""

from uuid import UUID

import msgspec

from domain import installation as domain
from domain.fact import Actor, Keyed
from domain.repository import (
    RepositoryConnected,
    RepositoryDisconnected,
    stream_of,
)
from webhooks.github import payload as common
from webhooks.github.payload import (
    ARRIVAL,
    JUST_AFTER,
    NOT_BEFORE,
    Account,
    FullName,
    Number,
    Part,
    Stamp,
    When,
    stream,
    unfollowed_note,
    utc,
)
from webhooks.translation import Chapter, Envelope, Translation


class Owner(Part, frozen=True):
    """A user or an organization; an enterprise has a slug for a login."""

    login: str = ""
    slug: str = ""


class Installation(Part, frozen=True, kw_only=True):
    id: Number
    account: Owner | None = None
    repository_selection: str = ""
    permissions: dict[str, str] = msgspec.field(default_factory=dict)
    events: tuple[str, ...] = ()
    created_at: Stamp | None = None
    updated_at: Stamp | None = None
    suspended_at: Stamp | None = None


class Repository(Part, frozen=True):
    """GitHub's short form."""

    id: Number
    full_name: FullName
    private: bool = False


class Sent(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What all events of an installation have; they are no event of a repository."""

    installation: Installation
    sender: Account | None = None
    action: str = ""

    def by(self) -> Actor | None:
        return self.sender.actor() if self.sender else None


class Payload(Sent, frozen=True, kw_only=True):
    repositories: tuple[Repository, ...] = ()


FACTS: dict[str, type[domain.InstallationFact]] = {
    "created": domain.InstallationAdded,
    "deleted": domain.InstallationRemoved,
    "suspend": domain.InstallationSuspended,
    "unsuspend": domain.InstallationResumed,
    "new_permissions_accepted": domain.PermissionsAccepted,
}
ACCESS: dict[str, type[RepositoryConnected | RepositoryDisconnected]] = {
    "created": RepositoryConnected,
    "deleted": RepositoryDisconnected,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told, installation = FACTS.get(payload.action), payload.installation
    if told is None:
        return Translation(note=unfollowed_note(envelope.event, payload.action))
    moment = when(payload, envelope)
    fact = told(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        installation=installation.id,
        account=account(installation),
        selection=installation.repository_selection,
        permissions=tuple(sorted(installation.permissions.items())),
        events=installation.events,
        repositories=tuple(repository.full_name for repository in payload.repositories),
    )
    chapters = [Chapter(own_stream(installation), (Keyed(fact),))]
    if access := ACCESS.get(payload.action):
        chapters += [
            chapter(access, repository, payload, envelope, moment)
            for repository in payload.repositories
        ]
    return Translation(tuple(chapters))


def when(payload: Sent, envelope: Envelope) -> When:
    """When it happened: only a suspension and a creation have a time of their own."""
    installation, action = payload.installation, payload.action
    own = {"created": installation.created_at, "suspend": installation.suspended_at}.get(action)
    if own is not None:
        return When(utc(own))
    if installation.updated_at is not None:
        return When(utc(installation.updated_at) + JUST_AFTER, NOT_BEFORE)
    return When(utc(envelope.received), ARRIVAL)


def own_stream(installation: Installation) -> UUID:
    return stream_of("github-installation", str(installation.id))


def account(installation: Installation) -> str:
    owner = installation.account or Owner()
    return owner.login or owner.slug


def chapter(
    access: type[RepositoryConnected | RepositoryDisconnected],
    repository: Repository,
    payload: Sent,
    envelope: Envelope,
    moment: When,
) -> Chapter:
    """What it means for one repository, in that repository's own stream."""
    at, inferred = moment
    fact = access(
        at=at,
        via=envelope.via,
        by=payload.by(),
        inferred=inferred,
        installation=payload.installation.id,
    )
    short = common.Repository(repository.id, repository.full_name, private=repository.private)
    return Chapter(stream(repository.id), (common.name(short, envelope, at), Keyed(fact)))
