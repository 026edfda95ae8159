"""GitHub's `repository`: it was renamed, moved, archived or deleted, or its default branch changed.

None of these has a time of its own, and `updated_at` does not move with each of them: the delivery
alone guards against repetition, since a name may go and come back.
"""

import msgspec

from domain import repository as domain
from domain.fact import Keyed, Name
from webhooks.github import payload as common
from webhooks.github.payload import FullName, Part, When, described, not_before, stream, unfollowed
from webhooks.translation import Chapter, Envelope, Translation


class FromName(Part, frozen=True):
    from_: Name = msgspec.field(name="from")


class FromFullName(Part, frozen=True):
    from_: FullName = msgspec.field(name="from")


class Renaming(Part, frozen=True):
    name: FromFullName | None = None


class Owner(Part, frozen=True):
    login: str


class Owners(Part, frozen=True):
    user: Owner | None = None
    organization: Owner | None = None


class FromOwner(Part, frozen=True):
    from_: Owners = msgspec.field(name="from")


class Changes(Part, frozen=True):
    repository: Renaming | None = None
    owner: FromOwner | None = None
    default_branch: FromName | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    changes: Changes = Changes()


PLAIN: dict[str, type[domain.RepositoryFact]] = {
    "archived": domain.RepositoryArchived,
    "unarchived": domain.RepositoryUnarchived,
    "deleted": domain.RepositoryDeleted,
}
# What these tell is in what the repository is now called, and that is told with every delivery.
NAMED = ("created", "publicized", "privatized")


def translate(payload: Payload, envelope: Envelope) -> Translation:
    moment = not_before(payload, envelope)
    fact = _fact(payload, envelope, moment)
    if fact is None and payload.action not in NAMED:
        return unfollowed(payload, envelope)
    # Here the description is the news: it is told even where it was told before.
    named = Keyed(described(payload.repository, envelope, moment.at))
    told = (named, Keyed(fact)) if fact else (named,)
    return Translation((Chapter(stream(payload.repository.id), told),))


def _fact(payload: Payload, envelope: Envelope, moment: When) -> domain.RepositoryFact | None:
    at, inferred, via, by = moment.at, moment.inferred, envelope.via, payload.by()
    changes, full_name = payload.changes, payload.repository.full_name
    if plain := PLAIN.get(payload.action):
        return plain(at=at, via=via, by=by, inferred=inferred)
    if payload.action == "renamed" and changes.repository and changes.repository.name:
        before = f"{full_name.rpartition('/')[0]}/{changes.repository.name.from_}"
        return domain.RepositoryRenamed(
            at=at, via=via, by=by, inferred=inferred, before=before, name=full_name
        )
    if payload.action == "transferred" and changes.owner:
        owners = changes.owner.from_
        owner = owners.user or owners.organization
        return domain.RepositoryTransferred(
            at=at,
            via=via,
            by=by,
            inferred=inferred,
            before=owner.login if owner else "",
            name=full_name,
        )
    branch = payload.repository.default_branch
    if payload.action == "edited" and changes.default_branch and branch:
        return domain.DefaultBranchChanged(
            at=at,
            via=via,
            by=by,
            inferred=inferred,
            before=changes.default_branch.from_,
            branch=branch,
        )
    return None
