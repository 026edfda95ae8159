"""GitHub's `installation_repositories`: the App was let into repositories, or shut out of some."""

from domain.fact import Keyed
from domain.installation import RepositoriesChanged
from domain.repository import RepositoryConnected, RepositoryDisconnected
from webhooks.github.installation import Repository, Sent, account, chapter, own_stream, when
from webhooks.github.payload import unfollowed_note
from webhooks.translation import Chapter, Envelope, Translation


class Payload(Sent, frozen=True, kw_only=True):
    repository_selection: str = ""
    repositories_added: tuple[Repository, ...] = ()
    repositories_removed: tuple[Repository, ...] = ()


def translate(payload: Payload, envelope: Envelope) -> Translation:
    if payload.action not in ("added", "removed"):
        return Translation(note=unfollowed_note(envelope.event, payload.action))
    installation, moment = payload.installation, when(payload, envelope)
    added, removed = payload.repositories_added, payload.repositories_removed
    fact = RepositoriesChanged(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        installation=installation.id,
        account=account(installation),
        selection=payload.repository_selection or installation.repository_selection,
        permissions=tuple(sorted(installation.permissions.items())),
        events=installation.events,
        added=tuple(repository.full_name for repository in added),
        removed=tuple(repository.full_name for repository in removed),
    )
    return Translation(
        (
            Chapter(own_stream(installation), (Keyed(fact),)),
            *(chapter(RepositoryConnected, one, payload, envelope, moment) for one in added),
            *(chapter(RepositoryDisconnected, one, payload, envelope, moment) for one in removed),
        )
    )
