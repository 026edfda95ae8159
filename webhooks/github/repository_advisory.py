"""GitHub's `repository_advisory`: a weakness of the repository was reported or published."""

from domain.artifact import AdvisoryFact, AdvisoryPublished, AdvisoryReported
from domain.fact import Keyed
from webhooks.github import payload as common
from webhooks.github.payload import Moment, Part, tell, unfollowed, when
from webhooks.translation import Envelope, Translation


class Package(Part, frozen=True):
    name: str | None = None


class Vulnerability(Part, frozen=True):
    package: Package | None = None
    patched_versions: str | None = None


class Advisory(Part, frozen=True, kw_only=True):
    ghsa_id: str
    cve_id: str | None = None
    severity: str | None = None
    summary: str | None = None
    html_url: str | None = None
    created_at: Moment | None = None
    published_at: Moment | None = None
    vulnerabilities: tuple[Vulnerability, ...] | None = None


class Payload(common.Payload, frozen=True, kw_only=True):
    repository_advisory: Advisory


FACTS: dict[str, type[AdvisoryFact]] = {
    "reported": AdvisoryReported,
    "published": AdvisoryPublished,
}


def translate(payload: Payload, envelope: Envelope) -> Translation:
    told, advisory = FACTS.get(payload.action), payload.repository_advisory
    if told is None:
        return unfollowed(payload, envelope)
    published = payload.action == "published"
    moment = when(payload, envelope, advisory.published_at if published else advisory.created_at)
    fact = told(
        at=moment.at,
        via=envelope.via,
        by=payload.by(),
        inferred=moment.inferred,
        ghsa=advisory.ghsa_id,
        cve=advisory.cve_id or "",
        severity=advisory.severity or "",
        summary=advisory.summary or "",
        patched=_patched(advisory),
        url=advisory.html_url or "",
    )
    once = moment.once("advisory", advisory.ghsa_id, payload.action)
    return tell(payload, envelope, Keyed(fact, once))


def _patched(advisory: Advisory) -> tuple[str, ...]:
    """The versions without the weakness, as «package@version»."""
    return tuple(
        f"{weak.package.name}@{weak.patched_versions}"
        for weak in advisory.vulnerabilities or ()
        if weak.package and weak.package.name and weak.patched_versions
    )
