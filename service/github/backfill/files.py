"""The files by which a team configures its notes, as the head of the default branch has them."""

from base64 import b64decode
from collections.abc import Iterator
from typing import Any

from domain.configuration import LARGEST
from projections.notes.found_settings import PATHS, observed_files
from service.github.backfill.reading import Reading, Step
from service.github.errors import Gone, Rejected


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the head at which they were read: as long as it stays, so do they."""
    default = reading.repository["default_branch"]
    try:
        head = reading.calls.read(f"{reading.path}/commits/{default}").json["sha"]
    except (Gone, Rejected):  # nothing was ever pushed
        return
    if head == place:
        return
    with reading.look() as view:
        known = {path: fact.content for path, fact in observed_files(view).items()}
    at = reading.committed_at(head)
    news = 0
    for path in PATHS:
        content = _content(reading, path, head)
        if content != known.get(path):
            file = {
                "path": path,
                "content": content or "",
                "sha": head,
                "committed_at": at,
                "gone": content is None,
            }
            news += reading.tell("polled.file", f"file:{path}@{head}", file=file)
    yield Step(head, len(PATHS), news)


def _content(reading: Reading, path: str, head: str) -> str | None:
    """The file's text, where it is one that somebody wrote by hand."""
    try:
        found = reading.calls.read(f"{reading.path}/contents/{path}", ref=head).json
    except Gone:
        return None
    if not isinstance(found, dict) or found["type"] != "file" or found["size"] > LARGEST:
        return None
    text = b64decode(found["content"])
    return None if b"\0" in text else text.decode("utf-8", "replace")
