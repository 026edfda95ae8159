"""The names in a clone, and the commits that they lead to."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from msgspec import Struct

from domain.fact import Actor
from service.clone.git import Git, Object
from service.clone.listing import Listing
from service.clone.objects import Tagging, commit_date, tagging

_LONGEST = 1024


class Tag(Struct, frozen=True):
    """`object` is the tag object of an annotated tag, else the commit, as is `sha` for both.

    `at` is when it was made, where it says so; `committed` is the date of its commit.
    """

    name: str
    object: str
    sha: str
    tagger: Actor | None
    at: datetime | None
    committed: datetime


class Branch(Struct, frozen=True):
    name: str
    sha: str
    committed: datetime


class Refs(Struct, frozen=True):
    """All names at one moment. `tips` are the commits from which all others are reached."""

    tags: list[Tag]
    branches: list[Branch]
    tips: set[str]
    notes: list[str]


def read_refs(git: Git, listed: Listing) -> Refs:
    """The names as tags and branches; those that lead to no commit are left out, with a note."""
    named = listed.names
    stored, taggings = _stored(git, listed)
    ends = {id_: _end(id_, taggings) for id_ in listed.ids}
    commits = {
        id_: end for id_, end in ends.items() if end in stored and stored[end].kind == b"commit"
    }
    dates = {end: commit_date(end, stored[end].content) for end in set(commits.values())}
    found = {name: id_ for name, id_ in named.items() if id_ in commits and _readable(name)}
    tags = _within("refs/tags/", found)
    # The origin's own word counts; a branch of the clone may be somebody's private copy of it.
    branches = _within("refs/heads/", found) | _within("refs/remotes/origin/", found)
    nobody = Tagging("", None, None)
    return Refs(
        [
            Tag(name, id_, commits[id_], *taggings.get(id_, nobody)[1:], dates[commits[id_]])
            for name, id_ in tags.items()
        ],
        [Branch(name, id_, dates[id_]) for name, id_ in branches.items()],
        set(commits.values()),
        [*_left_out(named, commits)],
    )


def _stored(git: Git, listed: Listing) -> tuple[dict[str, Object], dict[str, Tagging]]:
    """What stands behind the names, also through tags of tags, and what the tags say."""
    stored: dict[str, Object] = {}
    taggings: dict[str, Tagging] = {}
    read = {one.id: one for one in listed.found()}
    while read:
        told = {id_: tagging(id_, one.content) for id_, one in read.items() if one.kind == b"tag"}
        stored |= read
        taggings |= told
        # Only tags of tags need another look.
        unread = {one.object for one in told.values()} - stored.keys()
        read = _read(git, unread) if unread else {}
    return stored, taggings


def _read(git: Git, ids: set[str]) -> dict[str, Object]:
    with git.finding(ids) as found:
        return {one.id: one for one in found()}


def _end(id_: str, taggings: Mapping[str, Tagging]) -> str:
    while id_ in taggings:
        id_ = taggings[id_].object
    return id_


def _within(place: str, named: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(place): id_ for name, id_ in named.items() if name.startswith(place)}


def _readable(name: str) -> bool:
    try:
        return len(name.encode()) <= _LONGEST
    except UnicodeEncodeError:  # of bytes that are not UTF-8
        return False


def _left_out(named: Mapping[str, str], commits: Mapping[str, str]) -> Iterator[str]:
    unreadable = sum(not _readable(name) for name in named)
    nowhere = sum(id_ not in commits for id_ in named.values())
    if unreadable:
        yield f"{unreadable} names were left out, not being UTF-8 or over {_LONGEST} bytes long"
    if nowhere:
        yield f"{nowhere} names were left out, leading to a file or a tree and to no commit"
