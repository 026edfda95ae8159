"""Releases: drafted, published, reworded, withdrawn, deleted, and the events of each deed.

`created` means a draft that was saved, or what was published without ever being one: publishing a
draft is `published`, and not `created`. A tag that a release names, and that does not exist, is
made when it is published, from what `target_commitish` names then; a draft makes no tag.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.answers import Refused, invalid
from tests.github.clock import iso

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository

LONGEST = 125_000


@dataclass
class Release:
    repo: "Repository"
    id: int
    tag_name: str
    target_commitish: str
    author: Account
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    body: str | None = None
    draft: bool = False
    prerelease: bool = False
    immutable: bool = False
    published_at: datetime | None = None

    def tell(self, action: str, by: str, **more: Any) -> None:
        self.repo.tell("release", by, action=action, release=release(self), **more)

    def publish(self, by: str = "ada") -> "Release":
        _unique(self.repo, self.tag_name)
        repo, at = self.repo, self.repo.hub.clock.tick()
        if f"refs/tags/{self.tag_name}" not in repo.git.refs:
            sha = repo.resolve(self.target_commitish)
            if sha is None:
                raise invalid("Release", "target_commitish", "invalid")
            repo.tag(self.tag_name, sha, by=by)
        self.draft, self.published_at, self.updated_at = False, at, at
        self.immutable = repo.immutable_releases
        self.tell("published", by)
        self.tell("prereleased" if self.prerelease else "released", by)
        return self

    def edit(self, by: str = "ada", **changed: Any) -> "Release":
        """Change name, body, tag_name, target_commitish, prerelease; or draft, which publishes."""
        _bearable(changed.get("body"))
        draft = changed.pop("draft", None)
        before = {name: getattr(self, name) for name in changed}
        news = {name: value for name, value in changed.items() if before[name] != value}
        if self.immutable and news.keys() & {"tag_name", "target_commitish"}:
            raise Refused(422, "Cannot update the tag of an immutable release.")
        self.updated_at = self.repo.hub.clock.tick()
        for name, value in news.items():
            setattr(self, name, value)
        told = {name: {"from": before[name] or ""} for name in news if name in TOLD}
        if news or draft is None:
            self.tell("edited", by, changes=told)
        if before.get("prerelease") and not self.prerelease and not self.draft:
            self.tell("released", by)
        if draft is True and not self.draft:
            self.withdraw(by)
        elif draft is False and self.draft:
            self.publish(by)
        return self

    def withdraw(self, by: str = "ada") -> None:
        """Back to a draft."""
        self.updated_at = self.repo.hub.clock.tick()
        self.draft = True
        self.tell("unpublished", by)

    def delete(self, by: str = "ada") -> None:
        self.repo.hub.clock.tick()
        self.repo.releases.remove(self)
        self.tell("deleted", by)


TOLD = ("name", "body", "tag_name")


class Releases:
    hub: "Hub"

    def __init__(self) -> None:
        self.releases: list[Release] = []
        # A setting of the repository: what it publishes from now on cannot be changed.
        self.immutable_releases = False

    def release(
        self: "Repository",
        tag_name: str,
        *,
        target: str | None = None,
        name: str | None = None,
        body: str | None = None,
        draft: bool = False,
        prerelease: bool = False,
        by: str = "ada",
    ) -> Release:
        _bearable(body)
        if not draft:
            _unique(self, tag_name)
        hub, at = self.hub, self.hub.clock.tick()
        commitish = target or self.default_branch
        made = Release(self, hub.next("release"), tag_name, commitish, hub.account(by), at, at)
        made.name, made.body, made.draft, made.prerelease = name, body, True, prerelease
        self.releases.append(made)
        if draft:
            made.tell("created", by)
            return made
        return _publish_at_once(made, by)


def _publish_at_once(made: Release, by: str) -> Release:
    """Three events for one click; the tag's come before them."""
    repo, sha = made.repo, made.repo.resolve(made.target_commitish)
    if sha is None:
        repo.releases.remove(made)
        raise invalid("Release", "target_commitish", "invalid")
    if f"refs/tags/{made.tag_name}" not in repo.git.refs:
        repo.tag(made.tag_name, sha, by=by)
    made.draft, made.published_at = False, repo.hub.clock()
    made.immutable = repo.immutable_releases
    for action in ("created", "published", "prereleased" if made.prerelease else "released"):
        made.tell(action, by)
    return made


def _unique(repo: "Repository", tag_name: str) -> None:
    if any(one.tag_name == tag_name and not one.draft for one in repo.releases):
        raise invalid("Release", "tag_name", "already_exists")


def _bearable(body: str | None) -> None:
    if body and len(body) > LONGEST:
        message = f"body is too long (maximum is {LONGEST} characters)"
        raise invalid("Release", "body", "custom", message)


def release(of: Release) -> dict[str, Any]:
    repo, here = of.repo, f"{of.repo.api}/releases/{of.id}"
    page = f"untagged-{of.id:x}" if of.draft else of.tag_name
    files = {
        kind: None if of.draft else f"{repo.api}/{kind[:7]}/{of.tag_name}"
        for kind in ("tarball_url", "zipball_url")
    }
    return {
        "url": here,
        "html_url": f"{repo.html}/releases/tag/{page}",
        "assets_url": f"{here}/assets",
        "upload_url": f"{here}/assets{{?name,label}}",
        **files,
        "id": of.id,
        "node_id": f"RE_{of.id}",
        "tag_name": of.tag_name,
        "target_commitish": of.target_commitish,
        "name": of.name,
        "body": of.body,
        "draft": of.draft,
        "prerelease": of.prerelease,
        "immutable": of.immutable,
        "created_at": iso(of.created_at),
        "published_at": of.published_at and iso(of.published_at),
        "updated_at": iso(of.updated_at),
        "author": user(repo.hub, of.author),
        "assets": [],
    }
