"""Alertmanager's webhook: alerts that fire or are over, several in one body, told again and again.

Each alert is read, kept and translated by itself, so that one that nobody can place does not take
the others with it. Where it belongs stands in its labels `repository` and `environment`; what a
label does not say, the receiver's address may.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Final, Literal, TypeVar

import msgspec
from msgspec import Struct

from domain.alert import AlertFact, AlertFired, AlertResolved
from domain.errors import Malformed
from domain.fact import Actor, Name
from webhooks.cloudevent import UNREADABLE, Moment
from webhooks.nul import without_nul

P = TypeVar("P")

VERSION: Final = "4"
TOOL: Final = Actor("Alertmanager", kind="tool")
AGAIN: Final = "Alertmanager gives no later time for it, so it is when this was heard"
TRUNCATED: Final = (
    "Alertmanager left {} alerts out of this notification: set max_alerts of the receiver to 0,"
    " or it stays unknown whether they fire"
)


class Part(msgspec.Struct, frozen=True, gc=False, kw_only=True, rename="camel"):
    """A piece of a notification; what is not declared is skipped."""


class Body(Part, frozen=True):
    version: str
    alerts: list[msgspec.Raw]
    truncated_alerts: Annotated[int, msgspec.Meta(ge=0)] = 0


class Labels(Part, frozen=True):
    """The labels that say something; Prometheus gives an alert its rule's name."""

    alertname: Name
    repository: Name | None = None
    environment: Name | None = None
    severity: str = ""


class Annotations(Part, frozen=True):
    summary: str = ""
    description: str = ""


class Told(Part, frozen=True):
    """One alert. While it fires, `ends_at` is the year 1, or a guess."""

    status: Literal["firing", "resolved"]
    labels: Labels
    starts_at: Moment
    ends_at: Moment
    fingerprint: Name
    annotations: Annotations = Annotations()
    generator: str = msgspec.field(default="", name="generatorURL")


class Notification(Struct, frozen=True):
    """The alerts of one body, each to the byte, and how many Alertmanager left out of it."""

    alerts: tuple[bytes, ...]
    left_out: int


class Receiver(Struct, frozen=True):
    """What the address of a receiver says of the alerts whose labels do not."""

    repository: str = ""
    environment: str = ""


class Alert(Struct, frozen=True):
    """An alert and where it belongs; `fact` is as its own clock tells it."""

    repository: str
    fact: AlertFired | AlertResolved


def read_notification(body: bytes) -> Notification:
    """Raises `Malformed` for what is no notification at all."""
    try:
        said = _read(Body, body)
    except UNREADABLE as error:
        raise Malformed(f"This is no notification of Alertmanager's: {error}.") from error
    if said.version != VERSION:
        raise Malformed(
            f"This is a notification of version {said.version}, and only {VERSION} is understood"
            " here: see to it that an Alertmanager sends it."
        )
    return Notification(tuple(bytes(one) for one in said.alerts), said.truncated_alerts)


def read_alert(body: bytes, receiver: Receiver, via: str) -> Alert:
    """Raises `Malformed` for an alert that cannot be read, or does not say where it belongs."""
    try:
        told = _read(Told, body)
        at = (told.starts_at if told.status == "firing" else told.ends_at).astimezone(UTC)
    except (*UNREADABLE, OverflowError) as error:
        raise Malformed(f"this is no alert as Alertmanager tells of it: {error}") from error
    labels = told.labels
    kind = AlertFired if told.status == "firing" else AlertResolved
    fact = kind(
        at=at,
        via=via,
        by=TOOL,
        alert=labels.alertname,
        fingerprint=told.fingerprint,
        environment=_named("environment", labels.environment or receiver.environment, labels),
        severity=labels.severity,
        summary=told.annotations.summary or told.annotations.description,
        url=told.generator,
    )
    return Alert(_named("repository", labels.repository or receiver.repository, labels), fact)


def _named(name: str, found: str, labels: Labels) -> str:
    if found:
        return found
    raise Malformed(
        f"the alert {labels.alertname} does not say its {name}: give it the label «{name}»,"
        f" or add ?{name}=… to the receiver's address"
    )


def news(
    fact: AlertFired | AlertResolved, known: Sequence[AlertFact], received: datetime
) -> AlertFact | None:
    """What the alert tells that was not known, by what is known of it in order; None for nothing.

    Alertmanager tells an alert again and again while it fires. Where it takes one for over because
    nobody told it of it for a while, it tells it later with its first beginning: then our own clock
    has to say since when.
    """
    last = known[-1] if known else None
    if type(last) is type(fact):
        return None
    over = isinstance(fact, AlertResolved)
    if last is None or last.at < fact.at or (over and last.at == fact.at):
        return fact
    if received <= last.at or (over and not last.inferred):
        return None  # of a time before
    return msgspec.structs.replace(fact, at=received, inferred=AGAIN)


def _read(shape: type[P], body: bytes) -> P:
    return without_nul(lambda json: msgspec.json.decode(json, type=shape), body)
