"""Workflow runs of GitHub Actions: one number for all attempts, and a number for each attempt."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.checks import Suite
from tests.github.clock import iso
from tests.github.commit_shapes import short

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository


@dataclass
class WorkflowRun:
    suite: Suite
    id: int
    workflow_id: int
    name: str
    run_number: int
    actor: Account
    created_at: datetime
    updated_at: datetime
    run_started_at: datetime
    event: str = "push"
    run_attempt: int = 1
    status: str = "queued"
    conclusion: str | None = None

    @property
    def path(self) -> str:
        return f".github/workflows/{self.name}.yml"

    def go(self, action: str, status: str, conclusion: str | None = None) -> None:
        self.updated_at = self.suite.repo.hub.clock.tick()
        self.status, self.conclusion = status, conclusion
        told = {"workflow_run": workflow_run(self), "workflow": workflow(self)}
        self.suite.repo.tell("workflow_run", self.actor, action=action, **told)

    def finish(self, conclusion: str = "success") -> None:
        self.go("completed", "completed", conclusion)

    def rerun(self, conclusion: str = "success") -> None:
        """The same run once more: its number stays, its attempt counts on."""
        self.run_attempt += 1
        self.run_started_at = self.suite.repo.hub.clock.tick()
        self.go("requested", "queued")
        self.finish(conclusion)


class Workflows:
    hub: "Hub"

    def __init__(self) -> None:
        self.workflow_runs: list[WorkflowRun] = []
        self.workflows: dict[str, int] = {}

    def workflow(
        self: "Repository",
        name: str,
        conclusion: str | None = "success",
        at: str | None = None,
        *,
        event: str = "push",
        by: str = "ada",
    ) -> WorkflowRun:
        """Run one; without a conclusion it stays under way."""
        hub, moment = self.hub, self.hub.clock.tick()
        sha = at or self.head()
        known = self.workflows.setdefault(name, hub.next("workflow"))
        number = sum(one.name == name for one in self.workflow_runs) + 1
        suite = self.suite(sha, hub.actions)
        who, id_ = hub.account(by), hub.next("workflow_run")
        made = WorkflowRun(suite, id_, known, name, number, who, moment, moment, moment, event)
        self.workflow_runs.append(made)
        made.go("requested", "queued")
        made.go("in_progress", "in_progress")
        if conclusion:
            made.finish(conclusion)
        return made


def workflow_run(of: WorkflowRun) -> dict[str, Any]:
    repo = of.suite.repo
    here = f"{repo.api}/actions/runs/{of.id}"
    heads = [ref for ref, tip in repo.git.refs.items() if tip == of.suite.head_sha]
    branch = next((ref.removeprefix("refs/heads/") for ref in heads if "/heads/" in ref), None)
    before = f"{here}/attempts/{of.run_attempt - 1}" if of.run_attempt > 1 else None
    rest = ("jobs", "logs", "artifacts", "cancel", "rerun")
    return {
        "id": of.id,
        "name": of.name,
        "node_id": f"WFR_{of.id}",
        "check_suite_id": of.suite.id,
        "check_suite_node_id": f"CS_{of.suite.id}",
        "head_branch": branch,
        "head_sha": of.suite.head_sha,
        "path": of.path,
        "display_title": of.name,
        "run_number": of.run_number,
        "run_attempt": of.run_attempt,
        "event": of.event,
        "status": of.status,
        "conclusion": of.conclusion,
        "workflow_id": of.workflow_id,
        "url": here,
        "html_url": f"{repo.html}/actions/runs/{of.id}",
        "pull_requests": [],
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
        "run_started_at": iso(of.run_started_at),
        "actor": user(repo.hub, of.actor),
        "triggering_actor": user(repo.hub, of.actor),
        **{f"{name}_url": f"{here}/{name}" for name in rest},
        "check_suite_url": f"{repo.api}/check-suites/{of.suite.id}",
        "previous_attempt_url": before,
        "workflow_url": f"{repo.api}/actions/workflows/{of.workflow_id}",
        "head_commit": short(repo, of.suite.head_sha),
        "repository": repo.minimal(),
        "head_repository": repo.minimal(),
        "referenced_workflows": [],
    }


def workflow(of: WorkflowRun) -> dict[str, Any]:
    repo = of.suite.repo
    return {
        "id": of.workflow_id,
        "node_id": f"W_{of.workflow_id}",
        "name": of.name,
        "path": of.path,
        "state": "active",
        "created_at": iso(of.created_at),
        "updated_at": iso(of.created_at),
        "url": f"{repo.api}/actions/workflows/{of.workflow_id}",
        "html_url": f"{repo.html}/blob/{repo.default_branch}/{of.path}",
        "badge_url": f"{repo.html}/workflows/{of.name}/badge.svg",
    }
