"""A page: the GitHub releases that stand before a tag, each through its drafts, edits and ends."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from domain.fact import Told
from domain.release import (
    ReleaseDeleted,
    ReleaseDrafted,
    ReleaseFact,
    ReleasePrereleased,
    ReleasePromoted,
    ReleasePublished,
    ReleaseRetagged,
    ReleaseReworded,
    ReleaseWithdrawn,
)
from projections.fold import in_order, places
from projections.who import Who, who

# Of what is told of one moment, the later wins: one click gives `created`, `published`, `released`.
_RANK: dict[type, int] = {
    ReleaseDrafted: 0,
    ReleaseReworded: 1,
    ReleaseRetagged: 2,
    ReleasePublished: 3,
    ReleasePrereleased: 4,
    ReleasePromoted: 5,
    ReleaseWithdrawn: 6,
    ReleaseDeleted: 7,
}
_MADE_PUBLIC = (ReleasePublished, ReleasePrereleased, ReleasePromoted)


class Page(Struct, frozen=True):
    """One GitHub release as it stands.

    `state`    draft (never public yet), prerelease, published, withdrawn (was public, is a draft
               again) or deleted, which is for ever.
    `since`    when it came to be as it is, by GitHub's clock.
    `retagged_from`  the tags that it stood before earlier, oldest first.
    """

    id: int
    tag: str
    state: str
    was_public: bool
    name: str
    body: str
    prerelease: bool
    immutable: bool
    url: str
    author: Who | None
    published_by: Who | None
    created_at: datetime | None
    published_at: datetime | None
    updated_at: datetime | None
    since: datetime
    assets: tuple[str, ...]
    retagged_from: tuple[str, ...]
    inferred: str
    positions: tuple[int, ...]

    @property
    def public(self) -> bool:
        return self.state in ("prerelease", "published")


def pages_of(tag: str, told: Iterable[Told]) -> tuple[Page, ...]:
    """The pages that stand before the tag, the one that counts first: public, then the newest."""
    by_id: dict[int, list[Told]] = {}
    for one in in_order(told):
        if isinstance(one.fact, ReleaseFact):
            by_id.setdefault(one.fact.release.id, []).append(one)
    pages = (_page(facts) for facts in by_id.values())
    return tuple(sorted((page for page in pages if page.tag == tag), key=_foremost, reverse=True))


def _foremost(page: Page) -> tuple[bool, bool, datetime, int]:
    return page.public, page.state != "deleted", page.since, page.id


def _page(told: list[Told]) -> Page:
    facts = [one.fact for one in told if isinstance(one.fact, ReleaseFact)]
    last = _latest(facts)
    release = last.release
    public = [fact for fact in facts if isinstance(fact, _MADE_PUBLIC)]
    was_public = bool(public) or any(not fact.release.draft for fact in facts)
    return Page(
        id=release.id,
        tag=release.tag,
        state=_state(last, was_public=was_public),
        was_public=was_public,
        name=release.name,
        body=release.body,
        prerelease=release.prerelease,
        immutable=release.immutable,
        url=release.url,
        author=who(release.author),
        published_by=who(_latest(public).by) if public else None,
        created_at=release.created_at,
        published_at=release.published_at or (public[0].at if public else None),
        updated_at=release.updated_at,
        since=_version(last)[1],
        assets=tuple(asset.name for asset in release.assets),
        retagged_from=tuple(
            dict.fromkeys(fact.before for fact in facts if isinstance(fact, ReleaseRetagged))
        ),
        inferred=last.inferred,
        positions=places(told),
    )


def _latest(facts: Iterable[ReleaseFact]) -> ReleaseFact:
    ordered = sorted(facts, key=_version)  # stable: ties stay in the order of content
    return ordered[-1]


def _version(fact: ReleaseFact) -> tuple[bool, datetime, int]:
    """A page's own clock is its last change; nothing comes after its deletion."""
    told = fact.release.updated_at
    moment = fact.at if told is None else max(fact.at, told)
    return isinstance(fact, ReleaseDeleted), moment, _RANK[type(fact)]


def _state(last: ReleaseFact, *, was_public: bool) -> str:
    if isinstance(last, ReleaseDeleted):
        return "deleted"
    if isinstance(last, ReleaseWithdrawn) or last.release.draft:
        return "withdrawn" if was_public else "draft"
    return "prerelease" if last.release.prerelease else "published"
