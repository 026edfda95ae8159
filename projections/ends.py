"""The ends of a range: a tag, a branch, a version, a commit or a moment, as people name them."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from domain.errors import NotFound
from domain.scheme import rank
from domain.version import FLOOR
from projections.branches import default_head, head_of
from projections.notes.series import Lineup
from projections.notes.settings import Settings
from projections.standing import standing, tags
from projections.view import View

_DEFAULT = Settings()
_SHA = re.compile(r"[0-9a-f]{4,64}")
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}.*")


class End(Struct, frozen=True):
    """`kind` is tag, branch, commit or moment; `why` says how the name was read."""

    asked: str
    kind: str
    sha: str
    why: str
    positions: tuple[int, ...]


class Asking(Struct, frozen=True):
    """A name, and where it was asked."""

    view: View
    asked: str
    component: str
    lineup: Lineup


def end(view: View, asked: str, component: str = "", settings: Settings = _DEFAULT) -> End:
    """The commit that is meant; `NotFound` with what was tried where there is none.

    A tag goes before a branch of the same name, as in git, and both before a version without what
    its tag has before it: «1.2» is the tag `v1.2`, or that of the component, whose own versions go
    before every other name. `tag:`, `branch:`, `version:`, `commit:` and `at:` before it leave no
    doubt. A time without a zone is UTC, a day is its beginning.
    """
    asking = Asking(view, asked, component, Lineup(view, settings))
    kind, colon, name = asked.partition(":")
    if colon and kind in _READ:
        found = _READ[kind](asking, name)
    else:
        kinds = ("version", *_READ) if component else _READ
        found = next(filter(None, (_READ[kind](asking, asked) for kind in kinds)), None)
    if found is None:
        raise unknown(view, asked, "no tag, branch, version, commit or moment that is known here")
    return found


def unknown(view: View, asked: str, what: str) -> NotFound:
    """To be raised: what was asked for is not there, and what may be meant."""
    from difflib import get_close_matches  # noqa: PLC0415 - most names are known

    name = asked.rpartition(":")[2]
    # A name may have been told, and its tag not be there: not yet, or no longer.
    others = [one for one in view.names.all() if one != name]
    near = get_close_matches(name, others, n=3, cutoff=0.7)
    advice = (
        f"did you mean {' or '.join(near)}?"
        if near
        else "check its spelling, write more of the SHA, or import the repository's history"
    )
    return NotFound(f"{asked} is {what}: {advice}")


def _tag(asking: Asking, name: str) -> End | None:
    ((_, tag),) = tags(asking.view, (name,))
    if tag is None:
        return None
    if tag.sha is None:
        raise NotFound(f"the commit of tag {name} is not known. {tag.note}")
    why = " ".join(filter(None, (f"tag {name}.", tag.note)))
    return End(asking.asked, "tag", tag.sha, why, tag.positions)


def _version(asking: Asking, text: str) -> End | None:
    """The tag of a version: one that is written so, else one that means the same."""
    ranking = rank(text)
    parts = dict.fromkeys((asking.component, ""))
    for part in parts:
        likes = [
            version
            for version in asking.lineup.below(part)
            if version.text == text
            or (ranking and version.precedence == FLOOR + ranking.precedence)
        ]
        names = [one.name for one in sorted(likes, key=lambda one: one.text != text)]
        for tag in standing(asking.view, names):
            why = f"tag {tag.name}, which is version {text}{f' of {part}' if part else ''}."
            why = " ".join(filter(None, (why, tag.note)))
            return End(asking.asked, "tag", tag.sha or "", why, tag.positions)
    return None


def _branch(asking: Asking, name: str) -> End | None:
    head = head_of(asking.view, name)
    if head is None:
        return None
    why = f"head of branch {name} since {_written(head.since)}."
    return End(asking.asked, "branch", head.sha, why, (head.position,))


def _commit(asking: Asking, text: str) -> End | None:
    text = text.lower()
    if not _SHA.fullmatch(text):
        return None
    sha = asking.view.commits.expand(text)
    if sha is None:
        return None
    why = "commit." if sha == text else f"the only known commit that begins with {text}."
    return End(asking.asked, "commit", sha, why, ())


def _moment(asking: Asking, text: str) -> End | None:
    if not _MOMENT.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    head = default_head(asking.view, moment)
    why = f"head of {head.branch} at {_written(moment)}, as it was since {_written(head.since)}."
    return End(asking.asked, "moment", head.sha, why, (head.position,))


def _written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"


_READ: Mapping[str, Callable[[Asking, str], End | None]] = {
    "tag": _tag,
    "branch": _branch,
    "version": _version,
    "commit": _commit,
    "at": _moment,
}
