"""A commit: what it is, known for sure from git, or as far as a push told."""

from collections.abc import Iterable
from datetime import datetime

import msgspec

from domain import subject
from domain.fact import Actor, Fact, Sha

# A commit that touches more than this touches a bit of everything, and is not kept path by path.
MOST_TOUCHED = 1000
MORE = "…"


class Authorship(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Who wrote it and when, and what its message says of pulls, issues and other commits."""

    author: Actor
    authored_at: datetime
    message: str
    pulls: tuple[int, ...] = ()  # «(#12)», «Merge pull request #12»
    closes: tuple[int, ...] = ()  # «Fixes #7»
    picked_from: tuple[str, ...] = ()  # «(cherry picked from commit …)»
    reverts: tuple[str, ...] = ()  # «This reverts commit …»

    def about(self) -> tuple[str, ...]:
        """What else the commit is about, by its own words; mostly nothing."""
        if not (self.pulls or self.closes or self.picked_from or self.reverts):
            return ()
        return (
            *map(subject.bringing, self.pulls),
            *map(subject.issue, self.closes),
            *map(subject.picks, self.picked_from),
            *map(subject.reversals, self.reverts),
        )


class CommitMade(Fact, frozen=True, kw_only=True, tag="commit.made.1"):
    """A commit with its true parents, from a clone or GitHub's API. `at` is its commit date."""

    sha: Sha
    parents: tuple[Sha, ...]
    authorship: Authorship

    def about(self) -> tuple[str, ...]:
        return subject.commit(self.sha), *self.authorship.about()


class CommitPushed(Fact, frozen=True, kw_only=True, tag="commit.pushed.1"):
    """A push carried a commit without naming its parents. `at` is the commit's own date.

    `follows` is the commit before it in the push, or the branch's former head: the order of the
    push, to stand in for the parents until they are known. `touched` are the paths that it changed,
    see `touched`; None where the push did not say.
    """

    sha: Sha
    authorship: Authorship
    follows: Sha | None = None
    touched: tuple[str, ...] | None = None

    def about(self) -> tuple[str, ...]:
        return subject.commit(self.sha), *self.authorship.about()


class CommitTouched(Fact, frozen=True, kw_only=True, tag="commit.touched.1"):
    """The paths that a commit changed, added or removed; see `touched`. `at` is its commit date."""

    sha: Sha
    paths: tuple[str, ...]

    def about(self) -> tuple[str, ...]:
        return (subject.commit(self.sha),)


def touched(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths as they are kept: each once, and `MORE` as the last where they are too many."""
    kept = sorted(set(paths))
    return (*kept[:MOST_TOUCHED], MORE) if len(kept) > MOST_TOUCHED else tuple(kept)
