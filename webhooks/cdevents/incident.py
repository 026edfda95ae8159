"""`incident`: something broke for users, or they are well again."""

import msgspec

from domain.fact import Keyed
from domain.incident import IncidentReported, IncidentResolved
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Reference, Telling, once


class Content(cdevent.Content, frozen=True, kw_only=True):
    description: str = ""
    environment: Reference | None = None
    ticket: str = msgspec.field(default="", name="ticketURI")


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content = Content()


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def reported(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    content = event.subject.content
    fact = IncidentReported(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        incident=event.subject.id,
        title=content.description,
        environment=content.environment.id if content.environment else "",
        deployment=telling.deployment(),
        sha=telling.sha_if_told(),
        url=content.ticket or event.custom_data.url,
        severity=event.custom_data.severity,
    )
    return (once(fact, telling),)


def resolved(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    content = event.subject.content
    fact = IncidentResolved(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        incident=event.subject.id,
        title=content.description,
        environment=content.environment.id if content.environment else "",
        deployment=telling.deployment(),
        sha=telling.sha_if_told(),
        url=event.custom_data.url,
    )
    return (once(fact, telling),)
