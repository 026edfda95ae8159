"""GitHub's `release`: the page before a tag is drafted, published, changed, withdrawn or deleted.

One click in the browser sends up to three of these (`created`, `published`, `released`): they are
three facts about one release, which is known by its number and not by its tag.
"""

import msgspec

from domain import release as domain
from domain.fact import Keyed, Name
from webhooks.github import payload as common
from webhooks.github.payload import (
    Account,
    Moment,
    Number,
    Part,
    When,
    digest,
    not_before,
    tell,
    unfollowed,
    utc,
)
from webhooks.translation import Envelope, Translation


class Asset(Part, frozen=True):
    name: str
    digest: str | None = None
    size: Number = 0


class Release(Part, frozen=True, kw_only=True):
    id: Number
    tag_name: Name
    target_commitish: str = ""
    name: str | None = None
    body: str | None = None
    draft: bool = False
    prerelease: bool = False
    immutable: bool = False
    html_url: str | None = None
    author: Account | None = None
    created_at: Moment | None = None
    published_at: Moment | None = None
    updated_at: Moment | None = None
    assets: tuple[Asset, ...] = ()


class FromName(Part, frozen=True):
    from_: Name = msgspec.field(name="from")


class Changes(Part, frozen=True):
    tag_name: FromName | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    release: Release
    changes: Changes = Changes()


FACTS = {
    "created": domain.ReleaseDrafted,
    "published": domain.ReleasePublished,
    "released": domain.ReleasePromoted,
    "prereleased": domain.ReleasePrereleased,
    "edited": domain.ReleaseReworded,
    "unpublished": domain.ReleaseWithdrawn,
    "deleted": domain.ReleaseDeleted,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told = FACTS.get(payload.action)
    if told is None:
        return unfollowed(payload, envelope)
    release, moment = snapshot(payload.release), _when(payload, envelope)
    at, inferred, via, by = moment.at, moment.inferred, envelope.via, payload.by()
    changed = payload.changes.tag_name
    if payload.action == "edited" and changed:
        fact: domain.ReleaseFact = domain.ReleaseRetagged(
            at=at, via=via, by=by, inferred=inferred, release=release, before=changed.from_
        )
    else:
        fact = told(at=at, via=via, by=by, inferred=inferred, release=release)
    return tell(payload, envelope, Keyed(fact, _once(payload, moment)))


def snapshot(release: Release) -> domain.GitHubRelease:
    return domain.GitHubRelease(
        id=release.id,
        tag=release.tag_name,
        name=release.name or "",
        body=release.body or "",
        draft=release.draft,
        prerelease=release.prerelease,
        immutable=release.immutable,
        target=release.target_commitish,
        url=release.html_url or "",
        author=release.author.actor() if release.author else None,
        created_at=utc(release.created_at) if release.created_at else None,
        published_at=utc(release.published_at) if release.published_at else None,
        updated_at=utc(release.updated_at) if release.updated_at else None,
        assets=tuple(domain.Asset(a.name, a.digest or "", a.size) for a in release.assets),
    )


def _when(payload: Payload, envelope: Envelope) -> When:
    """When it happened.

    `created_at` is the date of the release's commit, so it dates nothing. `published_at` stays when
    a prerelease is promoted, and `updated_at` is missing in older payloads. Of a deletion there is
    no time at all: only that it is later than everything else.
    """
    release = payload.release
    published, updated = release.published_at, release.updated_at
    own = {
        "created": (None if release.draft else published) or updated,
        "published": published or updated,
        "released": updated or published,
        "prereleased": updated or published,
        "deleted": None,
    }.get(payload.action, updated)
    if own is not None:
        return When(utc(own))
    return not_before(payload, envelope, updated, published, release.created_at)


def _once(payload: Payload, moment: When) -> str:
    release, action = payload.release, payload.action
    if action in ("created", "deleted"):
        return f"release:{release.id}:{action}"
    # A release that was withdrawn may be published again, under the same date.
    content = digest(release.tag_name, release.name or "", release.body or "")
    return moment.once("release", release.id, action, release.updated_at or "", content)
