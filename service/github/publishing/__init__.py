"""What we say on GitHub: one file for each kind of thing, each looking before it creates."""

from collections.abc import Callable, Mapping

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
# What cannot be looked for once it was sent: it is sent once, and may be lost, but never doubled.
AT_MOST_ONCE = frozenset({"report"})
# What GitHub lets nobody create too fast.
PACED = frozenset({"comment", "answer"})
