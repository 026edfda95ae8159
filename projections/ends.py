"""The ends of a range: a tag, a branch, a commit or a moment, as people name them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from domain import subject
from domain.errors import NotFound
from projections.branches import default_head, head_of
from projections.tag_state import tag_of
from projections.view import View

_SHA = re.compile(r"[0-9a-f]{4,64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")


@dataclass(frozen=True, slots=True)
class End:
    """`kind` is tag, branch, commit or moment; `why` says how the name was read."""

    asked: str
    kind: str
    sha: str
    why: str
    positions: tuple[int, ...]


def end(view: View, asked: str) -> End:
    """The commit that is meant; `NotFound` with what was tried where there is none.

    A tag goes before a branch of the same name, as in git; `tag:`, `branch:`, `commit:` and `at:`
    before it leave no doubt. A time without a zone is UTC, a day is its beginning.
    """
    kind, colon, name = asked.partition(":")
    if colon and kind in _READ:
        found = _READ[kind](view, name, asked)
    else:
        found = next(filter(None, (read(view, asked, asked) for read in _READ.values())), None)
    if found is None:
        raise NotFound(
            f"{asked} is no tag, branch, commit or moment that is known here: check its spelling, "
            "write more of the SHA, or import the repository's history"
        )
    return found


def _tag(view: View, name: str, asked: str) -> End | None:
    tag = tag_of(name, view.about(subject.tag(name)))
    if tag is None:
        return None
    if tag.sha is None:
        raise NotFound(f"the commit of tag {name} is not known. {tag.note}")
    return End(
        asked, "tag", tag.sha, " ".join(filter(None, (f"tag {name}.", tag.note))), tag.positions
    )


def _branch(view: View, name: str, asked: str) -> End | None:
    head = head_of(view, name)
    if head is None:
        return None
    why = f"head of branch {name} since {_written(head.since)}."
    return End(asked, "branch", head.sha, why, (head.position,))


def _commit(view: View, text: str, asked: str) -> End | None:
    text = text.lower()
    if not _SHA.fullmatch(text):
        return None
    sha = view.commits.expand(text)
    if sha is None:
        return None
    why = "commit." if sha == text else f"the only known commit that begins with {text}."
    return End(asked, "commit", sha, why, ())


def _moment(view: View, text: str, asked: str) -> End | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    head = default_head(view, moment)
    why = f"head of {head.branch} at {_written(moment)}, as it was since {_written(head.since)}."
    return End(asked, "moment", head.sha, why, (head.position,))


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


_READ: Mapping[str, Callable[[View, str, str], End | None]] = {
    "tag": _tag,
    "branch": _branch,
    "commit": _commit,
    "at": _moment,
}
