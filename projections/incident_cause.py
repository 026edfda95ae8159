"""The cause of an incident: the deployment that somebody names, or else that came before it."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Final, NamedTuple

from domain.fact import EPOCH
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


class Ran:
    """What was deployed with success, by place and time, so that a day is found without a search.

    The place is an environment, or empty for all that are production.
    """

    def __init__(self, shipments: Iterable[Shipment]) -> None:
        self._by_id: dict[str, Suspect] = {}
        places: dict[str, list[tuple[datetime, Suspect]]] = {}
        for one in shipments:
            suspect = Suspect(one.id, one.environment, one.sha, one.succeeded_at, one.url)
            self._by_id[one.id] = suspect
            if one.succeeded_at is None:
                continue
            for place in (one.environment, *(("",) if one.production else ())):
                places.setdefault(place, []).append((one.succeeded_at, suspect))
        self._places = {place: sorted(ran) for place, ran in places.items()}

    def called(self, deployment: str) -> Suspect | None:
        """The deployment of that id, whatever became of it."""
        return self._by_id.get(deployment)

    def between(self, place: str, since: datetime, until: datetime) -> list[Suspect]:
        """What succeeded there then, the last first."""
        ran = self._places.get(place, [])
        start = bisect_left(ran, since, key=itemgetter(0))
        end = bisect_right(ran, until, key=itemgetter(0))
        return [suspect for _, suspect in reversed(ran[start:end])]


def linked(known: Known, ran: Ran) -> Link:
    """A person is believed before a tool, and a tool before what we infer."""
    confirmed, denied = _decided(known.decided)
    day = ran.between(known.environment, known.at - BEFORE, known.at)
    before = [one for one in day if one.deployment not in denied]
    if confirmed:
        said = confirmed.decision
        cause = ran.called(said.deployment) or Suspect(said.deployment)
        link = Link(CONFIRMED, f"{said.by} confirmed it: {said.reason}", cause)
    elif "" in denied:
        said = denied[""].decision
        link = Link(DENIED, f"{said.by} holds that no deployment broke it: {said.reason}")
    elif known.deployment or known.sha:
        link = _explicit(known, ran, denied)
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


def _explicit(known: Known, ran: Ran, denied: dict[str, Recorded]) -> Link:
    if known.deployment:
        cause = ran.called(known.deployment) or Suspect(known.deployment, sha=known.sha)
        why = f"it was reported with deployment {known.deployment}"
        if not cause.succeeded_at:
            why += ", of whose success nobody told"
    else:
        ever = ran.between(known.environment, EPOCH, known.at)
        last = next((one for one in ever if one.sha == known.sha), None)
        cause = last or Suspect("", known.environment, known.sha)
        why = f"it was reported with commit {known.sha[:10]}"
        why += f", last deployed as {cause.deployment}" if last else ", whose deployment is unknown"
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
