"""What we say on GitHub: one file for each kind of thing, each looking before it creates."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from service.github.publishing import answer, comment, gate, notes, readiness
from service.github.publishing.desk import Desk
from service.outbox import Said, Waiting

Publisher = Callable[[Desk, Waiting], Said]

PUBLISHERS: Mapping[str, Publisher] = {
    "notes": notes.publish,
    "readiness": readiness.publish,
    "gate": gate.publish,
    "report": gate.report,
    "comment": comment.publish,
    "answer": answer.publish,
}


class Need(NamedTuple):
    """What is said, and what GitHub wants an App to have for it; the highest level counts."""

    what: str
    permissions: Mapping[str, str]


NEEDS: Mapping[str, Need] = {
    "notes": Need("release notes in the text of releases", {"contents": "write"}),
    "readiness": Need("the check «release readiness»", {"checks": "write"}),
    "gate": Need(
        "verdicts on deployments that ask for leave", {"deployments": "write", "actions": "read"}
    ),
    "report": Need("what such a deployment waits for", {"deployments": "write"}),
    "comment": Need("«Released in …» on pull requests and issues", {"issues": "write"}),
    "answer": Need("answers to commands in comments", {"issues": "write", "metadata": "read"}),
}
# What cannot be looked for once it was sent: it is sent once, and may be lost, but never doubled.
AT_MOST_ONCE = frozenset({"report"})
# What GitHub lets nobody create too fast.
PACED = frozenset({"comment", "answer"})
