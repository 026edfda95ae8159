"""The answer to a command: one comment, for those alone who may write in the repository."""

from typing import Final
from urllib.parse import quote

from service.github.errors import Gone
from service.github.publishing.desk import Declined, Desk
from service.outbox import Said, Waiting

MAY: Final = ("admin", "maintain", "write")


def publish(desk: Desk, row: Waiting) -> Said:
    """Raises `Declined` for others, who hear nothing: else anybody could make us talk."""
    told = row.content
    name, account = str(told["name"]), told["account"]
    try:
        found = desk.calls.read(desk.path(f"collaborators/{quote(name, safe='')}/permission")).json
    except Gone as error:
        raise Declined(
            f"{name} is nobody whom this repository knows, and is not answered"
        ) from error
    # A name may have passed to another account since.
    if found["permission"] not in MAY or (found.get("user") or {}).get("id") != account:
        raise Declined(f"{name} may not write in this repository, and is not answered")
    # Only now: whoever may not write here has no vote either.
    text = desk.vote(told) if "vote" in told else told["text"]
    return desk.comment(told["thread"], f"answer={told['comment']}", text)
