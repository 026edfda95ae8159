"""Payloads about code: `push`, which tells of branches, tags and commits."""

from service.demonstration.cast import Person, Repository
from service.demonstration.git import NOWHERE
from service.demonstration.payloads import common
from service.demonstration.payloads.common import Payload, site
from service.demonstration.props.code import Push


def push(of: Repository, one: Push, by: Person) -> Payload:
    return {
        "ref": one.ref,
        "before": one.before,
        "after": one.after,
        "created": one.before == NOWHERE,
        "deleted": one.after == NOWHERE,
        "forced": one.forced,
        "base_ref": None,
        "compare": site(of, "compare", f"{one.before[:12]}...{one.after[:12]}"),
        "commits": [common.commit(of, commit) for commit in one.commits],
        "head_commit": common.commit(of, one.head) if one.head else None,
        "pusher": {"name": by.login, "email": by.email},
    }
