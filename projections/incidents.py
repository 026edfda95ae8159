"""The incidents of a repository, each with the deployment held to have broken it, and why."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from domain import subject
from domain.deployment import EnvironmentSighted
from domain.errors import NotFound
from domain.fact import Told
from domain.incident import IncidentFact, IncidentReported
from projections.fold import in_order, places
from projections.incident_cause import Known, Link, Ran, Suspect, linked
from projections.recorded import Recorded
from projections.shipments import Shipment, shipments_of
from projections.tags_at import tags_at
from projections.view import View
from projections.who import Who, who

Releases = Mapping[str, tuple[str, ...]]


class Cause(Struct, frozen=True):
    """A deployment that broke it, or may have. Only its `deployment` is known where nobody else
    told of it; only its `sha` where the tool named no more.
    """

    deployment: str
    environment: str
    sha: str
    releases: tuple[str, ...]
    succeeded_at: datetime | None
    url: str


class LinkDecision(Struct, frozen=True):
    """What a person decided last about what broke it."""

    by: str
    name: str
    at: datetime
    reason: str
    position: int


class Incident(Struct, frozen=True):
    """One incident; `resolved_at` is None while users suffer.

    `basis`       how we know its `cause`: explicit, as a tool named it; inferred, from what was
                  deployed before it; confirmed, by a person; denied, by a person, so that there is
                  none; or unknown.
    `confidence`  high or low of what is inferred, and else empty.
    `candidates`  what else was deployed in the day before it, the last first.
    """

    id: str
    title: str
    environment: str
    severity: str
    reported_at: datetime
    resolved_at: datetime | None
    by: Who | None
    url: str
    basis: str
    confidence: str
    why: str
    cause: Cause | None
    candidates: tuple[Cause, ...]
    decided: LinkDecision | None
    positions: tuple[int, ...]


def incidents(view: View) -> tuple[Incident, ...]:
    """Every incident, the newest first."""
    courses: dict[str, list[Told]] = {}
    for one in in_order(view.about(subject.INCIDENTS)):
        if isinstance(one.fact, IncidentFact):
            courses.setdefault(one.fact.incident, []).append(one)
    decided: dict[str, list[Recorded]] = {}
    for deed in view.decisions(subject.INCIDENTS):
        decided.setdefault(deed.decision.incident, []).append(deed)
    known = {id_: _known(course, decided.get(id_, [])) for id_, course in courses.items()}
    ran = Ran(shipments_of(view.about(*_subjects(view, known.values()))))
    links = {id_: linked(one, ran) for id_, one in known.items()}
    shas = {one.sha for link in links.values() for one in (*link.candidates, link.cause) if one}
    releases = tags_at(view, sorted(filter(None, shas)))
    found = (_incident(courses[id_], known[id_], link, releases) for id_, link in links.items())
    return tuple(sorted(found, key=lambda one: (one.reported_at, one.id), reverse=True))


def known_incident(view: View, id_: str) -> Incident:
    """The one; raises `NotFound`."""
    for one in incidents(view):
        if one.id == id_:
            return one
    raise NotFound(f"No incident {id_} is known here: tools tell of them by the event API.")


def known_deployment(view: View, id_: str) -> Shipment:
    """The deployment that a person means; raises `NotFound`."""
    for one in shipments_of(view.about(subject.deployment(id_))):
        return one
    raise NotFound(
        f"No deployment {id_} is known here: the incident's candidates are named in its answer."
    )


def _subjects(view: View, known: Iterable[Known]) -> Iterator[str]:
    """Where the deployments are filed that may have to do with it."""
    everywhere = False
    for one in known:
        everywhere = everywhere or not one.environment
        yield from map(subject.deployment, filter(None, {one.deployment, *one.named}))
        if one.environment:
            yield subject.environment(one.environment)
        if one.sha:
            yield subject.shipped(one.sha)
    if everywhere:
        for told in view.about(subject.ENVIRONMENTS):
            if isinstance(told.fact, EnvironmentSighted):
                yield subject.environment(told.fact.name)


def _known(course: list[Told], decided: list[Recorded]) -> Known:
    """What its facts say together: the last that says something of a thing is believed."""
    facts = [one.fact for one in course if isinstance(one.fact, IncidentFact)]

    def last(name: str) -> str:
        return next((told for one in reversed(facts) if (told := str(getattr(one, name, "")))), "")

    began = next((one for one in facts if isinstance(one, IncidentReported)), facts[0])
    return Known(
        *(facts[0].incident, last("title"), last("environment"), last("severity"), last("url")),
        deployment=last("deployment"),
        sha=last("sha"),
        at=began.at,
        decided=tuple(decided),
    )


def _incident(course: list[Told], known: Known, link: Link, releases: Releases) -> Incident:
    last = course[-1].fact
    by = next((one.fact.by for one in course if one.fact.by), None)
    return Incident(
        id=known.id,
        title=known.title,
        environment=known.environment,
        severity=known.severity,
        reported_at=known.at,
        resolved_at=None if isinstance(last, IncidentReported) else last.at,
        by=who(by),
        url=known.url,
        basis=link.basis,
        confidence=link.confidence,
        why=link.why,
        cause=_cause(link.cause, releases) if link.cause else None,
        candidates=tuple(_cause(one, releases) for one in link.candidates),
        decided=_decision(known.decided[-1]) if known.decided else None,
        positions=(*places(course), *(one.position for one in known.decided)),
    )


def _cause(one: Suspect, releases: Releases) -> Cause:
    return Cause(
        deployment=one.deployment,
        environment=one.environment,
        sha=one.sha,
        releases=releases.get(one.sha, ()),
        succeeded_at=one.succeeded_at,
        url=one.url,
    )


def _decision(one: Recorded) -> LinkDecision:
    said = one.decision
    return LinkDecision(said.by, said.name, said.at, said.reason, one.position)
