"""The cause of an incident: the deployment that somebody names, or else that came before it."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from domain.incident_link import IncidentLink
from projections.recorded import Recorded
from projections.shipments import Shipment

EXPLICIT, INFERRED = "explicit", "inferred"
CONFIRMED, DENIED, UNKNOWN = "confirmed", "denied", "unknown"
HIGH, LOW = "high", "low"
# What broke is looked for among what was deployed in so long a time before.
BEFORE: Final = timedelta(hours=24)
MOST: Final = 10


class Suspect(NamedTuple):
    """A deployment that may have broken it, as far as anything is known of it."""

    deployment: str
    environment: str = ""
    sha: str = ""
    succeeded_at: datetime | None = None
    url: str = ""


class Known(NamedTuple):
    """What was told of an incident, and decided about it, in order."""

    id: str
    title: str
    environment: str
    severity: str
    url: str
    deployment: str
    sha: str
    at: datetime
    decided: tuple[Recorded, ...] = ()

    @property
    def named(self) -> set[str]:
        """The deployments that decisions name."""
        return {one.decision.deployment for one in self.decided if one.decision.deployment}


class Link(NamedTuple):
    """The cause, how we know it and how well, in a sentence; see `projections.incidents`."""

    basis: str
    why: str
    cause: Suspect | None = None
    confidence: str = ""
    candidates: tuple[Suspect, ...] = ()


def linked(known: Known, shipments: Sequence[Shipment]) -> Link:
    """A person is believed before a tool, and a tool before what we infer."""
    confirmed, denied = _decided(known.decided)
    before = [one for one in _before(known, shipments) if one.deployment not in denied]
    if confirmed:
        said = confirmed.decision
        cause = _of(said.deployment, shipments) or Suspect(said.deployment)
        link = Link(CONFIRMED, f"{said.by} confirmed it: {said.reason}", cause)
    elif "" in denied:
        said = denied[""].decision
        link = Link(DENIED, f"{said.by} holds that no deployment broke it: {said.reason}")
    elif known.deployment or known.sha:
        link = _explicit(known, shipments, denied)
    else:
        link = _inferred(known, before, denied)
    others = tuple(one for one in before if one != link.cause)
    return link._replace(candidates=others[:MOST])


def _decided(decided: Iterable[Recorded]) -> tuple[Recorded | None, dict[str, Recorded]]:
    """The confirmation that stands, and by deployment the denials that do."""
    confirmed: Recorded | None = None
    denied: dict[str, Recorded] = {}
    for one in decided:
        deployment = one.decision.deployment
        if one.kind is IncidentLink.Confirmed:
            confirmed = one
            denied.pop("", None)
            denied.pop(deployment, None)
        else:
            denied[deployment] = one
            if confirmed and deployment in ("", confirmed.decision.deployment):
                confirmed = None
    return confirmed, denied


def _explicit(known: Known, shipments: Sequence[Shipment], denied: dict[str, Recorded]) -> Link:
    if known.deployment:
        cause = _of(known.deployment, shipments) or Suspect(known.deployment, sha=known.sha)
        why = f"it was reported with deployment {known.deployment}"
        if not cause.succeeded_at:
            why += ", of whose success nobody told"
    else:
        ran = [one for one in _ran(shipments, known) if one.sha == known.sha]
        cause = ran[0] if ran else Suspect("", known.environment, known.sha)
        why = f"it was reported with commit {known.sha[:10]}"
        why += f", last deployed as {cause.deployment}" if ran else ", whose deployment is unknown"
    if cause.deployment in denied:
        return _denied(denied[cause.deployment])
    return Link(EXPLICIT, why, cause)


def _inferred(known: Known, before: Sequence[Suspect], denied: dict[str, Recorded]) -> Link:
    where = f"to {known.environment}" if known.environment else "to production"
    if not before and denied:
        return _denied(list(denied.values())[-1])
    if not before:
        hours = round(BEFORE.total_seconds() / 3600)
        return Link(UNKNOWN, f"no deployment {where} succeeded in the {hours} hours before it")
    cause = before[0]
    assert cause.succeeded_at is not None  # it would not be among them
    minutes = round((known.at - cause.succeeded_at).total_seconds() / 60)
    if len({one.sha for one in before}) > 1:
        why = f"the last of {len(before)} deployments {where} in the day before it"
        confidence = LOW
    else:
        why = f"the only commit that was deployed {where} in the day before it"
        confidence = HIGH if known.environment else LOW
    why += f", {minutes} minutes before"
    if not known.environment:
        why += "; nobody said in which environment it happened"
    return Link(INFERRED, why, cause, confidence)


def _denied(one: Recorded) -> Link:
    said = one.decision
    return Link(DENIED, f"{said.by} denied deployment {said.deployment}: {said.reason}")


def _before(known: Known, shipments: Iterable[Shipment]) -> list[Suspect]:
    """What was deployed in the day before it where it happened, the last first."""
    return [
        one
        for one in _ran(shipments, known)
        if one.succeeded_at and known.at - BEFORE <= one.succeeded_at
    ]


def _ran(shipments: Iterable[Shipment], known: Known) -> list[Suspect]:
    """What succeeded before it where it happened, the last first."""
    there = (
        one
        for one in shipments
        if (one.environment == known.environment if known.environment else one.production)
    )
    ran = [one for one in there if one.succeeded_at and one.succeeded_at <= known.at]
    ran.sort(key=lambda one: (one.succeeded_at, one.id), reverse=True)
    return [_suspect(one) for one in ran]


def _of(deployment: str, shipments: Iterable[Shipment]) -> Suspect | None:
    return next((_suspect(one) for one in shipments if one.id == deployment), None)


def _suspect(one: Shipment) -> Suspect:
    return Suspect(one.id, one.environment, one.sha, one.succeeded_at, one.url)
