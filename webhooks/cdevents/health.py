"""`shipledger-health`: a tool read a figure of what runs in an environment."""

from typing import Annotated

import msgspec

from domain.fact import Keyed, Name
from domain.health import MOST, HealthRead
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Number, Reference, Telling, once

Figure = Annotated[float, msgspec.Meta(ge=-MOST, le=MOST)]


class Content(cdevent.Content, frozen=True, kw_only=True):
    """`sample` is of how many requests, users or devices the figure is."""

    environment: Reference
    measure: Name
    value: Figure
    sample: Number | None = None
    target: Name | None = None
    uri: str = ""


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def read(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Our own type. The commit may be left out: most monitoring does not know it."""
    content = event.subject.content
    fact = HealthRead(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        environment=content.environment.id,
        measure=content.measure,
        value=content.value,
        sample=content.sample,
        sha=telling.sha_if_told(),
        target=content.target or "",
        url=content.uri or event.custom_data.url,
    )
    return (once(fact, telling),)
