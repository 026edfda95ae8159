"""«Released in v1.2.3», on a pull request or an issue: one comment, edited when there is more."""

from service.github.publishing.desk import Desk
from service.outbox import Said, Waiting


def publish(desk: Desk, row: Waiting) -> Said:
    return desk.comment(row.content["thread"], "released", row.content["text"])
