"""What is said about a commit: check runs of Apps, gathered in suites, and plain statuses."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.clock import iso
from tests.github.commit_shapes import commit, short
from tests.github.pull_shapes import minimal

if TYPE_CHECKING:
    from tests.github.apps import App
    from tests.github.hub import Hub
    from tests.github.repository import Repository

WORST = ("failure", "timed_out", "cancelled", "action_required", "stale", "success")


@dataclass
class Suite:
    """All runs of one App on one commit."""

    repo: "Repository"
    id: int
    app: "App"
    head_sha: str
    created_at: datetime
    updated_at: datetime
    runs: list["CheckRun"] = field(default_factory=list)
    told: bool = False

    @property
    def status(self) -> str:
        done = self.runs and all(run.status == "completed" for run in self.runs)
        return "completed" if done else "in_progress" if self.runs else "queued"

    @property
    def conclusion(self) -> str | None:
        if self.status != "completed":
            return None
        conclusions = {run.conclusion for run in self.runs}
        return next((one for one in WORST if one in conclusions), "neutral")

    def settle(self, by: str) -> None:
        self.updated_at = self.repo.hub.clock()
        if self.status == "completed":
            self.repo.tell("check_suite", by, action="completed", check_suite=suite(self))


@dataclass
class CheckRun:
    suite: Suite
    id: int
    name: str
    status: str
    conclusion: str | None = None
    started_at: datetime | None = None
    completed_at: datetime | None = None
    external_id: str = ""
    details_url: str | None = None
    output: dict[str, Any] = field(default_factory=dict)

    def finish(self, conclusion: str = "success", by: str = "ada") -> None:
        self.status, self.conclusion = "completed", conclusion
        self.completed_at = self.suite.repo.hub.clock.tick()
        self.tell("completed", by)
        self.suite.settle(by)

    def tell(self, action: str, by: str) -> None:
        told = run(self) | {"check_suite": simple_suite(self.suite)}
        self.suite.repo.tell("check_run", by, action=action, check_run=told)


@dataclass
class Status:
    id: int
    sha: str
    context: str
    state: str
    creator: Account
    created_at: datetime
    target_url: str | None = None
    description: str | None = None


class Checks:
    hub: "Hub"

    def __init__(self) -> None:
        self.suites: list[Suite] = []
        self.runs: list[CheckRun] = []
        self.statuses: list[Status] = []

    def suite(self: "Repository", sha: str, app: "App") -> Suite:
        for known in self.suites:
            if known.head_sha == sha and known.app is app:
                return known
        at = self.hub.clock()
        made = Suite(self, self.hub.next("check_suite"), app, sha, at, at)
        self.suites.append(made)
        return made

    def start_check(
        self: "Repository",
        name: str,
        at: str | None = None,
        *,
        app: "App | None" = None,
        by: str = "ada",
        status: str = "in_progress",
        **more: Any,
    ) -> CheckRun:
        """Without an App it is one of GitHub Actions."""
        started = self.hub.clock.tick()
        suite = self.suite(at or self.head(), app or self.hub.actions)
        made = CheckRun(suite, self.hub.next("check_run"), name, status, None, started, **more)
        suite.runs.append(made)
        self.runs.append(made)
        made.tell("created", by)
        return made

    def check(
        self, name: str, conclusion: str = "success", at: str | None = None, **how: Any
    ) -> CheckRun:
        """A check that runs and ends so; a second one of the same name is a run anew."""
        made = self.start_check(name, at, **how)
        made.finish(conclusion, how.get("by", "ada"))
        return made

    def status(
        self: "Repository",
        context: str,
        state: str = "success",
        at: str | None = None,
        *,
        by: str = "ada",
        **more: Any,
    ) -> Status:
        sha, moment = at or self.head(), self.hub.clock.tick()
        who = self.hub.account(by)
        made = Status(self.hub.next("status"), sha, context, state, who, moment, **more)
        self.statuses.append(made)
        told = {
            "id": made.id,
            "sha": sha,
            "name": self.full_name,
            "target_url": made.target_url,
            "avatar_url": user(self.hub, who)["avatar_url"],  # type: ignore[index]
            "context": context,
            "description": made.description,
            "state": state,
            "commit": commit(self, self.git.one(sha)),
            "branches": _branches(self, sha),
            "created_at": iso(moment),
            "updated_at": iso(moment),
        }
        self.tell("status", by, **told)
        return made


def _branches(repo: "Repository", sha: str) -> list[dict[str, Any]]:
    """At most ten, of which this is the tip."""
    here = {"sha": sha, "url": f"{repo.api}/commits/{sha}"}
    heads = [ref for ref, tip in repo.git.refs.items() if tip == sha and "/heads/" in ref][:10]
    names = [ref.removeprefix("refs/heads/") for ref in heads]
    return [{"name": name, "commit": here, "protected": False} for name in names]


def _pulls(repo: "Repository", sha: str) -> list[dict[str, Any]]:
    return [minimal(one) for one in repo.pulls if one.head_sha == sha and one.state == "open"]


def run(of: CheckRun) -> dict[str, Any]:
    repo, suite = of.suite.repo, of.suite
    here, page = f"{repo.api}/check-runs/{of.id}", f"{repo.html}/runs/{of.id}"
    given = {name: of.output.get(name) for name in ("title", "summary", "text")}
    return {
        "id": of.id,
        "node_id": f"CR_{of.id}",
        "head_sha": suite.head_sha,
        "name": of.name,
        "external_id": of.external_id,
        "url": here,
        "html_url": page,
        "details_url": of.details_url or page,
        "status": of.status,
        "conclusion": of.conclusion,
        "started_at": of.started_at and iso(of.started_at),
        "completed_at": of.completed_at and iso(of.completed_at),
        "output": given | {"annotations_count": 0, "annotations_url": f"{here}/annotations"},
        "check_suite": {"id": suite.id},
        "app": suite.app.shape(),
        "pull_requests": _pulls(repo, suite.head_sha),
    }


def suite(of: Suite) -> dict[str, Any]:
    repo = of.repo
    return simple_suite(of) | {
        "latest_check_runs_count": len({one.name for one in of.runs}),
        "check_runs_url": f"{repo.api}/check-suites/{of.id}/check-runs",
        "head_commit": short(repo, of.head_sha),
        "rerequestable": True,
        "runs_rerequestable": True,
    }


def simple_suite(of: Suite) -> dict[str, Any]:
    repo = of.repo
    return {
        "id": of.id,
        "node_id": f"CS_{of.id}",
        "head_branch": _branch(of),
        "head_sha": of.head_sha,
        "status": of.status,
        "conclusion": of.conclusion,
        "url": f"{repo.api}/check-suites/{of.id}",
        "before": None,
        "after": of.head_sha,
        "pull_requests": _pulls(repo, of.head_sha),
        "app": of.app.shape(),
        "repository": repo.minimal(),
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
    }


def _branch(of: Suite) -> str | None:
    branches = _branches(of.repo, of.head_sha)
    return branches[0]["name"] if branches else None


def status(repo: "Repository", of: Status) -> dict[str, Any]:
    return {
        "url": f"{repo.api}/statuses/{of.sha}",
        "avatar_url": f"{repo.hub.html}/avatars/{of.creator.id}",
        "id": of.id,
        "node_id": f"SC_{of.id}",
        "state": of.state,
        "description": of.description,
        "target_url": of.target_url,
        "context": of.context,
        "created_at": iso(of.created_at),
        "updated_at": iso(of.created_at),
        "creator": user(repo.hub, of.creator),
    }
