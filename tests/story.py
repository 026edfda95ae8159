"""A story: given these facts, what is the answer? Everything in memory, nothing mocked."""

import hashlib
import random
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from uuid import UUID, uuid5

from domain.aggregate import Aggregate
from domain.branch import BranchAdvanced, BranchCreated, BranchForcePushed
from domain.check import CheckReported, StatusReported, WorkflowRunReported
from domain.commit import CommitMade, CommitPushed
from domain.deed import Deed
from domain.deployment import (
    Deployment,
    DeploymentDeactivated,
    DeploymentFact,
    DeploymentFailed,
    DeploymentProgressed,
    DeploymentRequested,
    DeploymentSucceeded,
    EnvironmentSighted,
)
from domain.fact import Actor, Fact, Told
from domain.issue import Issue, IssueOpened, IssueResolved
from domain.message import authorship, closes
from domain.pull_request import PullRequest, PullRequestMerged, PullRequestOpened
from domain.release import GitHubRelease, ReleaseFact, ReleasePublished
from domain.repository import RepositoryNamed
from domain.tag import TagAnnounced, TagCut, TagDeleted, TagMoved
from domain.version import read
from projections.notes.edits import NOTHING, Notebook
from projections.recorded import Recorded
from projections.standing import ReadTags
from projections.view import FIRST_COMMITS, Authors, Member, Range, Tags
from projections.who import Who, who

BEGINNING = datetime(2024, 1, 1, tzinfo=UTC)
STREAM = UUID("00000000-0000-0000-0000-0000000000aa")
MIRA, NOOR, BOT = Actor("mira", 1), Actor("noor", 2), Actor("robot[bot]", 3, "bot")


def sha(label: str) -> str:
    """A commit's name by a label that a test can be read with."""
    return hashlib.sha1(label.encode(), usedforsecurity=False).hexdigest()


def minute(number: float) -> datetime:
    return BEGINNING + timedelta(minutes=number)


class Story:
    """Facts told one after the other, a minute apart unless a time is given."""

    def __init__(self) -> None:
        # With what people decided among them, where it was `settled`.
        self.facts: list[Fact | Deed] = []
        self.minutes = 0

    def now(self) -> datetime:
        self.minutes += 1
        return minute(self.minutes)

    def given(self, *facts: Fact) -> Self:
        self.facts += facts
        return self

    def tell(self, kind: type[Fact], at: datetime | None = None, **fields: Any) -> Fact:
        fact = kind(at=at or self.now(), via="story", **{"by": MIRA} | fields)
        self.facts.append(fact)
        return fact

    def settled(self, *aggregates: Aggregate) -> Self:
        """Record what the aggregates decided since."""
        for one in aggregates:
            self.facts += [deed for deed in one.collect_events() if isinstance(deed, Deed)]
        return self

    # -- git ------------------------------------------------------------------------------------

    def commit(
        self,
        label: str,
        *parents: str,
        message: str = "",
        by: Actor = MIRA,
        at: datetime | None = None,
    ) -> str:
        at = at or self.now()
        wrote = authorship(by, at, message or label)
        told = {"sha": sha(label), "parents": parents, "authorship": wrote, "by": None}
        self.tell(CommitMade, at, **told)
        return sha(label)

    def pushed(
        self,
        label: str,
        follows: str | None = None,
        message: str = "",
        touched: tuple[str, ...] | None = None,
    ) -> str:
        at = self.now()
        wrote = authorship(MIRA, at, message or label)
        told = {"sha": sha(label), "authorship": wrote, "follows": follows, "touched": touched}
        self.tell(CommitPushed, at, **told)
        return sha(label)

    def cut(self, name: str, commit: str, at: datetime | None = None, object_: str = "") -> None:
        self.tell(TagCut, at, name=name, sha=commit, object=object_ or commit)

    def moved(self, name: str, before: str, commit: str, at: datetime | None = None) -> None:
        self.tell(TagMoved, at, name=name, before=before, sha=commit, object=commit)

    def deleted(self, name: str, before: str | None = None, at: datetime | None = None) -> None:
        self.tell(TagDeleted, at, name=name, before=before)

    def announced(self, name: str, at: datetime | None = None) -> None:
        self.tell(TagAnnounced, at, name=name)

    def branch(self, name: str, commit: str, before: str | None = None) -> None:
        if before is None:
            self.tell(BranchCreated, name=name, sha=commit)
        else:
            self.tell(BranchAdvanced, name=name, before=before, sha=commit)

    def forced(self, name: str, before: str, commit: str) -> None:
        self.tell(BranchForcePushed, name=name, before=before, sha=commit)

    # -- GitHub ---------------------------------------------------------------------------------

    def repository(self, name: str = "acme/app", default_branch: str = "main") -> None:
        told = {"forge": "github", "forge_id": "1", "default_branch": default_branch}
        self.tell(RepositoryNamed, name=name, **told)

    def merged(self, number: int, commit: str | None, title: str = "", **pull: Any) -> None:
        self._pull(
            *(PullRequestMerged, number, title),
            **{"state": "merged", "merge_commit_sha": commit, "merged_by": NOOR, **pull},
        )

    def opened(self, number: int, title: str = "", **pull: Any) -> None:
        self._pull(PullRequestOpened, number, title, **{"state": "open", **pull})

    def _pull(self, kind: type[Fact], number: int, title: str, **pull: Any) -> None:
        at = self.now()
        known = {
            "title": title or f"Change {number}",
            "author": MIRA,
            "base": "main",
            "head": f"topic-{number}",
            "head_sha": sha(f"head of {number}"),
            "updated_at": at,
            "merged_at": at if pull["state"] == "merged" else None,
            "closes": closes(pull.get("body", "")),
            "commits": 1,
        }
        self.tell(kind, at, pull=PullRequest(number=number, **known | pull))

    def released(
        self,
        kind: type[ReleaseFact],
        tag: str,
        id_: int = 1,
        /,
        at: datetime | None = None,
        **page: Any,
    ) -> None:
        at = at or self.now()
        extra = {"before": page.pop("before")} if "before" in page else {}
        snapshot = GitHubRelease(id=id_, tag=tag, **{"updated_at": at, "author": MIRA} | page)
        self.tell(kind, at, release=snapshot, **extra)

    def published(self, tag: str, id_: int = 1, /, **page: Any) -> None:
        self.released(ReleasePublished, tag, id_, **page)

    def issue(self, number: int, title: str = "", *, closed: bool = False) -> None:
        at = self.now()
        kind = IssueResolved if closed else IssueOpened
        state = "closed" if closed else "open"
        issue = Issue(number=number, title=title or f"Issue {number}", state=state, updated_at=at)
        self.tell(kind, at, issue=issue)

    def check(
        self,
        commit: str,
        name: str = "build",
        conclusion: str = "",
        *,
        run: str = "1",
        app_id: int = 1,
        started: float | None = None,
        at: datetime | None = None,
        suite: int | None = None,
    ) -> None:
        self.tell(
            *(CheckReported, at),
            sha=commit,
            app=f"app-{app_id}",
            app_id=app_id,
            name=name,
            run=run,
            status="completed" if conclusion else "in_progress",
            conclusion=conclusion,
            started_at=None if started is None else minute(started),
            suite=suite,
        )

    def status(self, commit: str, state: str, id_: int, context: str = "ci") -> None:
        self.tell(StatusReported, sha=commit, id=id_, context=context, state=state)

    def workflow(self, commit: str, conclusion: str, **run: Any) -> None:
        known = {"run": 1, "attempt": 1, "workflow": 9, "name": "CI", "event": "push"}
        status = "completed" if conclusion else "in_progress"
        told = {"sha": commit, "status": status, "conclusion": conclusion}
        self.tell(WorkflowRunReported, **known | told | run)

    def deployed(
        self,
        id_: str,
        commit: str,
        environment: str = "production",
        kind: type[DeploymentFact] = DeploymentSucceeded,
        *,
        at: datetime | None = None,
        by: Actor = MIRA,
        **more: Any,
    ) -> None:
        at = at or self.now()
        if not any(
            isinstance(fact, EnvironmentSighted) and fact.name == environment for fact in self.facts
        ):
            self.tell(EnvironmentSighted, at, name=environment)
        states = {DeploymentProgressed: "in_progress", DeploymentFailed: "failure"}
        state = {"state": states[kind]} if kind in states else {}
        what = Deployment(id=id_, sha=commit, environment=environment, **more)
        self.tell(kind, at, deployment=what, by=by, **state)

    def requested(
        self, id_: str, commit: str, environment: str = "production", **more: Any
    ) -> None:
        self.deployed(id_, commit, environment, DeploymentRequested, **more)

    def failed(self, id_: str, commit: str, environment: str = "production", **more: Any) -> None:
        self.deployed(id_, commit, environment, DeploymentFailed, **more)

    def under_way(self, id_: str, commit: str, environment: str = "production") -> None:
        self.deployed(id_, commit, environment, DeploymentProgressed)

    def inactive(self, id_: str, commit: str, environment: str = "production") -> None:
        self.deployed(id_, commit, environment, DeploymentDeactivated)

    # -- asking ---------------------------------------------------------------------------------

    def view(self, *, as_of: int | None = None, as_at: datetime | None = None) -> "StoryView":
        return StoryView(self.facts, as_of=as_of, as_at=as_at)

    def shuffled(self, seed: int, *, doubled: bool = True) -> "StoryView":
        """The same facts as they may arrive: in any order, and some of them twice."""
        chance = random.Random(seed)
        facts = self.facts + [fact for fact in self.facts if doubled and chance.random() < 0.5]
        chance.shuffle(facts)
        return StoryView(facts)


class StoryView:
    """`projections.view.View` over a list of facts; the first has position 1."""

    def __init__(
        self,
        facts: Iterable[Fact | Deed],
        *,
        as_of: int | None = None,
        as_at: datetime | None = None,
    ) -> None:
        everything = list(enumerate(facts, 1))
        told = [Told(position, one) for position, one in everything if isinstance(one, Fact)]
        self.stream = STREAM
        self.position = len(everything) if as_of is None else as_of
        self.as_at = as_at
        self.has_forge = True
        known = [one for one in told if one.position <= self.position]
        self.commits = StoryCommits(known)
        self.names = StoryNames(known)
        self.tags: Tags = ReadTags(self)
        self.authors: Authors = StoryAuthors(known)
        self.told = [one for one in known if as_at is None or one.fact.at <= as_at]
        self.decided = [
            Recorded(position, one)
            for position, one in everything
            if isinstance(one, Deed)
            and position <= self.position
            and (as_at is None or one.at <= as_at)
        ]

    def about(self, *subjects: str) -> list[Told]:
        wanted = set(subjects)
        return [one for one in self.told if not wanted.isdisjoint(one.fact.about())]

    def at(self, positions: Collection[int]) -> list[Told]:
        return [one for one in self.told if one.position in positions]

    def notebook(self) -> Notebook:
        return NOTHING

    def decisions(self, *subjects: str, stream: UUID | None = None) -> tuple[Recorded, ...]:
        wanted, whose = set(subjects), str(stream or self.stream)
        return tuple(
            one
            for one in self.decided
            if one.decision.repository == whose
            and (not wanted or not wanted.isdisjoint(one.decision.about()))
        )

    def decision(self, position: int) -> Recorded | None:
        return next((one for one in self.decided if one.position == position), None)

    def recorded(self, positions: Collection[int]) -> Mapping[int, datetime]:
        return {position: minute(1000 + position) for position in positions}


class StoryCommits:
    """`projections.view.Commits`, as plainly as it can be said."""

    def __init__(self, told: Iterable[Told]) -> None:
        self.known: dict[str, tuple[tuple[str, ...], Member]] = {}
        for position, fact in told:
            if isinstance(fact, CommitMade):
                self.known[fact.sha] = fact.parents, Member(fact.sha, position, False)
            elif isinstance(fact, CommitPushed) and fact.sha not in self.known:
                parents = (fact.follows,) if fact.follows else ()
                self.known[fact.sha] = parents, Member(fact.sha, position, True)

    def _reached(self, head: str | None) -> list[str]:
        """Parents after children: each commit is named once all of its parents are."""
        met: set[str] = set()
        order: list[str] = []
        todo = [(head, False)] if head else []
        while todo:
            commit, done = todo.pop()
            if done:
                order.append(commit)
            elif commit not in met:
                met.add(commit)
                todo.append((commit, True))
                parents, _ = self.known.get(commit, ((), None))
                todo.extend((parent, False) for parent in parents)
        return order[::-1]

    def between(self, base: str | None, head: str) -> Range:
        behind = set(self._reached(base))
        ahead = [commit for commit in self._reached(head) if commit not in behind]
        missing = {commit for commit in [*ahead, head, base or head] if commit not in self.known}
        members = tuple(self.known[commit][1] for commit in ahead if commit in self.known)
        diverged = base is not None and not self.is_ancestor(base, head)
        return Range(members, frozenset(missing), diverged)

    def heads_containing(self, sha: str, heads: Collection[str]) -> frozenset[str]:
        return frozenset(head for head in heads if self.is_ancestor(sha, head))

    def containing(
        self, shas: Collection[str], heads: Collection[str]
    ) -> Mapping[str, frozenset[str]]:
        return {sha: self.heads_containing(sha, heads) for sha in shas}

    def is_ancestor(self, sha: str, head: str) -> bool:
        return sha in self._reached(head)

    def expand(self, prefix: str) -> str | None:
        found = [commit for commit in self.known if commit.startswith(prefix)]
        return found[0] if len(found) == 1 else None


class StoryAuthors:
    """`projections.view.Authors`, as plainly as it can be said."""

    def __init__(self, told: Iterable[Told]) -> None:
        self.wrote: dict[Who, dict[str, datetime]] = {}
        for _, fact in told:
            if isinstance(fact, CommitMade | CommitPushed):
                self._note(who(fact.authorship.author), fact.sha, fact.at)
            elif isinstance(fact, PullRequestMerged) and fact.pull.merge_commit_sha:
                self._note(who(fact.pull.author), fact.pull.merge_commit_sha, fact.at)

    def _note(self, author: Who | None, commit: str, at: datetime) -> None:
        if author:
            self.wrote.setdefault(author, {}).setdefault(commit, at)

    def first_commits(self, people: Collection[Who]) -> Mapping[Who, tuple[str, ...]]:
        return {
            one: tuple(sorted(dates, key=lambda sha: (dates[sha], sha))[:FIRST_COMMITS])
            for one in people
            if (dates := self.wrote.get(one))
        }


class StoryNames:
    """`projections.view.Names`, as plainly as it can be said."""

    def __init__(self, told: Iterable[Told]) -> None:
        names = {name for one in told for name in _names(one.fact)}
        self.versions = sorted(map(read, names), key=lambda version: version.key)

    def below(self, component: str, key: bytes) -> Iterator[str]:
        for version in reversed(self.versions):
            if version.component == component and version.key < key:
                yield version.name

    def above(self, component: str, key: bytes) -> Iterator[str]:
        for version in self.versions:
            if version.component == component and version.key > key:
                yield version.name

    def page(
        self, component: str | None, *, after: tuple[bytes, str] | None, limit: int
    ) -> list[tuple[bytes, str]]:
        rows = [
            (version.key, version.name)
            for part in ([component] if component is not None else self.components())
            for version in reversed(self.versions)
            if version.component == part
        ]
        start = rows.index(after) + 1 if after else 0
        return rows[start : start + limit]

    def components(self) -> list[str]:
        return sorted({version.component for version in self.versions})

    def all(self) -> list[str]:
        return [version.name for version in self.versions]


def _names(fact: Fact) -> Iterator[str]:
    if isinstance(fact, TagCut | TagMoved | TagDeleted | TagAnnounced):
        yield fact.name
    elif isinstance(fact, ReleaseFact):
        yield fact.release.tag


def stream(number: int) -> UUID:
    return uuid5(STREAM, str(number))
