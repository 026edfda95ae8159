"""The event API: what tools other than GitHub tell, as CloudEvents 1.0 that hold CDEvents.

    POST the event as `application/cloudevents+json`, several of them as
    `application/cloudevents-batch+json`, or its data alone as `application/json` with the headers
    `ce-specversion`, `ce-id`, `ce-source`, `ce-type`.

The event's `type` is its CDEvent's, in any version; its id and source name it, so that sending it
twice tells it once. `webhooks.cdevents.cdevent` says where an event names its repository, commit,
tag and deployment. Followed are:

    service.deployed, .upgraded    a deployment succeeded: content.environment.id and a commit
    service.rolledback             the same, of what runs again
    service.removed                a deployment is undone: customData.deployment says which
    environment.created            the subject's id is an environment
    taskrun.finished, pipelinerun.finished
                                   a check of the app `cdevents:<source>`, at a commit
    testsuiterun.finished          tests ended at a commit: customData.passed, .failed, .skipped
    artifact.published             the subject's id is a package URL
    incident.detected, .reported, .resolved
                                   the subject's id names the incident; customData.severity

and, since CDEvents have no word for them, of the form of `service.deployed`:

    dev.cdeventsx.shipledger-deployment.started.0.1.0
    dev.cdeventsx.shipledger-deployment.failed.0.1.0

which name the deployment by customData.deployment, like the `service.deployed` that may end it; and

    dev.cdeventsx.shipledger-evidence.reported.0.1.0
                                   figures at a commit: content.type, .figures, .outcome
    dev.cdeventsx.shipledger-health.read.0.1.0
                                   a figure of what runs: content.environment.id, .measure, .value
    dev.cdeventsx.shipledger-environment.observed.0.1.0
                                   what was found running: content.environment.id, .version

Anything else is noted and tells nothing.
"""

import re
from collections.abc import Callable
from typing import TypeVar

import msgspec

from domain.fact import Keyed
from webhooks.cdevents import (
    artifact,
    environment,
    evidence,
    health,
    incident,
    observed,
    run,
    service,
    testsuiterun,
)
from webhooks.cdevents.cdevent import CDEvent, Resolve, Telling
from webhooks.cloudevent import UNREADABLE, CloudEvent, read_events
from webhooks.malformed_event import Faults, MalformedEvent, malformed
from webhooks.nul import without_nul
from webhooks.translation import Chapter, Translation

__all__ = ["CloudEvent", "MalformedEvent", "read_events", "translate"]

E = TypeVar("E", bound=CDEvent)
R = TypeVar("R")
Facts = Callable[[], tuple[Keyed, ...]]
Read = Callable[[CloudEvent], tuple[Telling, Facts]]

_TYPE = re.compile(
    r"dev\.cdevents(?:\.|x\.(?=shipledger-))(?P<what>[a-z-]+\.[a-z]+)(?:\.\d+){3}(?:-[a-z]+)?\Z"
)


def _reading(shape: type[E], facts: Callable[[E, Telling], tuple[Keyed, ...]]) -> Read:
    decode = msgspec.json.Decoder(shape).decode

    def read(event: CloudEvent) -> tuple[Telling, Facts]:
        cdevent = without_nul(decode, event.data)
        telling = Telling(cdevent, event.source, event.id, event.within)
        return telling, lambda: facts(cdevent, telling)

    return read


EVENTS: dict[str, Read] = {
    "artifact.published": _reading(CDEvent, artifact.published),
    "environment.created": _reading(CDEvent, environment.created),
    "incident.detected": _reading(incident.CDEvent, incident.reported),
    "incident.reported": _reading(incident.CDEvent, incident.reported),
    "incident.resolved": _reading(incident.CDEvent, incident.resolved),
    "pipelinerun.finished": _reading(run.CDEvent, run.finished),
    "service.deployed": _reading(service.CDEvent, service.deployed),
    "service.removed": _reading(service.CDEvent, service.removed),
    "service.rolledback": _reading(service.CDEvent, service.rolledback),
    "service.upgraded": _reading(service.CDEvent, service.deployed),
    "shipledger-deployment.failed": _reading(service.CDEvent, service.failed),
    "shipledger-deployment.started": _reading(service.CDEvent, service.started),
    "shipledger-environment.observed": _reading(observed.CDEvent, observed.observed),
    "shipledger-evidence.reported": _reading(evidence.CDEvent, evidence.reported),
    "shipledger-health.read": _reading(health.CDEvent, health.read),
    "taskrun.finished": _reading(run.CDEvent, run.finished),
    "testsuiterun.finished": _reading(testsuiterun.CDEvent, testsuiterun.finished),
}


def translate(event: CloudEvent, resolve: Resolve) -> Translation:
    """The facts of an event.

    `resolve` gives the stream of a repository by `owner/name` or by the forge's number, and raises
    `NotFound`. Raises `MalformedEvent` with the place of every fault.
    """
    kind = _TYPE.match(event.type)
    read = EVENTS.get(kind["what"]) if kind else None
    if read is None:
        return Translation(note=f"unfollowed: {event.type}")
    if not event.data:
        raise MalformedEvent((event.within, "is missing: it holds the CDEvent"))
    try:
        telling, facts = read(event)
    except UNREADABLE as error:
        raise malformed(error, event.within) from error
    said = telling.event.context.type
    if said != event.type:
        raise telling.wrong("/context/type", f"is {said}, and the event's own type {event.type}")
    told, wrong = _attempt(facts)
    repository, nowhere = _attempt(telling.repository)
    if told is None or repository is None:
        raise MalformedEvent(*wrong, *nowhere)
    return Translation((Chapter(resolve(repository), told),))


def _attempt(do: Callable[[], R]) -> tuple[R | None, Faults]:
    """What came of it, or what is wrong: a sender should hear of all faults at once."""
    try:
        return do(), ()
    except MalformedEvent as error:
        return None, error.errors
