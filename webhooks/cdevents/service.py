"""`service`: something runs in an environment now, or runs there no more."""

from domain.deployment import (
    Deployment,
    DeploymentDeactivated,
    DeploymentFailed,
    DeploymentProgressed,
    DeploymentSucceeded,
    EnvironmentSighted,
)
from domain.fact import Keyed
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Reference, Telling, once


class Content(cdevent.Content, frozen=True, kw_only=True):
    environment: Reference


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def deployed(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    return _succeeded(event, telling, task="deploy")


def rolledback(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """The environment runs what it ran before: the event names what that is."""
    return _succeeded(event, telling, task="rollback")


def _succeeded(event: CDEvent, telling: Telling, *, task: str) -> tuple[Keyed, ...]:
    deployment = _deployment(event, telling, telling.deployment(telling.id), task)
    fact = DeploymentSucceeded(at=telling.at, via=telling.via, by=telling.by, deployment=deployment)
    return sighted(event.subject.content.environment.id, telling), once(fact, telling)


def removed(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """It must say which deployment is undone: an environment may run several services."""
    id_ = telling.deployment()
    if not id_:
        raise telling.wrong(
            "/customData/deployment",
            "say what is undone: the id of the event by which it was deployed,"
            " or GitHub's number of the deployment",
        )
    deployment = _deployment(event, telling, id_, "deploy")
    fact = DeploymentDeactivated(
        at=telling.at, via=telling.via, by=telling.by, deployment=deployment
    )
    return (once(fact, telling),)


def started(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Our own type: CDEvents tells only of what was deployed."""
    deployment = _deployment(event, telling, telling.deployment(telling.id), "deploy")
    fact = DeploymentProgressed(
        at=telling.at, via=telling.via, by=telling.by, deployment=deployment, state="in_progress"
    )
    return sighted(event.subject.content.environment.id, telling), once(fact, telling)


def failed(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Our own type."""
    deployment = _deployment(event, telling, telling.deployment(telling.id), "deploy")
    fact = DeploymentFailed(
        at=telling.at, via=telling.via, by=telling.by, deployment=deployment, state="failure"
    )
    return sighted(event.subject.content.environment.id, telling), once(fact, telling)


def _deployment(event: CDEvent, telling: Telling, id_: str, task: str) -> Deployment:
    return Deployment(
        id=id_,
        sha=telling.sha(),
        environment=event.subject.content.environment.id,
        ref=telling.tag(),
        task=task,
        production=event.custom_data.production,
        url=event.custom_data.url,
    )


def sighted(environment: str, telling: Telling) -> Keyed:
    """The environment was heard of: recorded the first time only, whoever tells of it."""
    fact = EnvironmentSighted(at=telling.at, via=telling.via, name=environment)
    return Keyed(fact, f"environment:{environment}")
