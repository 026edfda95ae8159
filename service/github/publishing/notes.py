"""Release notes in the body of a release on GitHub: between our markers, and nowhere else.

GitHub knows no condition on a write (`If-Match` is not answered). So the body is read again right
before it is written, and what a person changed since is not overwritten. Between that second read
and the write a window of one request remains, in which an edit would be lost: some tenths of a
second, and GitHub keeps no older text.
"""

from typing import Any, Final

from service.formats.size import GITHUB_LIMIT
from service.github.publishing.desk import Declined, Desk
from service.outbox import Said, Waiting

START: Final = "<!-- shipledger:notes:start -->"
END: Final = "<!-- shipledger:notes:end -->"


def publish(desk: Desk, row: Waiting) -> Said:
    """Raises `Declined` where a person left no room, or half a pair of markers."""
    told = row.content
    path = desk.path(f"releases/{told['release']}")
    seen = _read(desk, path)
    body = placed(seen["body"] or "", told["text"])
    if body == (seen["body"] or ""):
        return Said(str(seen["id"]), seen["html_url"], "found")
    now = _read(desk, path)
    if now["body"] != seen["body"]:
        body = placed(now["body"] or "", told["text"])
    # The body alone: of an immutable release the tag and the assets stay, and notes may change.
    made = desk.calls.write("PATCH", path, {"body": body}).json
    return Said(str(made["id"]), made["html_url"], "edited")


def _read(desk: Desk, path: str) -> dict[str, Any]:
    found: dict[str, Any] = desk.calls.read(path).json
    return found


def outside(body: str) -> tuple[str, str]:
    """What people wrote before and after our part; all of it before where there is none yet."""
    if (body.count(START), body.count(END)) == (0, 0):
        return (f"{body}\n\n" if body else ""), ""
    before, _, rest = body.partition(START)
    _, end, after = rest.partition(END)
    if (body.count(START), body.count(END)) != (1, 1) or not end:
        raise Declined(
            f"the release's text has {body.count(START)} times {START} and {body.count(END)} times "
            f"{END}, and needs each once, in this order: take out what does not belong there"
        )
    return before, after


def placed(body: str, text: str) -> str:
    """The body with our part in it, and the rest to the byte."""
    before, after = outside(body)
    made = f"{before}{START}\n{text.strip()}\n{END}{after}"
    if len(made) > GITHUB_LIMIT:
        raise Declined(
            f"the notes and what people wrote around them have {len(made):,} characters, and "
            f"GitHub takes {GITHUB_LIMIT:,}: shorten the text around; then they are made anew"
        )
    return made
