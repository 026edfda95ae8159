"""The timeline of a release: all that happened for it, each in one plain sentence."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec
from msgspec import Struct

from domain import subject
from domain.check import (
    CheckReported,
    ChecksSettled,
    StatusReported,
    WorkflowRunReported,
)
from domain.fact import Fact, Told, topic
from domain.incident import IncidentFact
from domain.pull_request import PullRequestMerged
from projections.fold import in_order
from projections.incident_cause import INFERRED
from projections.incidents import Incident, incidents
from projections.notices.occasions import OF_DECISIONS, decided_in
from projections.recorded import Recorded
from projections.release import Release, release
from projections.sentence import sentence
from projections.view import View
from projections.who import Who, who


class Moment(Struct, frozen=True):
    """`at` is when it happened, `recorded` when we knew."""

    at: datetime
    recorded: datetime
    position: int
    topic: str
    by: Who | None
    via: str
    inferred: str
    sentence: str


class Timeline(Struct, frozen=True):
    """In the order of their time."""

    name: str
    moments: tuple[Moment, ...]


def timeline(view: View, name: str) -> Timeline:
    """The tag and its pages, the merges it brought, its checks and deployments, the incidents that
    it is held to have caused, and what people and the policy decided about it; see `NotFound`.

    Checks are told when they ended, and not each of their stages.
    """
    found = release(view, name)
    broken = _broken(view, found)
    incidental = view.about(*map(subject.incident, broken))
    told = (*view.about(*_subjects(found)), *_merges(view, found), *incidental)
    mattering = [one for one in in_order(told) if _matters(one.fact)]
    decided = [one for one in view.decisions(subject.tag(name)) if one.kind in OF_DECISIONS]
    places = [one.position for one in mattering]
    recorded = view.recorded([*places, *(one.position for one in decided)])
    moments = [
        *(_moment(one, recorded[one.position], broken) for one in mattering),
        *(_decision(one, recorded[one.position]) for one in decided),
    ]
    # Facts of one moment stand in an order of their own, whatever came first: it is kept.
    return Timeline(name, tuple(sorted(moments, key=lambda one: one.at)))


def _broken(view: View, found: Release) -> dict[str, Incident]:
    """The incidents that the release's commit is held to have caused."""
    return {
        one.id: one
        for one in incidents(view)
        if one.cause and found.sha and one.cause.sha == found.sha
    }


def _subjects(found: Release) -> Iterable[str]:
    yield subject.tag(found.name)
    if found.sha:
        yield subject.checks(found.sha)
        yield subject.shipped(found.sha)


def _merges(view: View, found: Release) -> Iterable[Told]:
    pulls = found.contents.pulls if found.contents else ()
    told = view.at({position for pull in pulls for position in pull.positions})
    return (one for one in told if isinstance(one.fact, PullRequestMerged))


def _matters(fact: Fact) -> bool:
    match fact:
        case CheckReported() | WorkflowRunReported():
            return fact.status == "completed"
        case StatusReported():
            return fact.state != "pending"
        case ChecksSettled():
            return False  # what it sums up is told check by check
        case _:
            return True


def _moment(one: Told, recorded: datetime, broken: Mapping[str, Incident]) -> Moment:
    position, fact = one
    if isinstance(fact, IncidentFact):
        fact = _linked(fact, broken.get(fact.incident))
    return Moment(
        at=fact.at,
        recorded=recorded,
        position=position,
        topic=topic(fact),
        by=who(fact.by),
        via=fact.via,
        inferred=fact.inferred,
        sentence=sentence(fact),
    )


def _decision(one: Recorded, recorded: datetime) -> Moment:
    position, made = one
    return Moment(
        at=made.at,
        recorded=recorded,
        position=position,
        topic=type(made).TOPIC,
        by=Who(made.name or made.by),
        via=made.channel,
        inferred="",
        sentence=decided_in(made),
    )


def _linked(fact: IncidentFact, broken: Incident | None) -> IncidentFact:
    """What nobody said of an incident, that this release broke it, is told as inferred."""
    if broken is None or broken.basis != INFERRED:
        return fact
    link = f"that this release broke it, with {broken.confidence} confidence: {broken.why}"
    return msgspec.structs.replace(fact, inferred=link)
