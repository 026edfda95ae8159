"""Gates that are met by evidence: the newest of every tool is within the bounds of the policy."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from domain.check import TestsReported
from domain.evidence import EvidenceReported
from domain.fact import Told
from domain.gate import Measured, names_it
from projections.condition import FAILED, INCONCLUSIVE, PASSED, PENDING, STALE
from projections.fold import in_order
from projections.gates.ground import Ground
from projections.gates.reading import Reading, together

# The kind of evidence that `testsuiterun.finished` tells: a summary of JUnit's, in its figures.
TESTS: Final = "tests"
_UNSETTLED: Final = {"error": "ended in an error", "cancel": "was cancelled"}


class _Report(NamedTuple):
    name: str
    outcome: str
    figures: dict[str, float]
    at: datetime
    position: int


def by_evidence(way: Measured, ground: Ground) -> Reading:
    found = _newest(way, ground.told)
    if found:
        return together(_of(way, one) for one in found)
    what, sha = _called(way), str(ground.case.sha)[:10]
    for before, told in ground.earlier.items():
        if stale := _newest(way, told):
            why = f"{what} was told of the earlier {before[:10]}, and not of {sha}"
            return Reading(STALE, why, tuple(one.position for one in stale), who=_WHO)
    return Reading(PENDING, f"no {what} was told of {sha}", who=_WHO)


_WHO: Final = ("whoever posts the evidence to the event API",)


def _called(way: Measured) -> str:
    return f"{way.kind} evidence" + (f" of {way.name}" if way.name != "*" else "")


def _newest(way: Measured, told: Iterable[Told]) -> list[_Report]:
    """The last of each name."""
    return list({one.name: one for one in _reports(way, told)}.values())


def _reports(way: Measured, told: Iterable[Told]) -> Iterator[_Report]:
    for position, fact in in_order(told):
        if isinstance(fact, EvidenceReported) and fact.kind.casefold() == way.kind.casefold():
            figures = {one.name: one.value for one in fact.figures}
            report = _Report(fact.name, fact.outcome, figures, fact.at, position)
        elif isinstance(fact, TestsReported) and way.kind == TESTS:
            report = _Report(fact.suite, fact.outcome, _counted(fact), fact.at, position)
        else:
            continue
        if names_it(way.name, report.name):
            yield report


def _counted(fact: TestsReported) -> dict[str, float]:
    counts = {"passed": fact.passed, "failed": fact.failed, "skipped": fact.skipped}
    return {name: float(count) for name, count in counts.items() if count is not None}


def _of(way: Measured, report: _Report) -> Reading:
    state, why = _judged(way, report)
    return Reading(state, f"{report.name}: {why}", (report.position,), report.at, _WHO)


def _judged(way: Measured, report: _Report) -> tuple[str, str]:
    """What was not told is not within any bounds."""
    missing = [one.figure for one in way.thresholds if one.missing(report.figures)]
    known = [one for one in way.thresholds if one.figure not in missing]
    breaches = [why for one in known if (why := one.breach(report.figures))]
    if report.outcome == "fail" or breaches:
        return FAILED, "; ".join(breaches) or f"it failed{_figures(report)}"
    if report.outcome in _UNSETTLED:
        return INCONCLUSIVE, f"it {_UNSETTLED[report.outcome]}"
    if missing:
        return INCONCLUSIVE, f"it does not tell {' and '.join(missing)}"
    if way.kind == TESTS and report.figures.get("passed") == 0:
        return INCONCLUSIVE, "no test ran that passed"
    if not way.thresholds and not report.outcome:
        return INCONCLUSIVE, "it only measures, and the policy sets no bounds"
    return PASSED, f"it passed{_figures(report)}"


def _figures(report: _Report) -> str:
    told = ", ".join(f"{name} {value:g}" for name, value in report.figures.items())
    return f" with {told}" if told else ""
