"""GitHub's `package` and `registry_package`: a version of a package was put into its registry.

A repository's hook sends the one and an App's hook the other; they tell the same.
"""

import msgspec

from domain.artifact import PackagePublished
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.payload import Account, Moment, Number, Part, tell, unfollowed_note, when
from webhooks.translation import Envelope, Translation


class Release(Part, frozen=True):
    tag_name: str | None = None


class Tag(Part, frozen=True):
    name: str | None = None
    digest: str | None = None


class Manifest(Part, frozen=True):
    digest: str | None = None


class Container(Part, frozen=True):
    tag: Tag | None = None
    manifest: Manifest | None = None


class File(Part, frozen=True):
    sha256: str | None = None


class Version(Part, frozen=True, kw_only=True):
    id: Number
    version: str
    tag_name: str | None = None
    release: Release | None = None
    container_metadata: Container | None = None
    package_files: tuple[File, ...] = ()
    html_url: str | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class Package(Part, frozen=True, kw_only=True):
    name: str
    package_type: str
    package_version: Version | None = None
    html_url: str | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class Payload(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A package of an organization may belong to no repository."""

    package: Package | None = None
    registry_package: Package | None = None
    repository: common.Repository | None = None
    sender: Account | None = None
    action: str = ""


def translate(payload: Payload, envelope: Envelope) -> Translation:
    package = payload.package or payload.registry_package
    version = package.package_version if package else None
    if payload.repository is None or package is None or version is None:
        why = "it names no repository or no version"
        return Translation(note=unfollowed_note(envelope.event, payload.action, why))
    event = common.Payload(
        repository=payload.repository, sender=payload.sender, action=payload.action
    )
    if payload.action not in ("published", "updated"):
        return common.unfollowed(event, envelope)
    stamps = (version.updated_at, version.created_at, package.updated_at, package.created_at)
    moment = when(event, envelope, *stamps)
    fact = PackagePublished(
        at=moment.at,
        via=envelope.via,
        by=event.by(),
        inferred=moment.inferred,
        name=package.name,
        ecosystem=package.package_type.lower(),
        version=_container_tag(version) or version.version,
        digest=_digest(version),
        tag_name=(version.release.tag_name if version.release else version.tag_name) or "",
        url=version.html_url or package.html_url or "",
    )
    once = moment.once("package", version.id, fact.version, fact.digest)
    return tell(event, envelope, Keyed(fact, once))


def _container_tag(version: Version) -> str:
    """Of a container, GitHub's `version` is the digest, and the version is its tag."""
    container = version.container_metadata
    return (container.tag.name if container and container.tag else None) or ""


def _digest(version: Version) -> str:
    container = version.container_metadata
    if container and container.manifest and container.manifest.digest:
        return container.manifest.digest
    if container and container.tag and container.tag.digest:
        return container.tag.digest
    if len(version.package_files) == 1 and version.package_files[0].sha256:
        return f"sha256:{version.package_files[0].sha256}"
    return ""
