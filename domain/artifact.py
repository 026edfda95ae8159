"""What is made of a release, or known against it: a published package, a security advisory."""

from domain import subject
from domain.fact import Fact


class PackagePublished(Fact, frozen=True, kw_only=True, tag="package.published.1"):
    """A version of a package came out, or was updated. `digest` is its content's, where told."""

    name: str
    ecosystem: str
    version: str
    digest: str = ""
    tag_name: str = ""
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return (
            subject.package(self.name),
            *((subject.tag(self.tag_name),) if self.tag_name else ()),
        )


class AdvisoryFact(Fact, frozen=True, kw_only=True):
    ghsa: str
    cve: str = ""
    severity: str = ""
    summary: str = ""
    patched: tuple[str, ...] = ()  # «package@version»
    url: str = ""

    def about(self) -> tuple[str, ...]:
        return subject.advisory(self.ghsa), subject.ADVISORIES


class AdvisoryReported(AdvisoryFact, frozen=True, kw_only=True, tag="advisory.reported.1"):
    """Somebody reported a weakness in private."""


class AdvisoryPublished(AdvisoryFact, frozen=True, kw_only=True, tag="advisory.published.1"):
    """The weakness is public."""
