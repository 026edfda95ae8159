"""A commit: what it is, known for sure from git, or as far as a push told."""

from datetime import datetime

import msgspec

from domain import subject
from domain.fact import Actor, Fact, Sha


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
        """What else the commit is about, by its own words."""
        return (
            *(subject.issue(number) for number in self.closes),
            *(subject.picks(sha) for sha in self.picked_from),
            *(subject.reversals(sha) for sha in self.reverts),
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
    push, to stand in for the parents until they are known.
    """

    sha: Sha
    authorship: Authorship
    follows: Sha | None = None

    def about(self) -> tuple[str, ...]:
        return subject.commit(self.sha), *self.authorship.about()
