"""A GitHub release: the page that is put before a tag, from draft to withdrawal."""

from datetime import datetime

import msgspec

from domain import subject
from domain.fact import Actor, Fact, Name


class Asset(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file that hangs on the release."""

    name: str
    digest: str = ""
    size: int = 0


class GitHubRelease(msgspec.Struct, frozen=True, array_like=True, gc=False, kw_only=True):
    """The release as it stood when the fact was told.

    `target` is GitHub's `target_commitish`: often a branch, never proof of a commit.
    """

    id: int
    tag: Name
    name: str = ""
    body: str = ""
    draft: bool = False
    prerelease: bool = False
    immutable: bool = False
    target: str = ""
    url: str = ""
    author: Actor | None = None
    created_at: datetime | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    assets: tuple[Asset, ...] = ()


class ReleaseFact(Fact, frozen=True, kw_only=True):
    release: GitHubRelease

    def about(self) -> tuple[str, ...]:
        return subject.release(self.release.id), subject.tag(self.release.tag)


class ReleaseDrafted(ReleaseFact, frozen=True, kw_only=True, tag="release.drafted.1"):
    """Created, whether or not it was published at once."""


class ReleasePublished(ReleaseFact, frozen=True, kw_only=True, tag="release.published.1"):
    """Made public, as a release or as a prerelease."""


class ReleasePromoted(ReleaseFact, frozen=True, kw_only=True, tag="release.promoted.1"):
    """Public and no prerelease (any more): GitHub's `released`."""


class ReleasePrereleased(ReleaseFact, frozen=True, kw_only=True, tag="release.prereleased.1"):
    """Public as a prerelease."""


class ReleaseReworded(ReleaseFact, frozen=True, kw_only=True, tag="release.reworded.1"):
    """Its name, notes or settings changed."""


class ReleaseRetagged(ReleaseFact, frozen=True, kw_only=True, tag="release.retagged.1"):
    """It was put before another tag than `before`."""

    before: Name

    def about(self) -> tuple[str, ...]:
        return (
            subject.release(self.release.id),
            subject.tag(self.release.tag),
            subject.tag(self.before),
        )


class ReleaseWithdrawn(ReleaseFact, frozen=True, kw_only=True, tag="release.withdrawn.1"):
    """Made a draft again: GitHub's `unpublished`."""


class ReleaseDeleted(ReleaseFact, frozen=True, kw_only=True, tag="release.deleted.1"):
    """The page is gone; its tag may stay."""
