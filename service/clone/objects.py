"""Commits and tags as git stores them, to the byte, read as what they tell."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from domain.commit import CommitMade
from domain.errors import Malformed
from domain.fact import EPOCH, Actor
from domain.message import authorship

# Who it was, up to the last «>» where there is one, and when.
_WHO_AND_WHEN = rb"(?:([^\n]*)>)?([^\n>]*)"
_COMMIT = re.compile(
    rb"tree [0-9a-f]+\n((?:parent [0-9a-f]+\n)*)(?:author %b\n)?(?:committer %b\n)?"
    % (_WHO_AND_WHEN, _WHO_AND_WHEN)
)
_TAG = re.compile(
    rb"object ([0-9a-f]+)\ntype [a-z]+\n(?:tag [^\n]*\n)?(?:tagger %b(?:\n|\Z))?" % _WHO_AND_WHEN
)
_ENCODING = re.compile(rb"\nencoding ([^\n]*)")


class Tagging(NamedTuple):
    """What a tag object says: what it is on, and who made it when, where it says so."""

    object: str
    tagger: Actor | None
    at: datetime | None


def commit_made(sha: str, content: bytes, *, via: str, repository: str) -> CommitMade:
    """The fact that a stored commit tells, with its true parents, also where a clone lacks them."""
    found = _lines(sha, content)
    parents, author, authored, _, committed = found.groups(b"")
    message, codec = _message(content, found.end())
    authored_at, at = _moment(authored), _moment(committed)
    date = at or authored_at or EPOCH
    return CommitMade(
        at=date,
        via=via,
        inferred="" if at else "at: the commit has no date that can be read",
        sha=sha,
        parents=tuple(parents.decode("ascii").split()[1::2]),
        authorship=authorship(
            _person(author, codec), authored_at or date, message, repository=repository
        ),
    )


def commit_author(sha: str, content: bytes) -> Actor:
    """Who wrote it."""
    found = _lines(sha, content)
    return _person(found[2] or b"", _message(content, found.end())[1])


def commit_date(sha: str, content: bytes) -> datetime:
    """When it was committed; the beginning of 1970 where it has no date that can be read."""
    return _moment(_lines(sha, content)[5] or b"") or EPOCH


def tagging(id_: str, content: bytes) -> Tagging:
    """What a stored tag tells."""
    found = _TAG.match(content)
    if found is None:
        raise Malformed(f"the tag {id_} cannot be read: see what `git fsck` says of the clone")
    object_, tagger, at = found.groups()
    who = _person(tagger or b"", "utf-8") if tagger is not None or at else None
    return Tagging(object_.decode("ascii"), who, _moment(at or b""))


def _lines(sha: str, content: bytes) -> re.Match[bytes]:
    """Its lines of parents, and who and when its author and its committer were, if it says so."""
    found = _COMMIT.match(content)
    if found is None:
        raise Malformed(f"the commit {sha} cannot be read: see what `git fsck` says of the clone")
    return found


def _message(content: bytes, end: int) -> tuple[str, str]:
    """The message after all headers, and the encoding that one of them may name."""
    if content.startswith(b"\n", end):
        return _text(content[end + 1 :], "utf-8"), "utf-8"
    headers, _, message = content.partition(b"\n\n")
    encoding = _ENCODING.search(headers, end - 1) if b"\nencoding " in headers else None
    codec = encoding[1].decode("ascii", "replace") if encoding else "utf-8"
    return _text(message, codec), codec


@lru_cache(maxsize=4096)  # a history is written by few
def _person(who: bytes, codec: str) -> Actor:
    name, _, email = who.partition(b"<")
    return Actor(_text(name, codec).strip(), kind="git", email=_text(email, codec).strip())


@lru_cache(maxsize=64)  # most commits are written and committed at once
def _moment(date: bytes) -> datetime | None:
    """Seconds and a time zone, of which only the seconds tell when; None for what is no moment."""
    seconds = date.strip().partition(b" ")[0]
    if not seconds.removeprefix(b"-").isdigit():
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, ValueError, OSError):
        return None


def _text(raw: bytes, codec: str) -> str:
    if codec == "utf-8":
        return raw.decode("utf-8", "replace")
    try:
        decoded = raw.decode(codec, "replace")
    except (LookupError, ValueError):  # no such encoding, or none of text
        return raw.decode("utf-8", "replace")
    return decoded.encode("utf-8", "replace").decode("utf-8")  # some make half characters
