"""Locks: what keeps a release out of an environment because something before it was taken back.

What has a bad commit in its history is kept out, unless it has a fix in it too: one that somebody
named, or a commit that says it reverts the bad one and was not itself reverted.
"""

from collections.abc import Iterator

from domain import subject
from domain.commit import CommitMade, CommitPushed
from domain.rollout import OPEN
from projections.case import Case
from projections.condition import FAILED, PASSED, PENDING, Condition
from projections.course import Lock, course_of
from projections.view import View


def of_locks(case: Case) -> Iterator[Condition]:
    """The judge: one condition for each lock that the release's history runs into."""
    if not case.environment or case.sha is None:
        return
    for lock in locks_on(case, case.environment):
        name, bad = f"lock on {lock.sha[:10]}", lock.release or lock.sha[:10]
        if fix := fixed_by(case.view, lock, case.sha):
            why = f"{bad} was taken back, and {fix[:10]} mends it"
            yield Condition("lock", name, PASSED, why, positions=(lock.position,))
            continue
        told = f"{bad} was taken back by {lock.by} ({lock.reason}), and it is in this release"
        who = ("whoever names the commit that mends it, or unlocks it",)
        yield Condition("lock", name, FAILED, told, who, (lock.position,))


def locks_on(case: Case, environment: str) -> Iterator[Lock]:
    """Those of an environment that the release's history runs into, mended in it or not."""
    for lock in course_of(case.view, environment, case.component).locks.values():
        if case.sha is not None and case.view.commits.is_ancestor(lock.sha, case.sha):
            yield lock


def of_rollouts(case: Case) -> Iterator[Condition]:
    """The judge: while another release is on its way there, this one waits."""
    if not case.environment:
        return
    current = course_of(case.view, case.environment, case.component).current
    if current is None or current.state not in OPEN or current.version.sha == case.sha:
        return
    what = current.version.release or current.version.sha[:10]
    why = f"{what} is being rolled out to {case.environment} since {current.at:%Y-%m-%d %H:%M} UTC"
    who = ("whoever completes, halts or rolls it back",)
    positions = (current.turns[0].position,)
    yield Condition("rollout", f"rollout {current.number}", PENDING, why, who, positions)


def fixed_by(view: View, lock: Lock, sha: str) -> str:
    """The commit in the release's history that mends what is locked; empty where none does."""
    reverts = tuple(_reverting(view, lock.sha))
    named = (one for one in (*lock.fixed_by, *reverts) if view.commits.is_ancestor(one, sha))
    return next((one for one in named if not _undone(view, one, sha)), "")


def _undone(view: View, fix: str, sha: str) -> bool:
    return any(view.commits.is_ancestor(one, sha) for one in _reverting(view, fix))


def _reverting(view: View, sha: str) -> Iterator[str]:
    for one in view.about(subject.reversals(sha)):
        if isinstance(one.fact, CommitMade | CommitPushed):
            yield one.fact.sha
