"""The names in a clone, and the commits that they lead to."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from domain.fact import Actor
from service.clone.git import Git
from service.clone.objects import Tagging, commit_date, tagging

# What git keeps for itself under refs/, and nobody made as a part of the history.
_PRIVATE = ("refs/stash", "refs/notes/", "refs/replace/", "refs/bisect/", "refs/original/")
_LONGEST = 1024


class Tag(NamedTuple):
    """`object` is the tag object of an annotated tag, else the commit, as is `sha` for both.

    `at` is when it was made, where it says so; `committed` is the date of its commit.
    """

    name: str
    object: str
    sha: str
    tagger: Actor | None
    at: datetime | None
    committed: datetime


class Branch(NamedTuple):
    name: str
    sha: str
    committed: datetime


class Refs(NamedTuple):
    """All names at one moment. `tips` are the commits from which all others are reached."""

    tags: list[Tag]
    branches: list[Branch]
    tips: set[str]
    notes: list[str]


def read_refs(git: Git) -> Refs:
    """One look at all names; those that lead to no commit are left out, with a note."""
    named = _named(git)
    head = git.ask("rev-parse", "--quiet", "--verify", "HEAD")
    commits, taggings = _peeled(git, {*named.values(), *([head] if head else [])})
    found = {name: id_ for name, id_ in named.items() if id_ in commits and _readable(name)}
    tags = _within("refs/tags/", found)
    # The origin's own word counts; a branch of the clone may be somebody's private copy of it.
    branches = _within("refs/heads/", found) | _within("refs/remotes/origin/", found)
    dates = _dates(git, {commits[id_] for id_ in (*tags.values(), *branches.values())})
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


def _named(git: Git) -> dict[str, str]:
    """The ids of all names that stand for themselves, and that people gave."""
    listed = git.ask("for-each-ref", "--format=%(objectname) %(symref) %(refname)") or ""
    lines = (line.split(" ", 2) for line in listed.split("\n") if line)
    return {
        name: id_ for id_, aliased, name in lines if not aliased and not name.startswith(_PRIVATE)
    }


def _peeled(git: Git, ids: set[str]) -> tuple[dict[str, str], dict[str, Tagging]]:
    """The commits behind ids, also through tags of tags, and what the tags say."""
    kinds = git.kinds(ids)
    taggings: dict[str, Tagging] = {}
    unread = {id_ for id_, kind in kinds.items() if kind == "tag"}
    while unread:
        read = {one.id: tagging(one.id, one.content) for one in git.objects(unread)}
        taggings |= read
        behind = git.kinds({one.object for one in read.values()} - kinds.keys())
        kinds |= behind
        unread = {id_ for id_, kind in behind.items() if kind == "tag"}
    ends = {id_: _end(id_, taggings) for id_ in ids}
    return {id_: end for id_, end in ends.items() if kinds.get(end) == "commit"}, taggings


def _end(id_: str, taggings: Mapping[str, Tagging]) -> str:
    while id_ in taggings:
        id_ = taggings[id_].object
    return id_


def _dates(git: Git, shas: set[str]) -> dict[str, datetime]:
    return {one.id: commit_date(one.id, one.content) for one in git.objects(shas)}


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
