"""Gates that are met by people: somebody of whom the gate wants one has accepted the commit."""

from domain.gate import SignedOff
from domain.gatekeeping import REJECTED
from projections.condition import FAILED, PASSED, PENDING, STALE
from projections.directory import Directory
from projections.gates.ground import Ground
from projections.gates.kept import ANOTHER_COMMIT, SignOff
from projections.gates.reading import Reading


def by_sign_off(way: SignedOff, ground: Ground, gate: str) -> Reading:
    """One who rejects it holds it up, until he accepts it himself or takes it back."""
    among, who = signers(ground.directory, way), wanted(ground.directory, way)
    standing = [one for one in ground.kept.standing(gate) if among is None or one.by in among]
    rejected = [one for one in standing if one.outcome == REJECTED]
    if rejected:
        last = rejected[-1]
        whose = tuple(dict.fromkeys(one.by for one in rejected))
        return Reading(FAILED, _said(last), (last.position,), last.at, whose)
    if standing:
        last = standing[-1]
        return Reading(PASSED, _said(last), (last.position,), last.at, who)
    before = [
        one for one in ground.kept.sign_offs if one.gate == gate and one.state == ANOTHER_COMMIT
    ]
    if before:
        last = before[-1]
        why = f"{_said(last)}: that was {last.sha[:10]}, and it is {str(ground.case.sha)[:10]} now"
        return Reading(STALE, why, (last.position,), last.at, who)
    return Reading(PENDING, "nobody has signed it off yet", who=who)


def signers(directory: Directory, way: SignedOff) -> frozenset[str] | None:
    """The keys of those of whom the gate wants one; None where it names nobody."""
    if way.anybody:
        return None
    return directory.among(way.people, way.teams, way.roles)


def wanted(directory: Directory, way: SignedOff) -> tuple[str, ...]:
    """The same, as it is told to people."""
    if way.anybody:
        return ("anybody who may sign off",)
    teams = (_group(f"team {one}", directory.members(one)) for one in way.teams)
    roles = (_group(f"role {one}", directory.with_role(one)) for one in way.roles)
    return (*way.people, *teams, *roles)


def _group(name: str, members: frozenset[str]) -> str:
    return f"{name} ({', '.join(sorted(members)) or 'nobody yet'})"


def _said(one: SignOff) -> str:
    return f"{one.by} {one.outcome} it on {one.at:%Y-%m-%d %H:%M} UTC: {one.reason}"
