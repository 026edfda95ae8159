"""What CDEvents have in common: when, of which repository and commit, and by whom.

CDEvents know neither repositories nor commits where we need them, so they are looked for in
`customData` first, and then where the standard has room for them:

    repository   customData.repository, "owner/name" or {"id": 42} with GitHub's number;
                 else subject.content.repository.id; else a package URL `pkg:github/owner/name@…`
                 as content.artifactId, or as the subject's id
    commit       customData.commit, all 40 (or 64) digits; else the version of such a package URL
    tag          customData.tag; else the version of such a package URL, where it is no commit
    deployment   customData.deployment: a number is GitHub's deployment, a text the id of an event
                 of the same source; for services it defaults to the event's own id
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import unquote
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.fact import Actor, Fact, Keyed, Name, Sha
from webhooks.cloudevent import Moment
from webhooks.malformed_event import MalformedEvent

Number = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
Resolve = Callable[[str], UUID]

_SHA = re.compile(r"(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,1024}\Z")
_PURL = re.compile(
    r"pkg:(?P<type>[a-z0-9.+-]+)/(?P<path>[^@?#]+)(?:@(?P<version>[^?#]+))?", re.IGNORECASE
)

SAY_REPOSITORY = 'say which repository: "owner/name", or {"id": 42} with GitHub\'s number'
SAY_COMMIT = "say which commit, by all 40 digits of its SHA: a tag does not tell for ever"


class Part(msgspec.Struct, frozen=True, gc=False, rename="camel"):
    """A piece of a CDEvent; what is not declared is skipped."""


class Reference(Part, frozen=True):
    id: Annotated[str, msgspec.Meta(min_length=1)]


class Context(Part, frozen=True):
    type: str
    timestamp: Moment


class RepositoryId(Part, frozen=True):
    id: Number


class Custom(Part, frozen=True, kw_only=True):
    repository: str | RepositoryId | None = None
    commit: Sha | None = None
    tag: Name | None = None
    deployment: Name | Number | None = None
    production: bool | None = None
    severity: str = ""
    url: str = ""
    passed: Number | None = None
    failed: Number | None = None
    skipped: Number | None = None


class Content(Part, frozen=True, kw_only=True):
    """What any content may have that tells where it belongs."""

    artifact_id: str | None = None
    repository: Reference | None = None


class Subject(Part, frozen=True, kw_only=True):
    id: Name
    content: Content = Content()


class CDEvent(Part, frozen=True, kw_only=True):
    context: Context
    subject: Subject
    custom_data: Custom = Custom()


class Purl(Struct, frozen=True):
    """A package URL, as far as we read it."""

    type: str
    namespace: str
    name: str
    version: str

    @property
    def repository(self) -> str:
        return f"{self.namespace}/{self.name}" if self.type == "github" and self.namespace else ""


def purl(text: str) -> Purl | None:
    """The package URL in a text; None where it is none."""
    found = _PURL.match(text)
    if found is None:
        return None
    namespace, _, name = unquote(found["path"]).strip("/").rpartition("/")
    return Purl(found["type"].lower(), namespace, name, unquote(found["version"] or ""))


class Telling(Struct, frozen=True):
    """How facts are told of one event; `within` is the JSON pointer of the CDEvent."""

    event: CDEvent
    source: str
    id: str
    within: str

    @property
    def at(self) -> datetime:
        try:
            return self.event.context.timestamp.astimezone(UTC)
        except OverflowError as error:
            raise self.wrong("/context/timestamp", "must lie in the years 1 to 9999") from error

    @property
    def via(self) -> str:
        return f"event:{self.source} {self.id}"

    @property
    def by(self) -> Actor:
        return Actor(self.source, kind="tool")

    def repository(self) -> str:
        """`owner/name`, or the forge's number in digits."""
        match self.event.custom_data.repository:
            case RepositoryId(id=number):
                return str(number)
            case str(name) if name.strip():
                return name.strip()
        content, package = self.event.subject.content, self._purl()
        named = content.repository.id if content.repository else package and package.repository
        if not named:
            raise self.wrong("/customData/repository", SAY_REPOSITORY)
        return named

    def sha(self) -> str:
        found = self.sha_if_told()
        if not found:
            raise self.wrong("/customData/commit", SAY_COMMIT)
        return found

    def sha_if_told(self) -> str:
        return self.event.custom_data.commit or self._version(commit=True)

    def tag(self) -> str:
        return self.event.custom_data.tag or self._version(commit=False)

    def deployment(self, default: str = "") -> str:
        """The deployment's id in our facts: GitHub's number, or `<source> <id>`."""
        match self.event.custom_data.deployment:
            case int(number):
                return str(number)
            case str(id_):
                return f"{self.source} {id_}"
        return f"{self.source} {default}" if default else ""

    def wrong(self, pointer: str, what: str) -> MalformedEvent:
        return MalformedEvent((f"{self.within}{pointer}", what))

    def _purl(self) -> Purl | None:
        return purl(self.event.subject.content.artifact_id or self.event.subject.id)

    def _version(self, *, commit: bool) -> str:
        package = self._purl()
        if package is None or not package.repository or not _NAME.match(package.version):
            return ""
        return package.version if bool(_SHA.match(package.version)) is commit else ""


def once(fact: Fact, telling: Telling) -> Keyed:
    """An event is recorded once under its source and id: sending it again tells nothing new."""
    return Keyed(fact, f"{telling.via} {fact.__struct_config__.tag}")
