"""Gates that are met by checks: every name has reported at the commit, and passed."""

from typing import Final

from domain.gate import RequiredChecks, names_it
from projections.checks import Check, checks_of
from projections.condition import FAILED, INCONCLUSIVE, PASSED, PENDING, STALE
from projections.gates.ground import Ground
from projections.gates.reading import Reading, together

# What our own check is called: it does not wait for itself.
OURS: Final = "release readiness"
# Ends that say nothing about the commit: the check did not come to its own judgement.
_WITHOUT_JUDGEMENT: Final = frozenset({"cancelled", "action_required", "startup_failure", "cancel"})


def by_checks(way: RequiredChecks, ground: Ground) -> Reading:
    return together(_named(pattern, ground) for pattern in way.names)


def _named(pattern: str, ground: Ground) -> Reading:
    found = [one for one in ground.checks if _is(pattern, one)]
    if found:
        return together(map(_of, found))
    sha = str(ground.case.sha)[:10]
    for before, told in ground.earlier.items():
        passed = [one for one in checks_of(before, told).checks if _is(pattern, one)]
        if passed and all(one.verdict == "passing" for one in passed):
            places = tuple(sorted(place for one in passed for place in one.positions))
            why = f"{pattern} passed at the earlier {before[:10]}, and did not report at {sha}"
            return Reading(STALE, why, places, who=_tool(passed[0]))
    return Reading(PENDING, f"{pattern} did not report yet at {sha}", who=("the check's own tool",))


def _is(pattern: str, check: Check) -> bool:
    return check.name != OURS and names_it(pattern, *_names(check))


def _names(check: Check) -> tuple[str, ...]:
    """By all the names that GitHub's own pages call it."""
    if check.kind == "workflow":
        return check.name, check.workflow
    over = [name for name in (check.app, check.workflow) if name]
    return (check.name, *(f"{name}/{check.name}" for name in over))


def _of(check: Check) -> Reading:
    word = (check.conclusion or check.status).replace("_", " ")
    state = {"passing": PASSED, "failing": FAILED}.get(check.verdict, PENDING)
    if check.conclusion in _WITHOUT_JUDGEMENT:
        state = INCONCLUSIVE
    elif check.conclusion == "stale":
        state = STALE
    return Reading(state, f"{check.name}: {word}", check.positions[-1:], check.at, who=_tool(check))


def _tool(check: Check) -> tuple[str, ...]:
    return (f"the check's own tool, {check.app}" if check.app else "the check's own tool",)
