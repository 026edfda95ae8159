"""What the repository is called, where its changes go by default, and whether it is archived.

GitHub tells of a rename only whom it can, and of a transfer only the new owner.
"""

from collections.abc import Iterator
from typing import Any

from domain.errors import NotFound
from projections.repositories import Repository, repository
from service.github.backfill.reading import Reading, Step


def read(reading: Reading, place: Any) -> Iterator[Step]:  # noqa: ARG001 - one step
    """Its stream is known by its number, so that a new name leads to the old history."""
    news = 0
    for action, changes in _changes(reading, _known(reading)):
        key = f"repository:{action}@{reading.now.isoformat()}"
        news += reading.tell("repository", key, action=action, changes=changes)
    yield Step(None, 1, news)


def _known(reading: Reading) -> Repository | None:
    with reading.look() as view:
        try:
            return repository(view)
        except NotFound:
            return None


def _changes(reading: Reading, known: Repository | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """As the actions of GitHub's `repository` event."""
    now = reading.repository
    if known is None:
        yield "created", {}
        return
    owner, _, name = known.name.partition("/")
    owner_now, _, name_now = now["full_name"].partition("/")
    if owner.lower() != owner_now.lower():
        yield "transferred", {"owner": {"from": {"organization": {"login": owner}}}}
    elif name != name_now:
        yield "renamed", {"repository": {"name": {"from": name}}}
    branch = now["default_branch"]
    if known.default_branch and known.default_branch != branch:
        yield "edited", {"default_branch": {"from": known.default_branch}}
    if known.archived != bool(now.get("archived")):
        yield ("unarchived" if known.archived else "archived"), {}
    if known.private != now["private"]:
        yield ("privatized" if now["private"] else "publicized"), {}
