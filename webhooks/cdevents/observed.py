"""`shipledger-environment`: somebody looked what really runs in an environment."""

from domain.deployment import EnvironmentObserved
from domain.fact import Keyed, Name
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Reference, Telling, once
from webhooks.cdevents.service import sighted


class Content(cdevent.Content, frozen=True, kw_only=True):
    environment: Reference
    target: Name | None = None
    version: Name | None = None
    uri: str = ""


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def observed(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Our own type. A tag is a version too: it is what many programs say of themselves."""
    content = event.subject.content
    sha, version = telling.sha_if_told(), content.version or telling.tag()
    if not sha and not version:
        raise telling.wrong(
            "/subject/content/version",
            "say what was found: a version here, or a commit in customData.commit",
        )
    fact = EnvironmentObserved(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        environment=content.environment.id,
        target=content.target or "",
        sha=sha,
        version=version,
        url=content.uri or event.custom_data.url,
    )
    return sighted(fact.environment, telling), once(fact, telling)
