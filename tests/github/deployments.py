"""Deployments, their statuses, and environments, which come into being with the first deployment.

No event tells of the state `inactive`, neither where somebody sets it, nor where GitHub does
because a later deployment to the same environment succeeded (its documentation of deployment
statuses).
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.answers import invalid
from tests.github.clock import iso

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository


@dataclass
class Progress:
    """A deployment's status."""

    id: int
    deployment: "Deployment"
    state: str
    creator: Account
    created_at: datetime
    environment: str
    description: str = ""
    environment_url: str = ""
    log_url: str = ""


@dataclass
class Deployment:
    repo: "Repository"
    id: int
    sha: str
    ref: str
    environment: str
    creator: Account
    created_at: datetime
    updated_at: datetime
    task: str = "deploy"
    description: str | None = None
    payload: Any = field(default_factory=dict)
    production: bool = False
    transient: bool = False
    statuses: list[Progress] = field(default_factory=list)

    def status(
        self, state: str, *, by: str = "ada", auto_inactive: bool = True, **more: Any
    ) -> Progress:
        """Say how it goes: queued, in_progress, pending, success, failure, error, inactive."""
        made = self.settle(state, by, **more)
        if state != "inactive":
            told = {"deployment_status": progress(made), "deployment": deployment(self)}
            silent = dict.fromkeys(("check_run", "workflow", "workflow_run"))
            self.repo.tell("deployment_status", by, action="created", **told, **silent)
        if state == "success" and auto_inactive:
            self._retire_others(by)
        return made

    def settle(self, state: str, by: str, **more: Any) -> Progress:
        hub, at = self.repo.hub, self.repo.hub.clock.tick()
        self.updated_at = at
        more = {"environment": self.environment} | more
        made = Progress(hub.next("deployment_status"), self, state, hub.account(by), at, **more)
        self.statuses.append(made)
        return made

    def _retire_others(self, by: str) -> None:
        for other in self.repo.deployments:
            same = other.environment == self.environment and other is not self
            now = other.statuses[-1].state if other.statuses else ""
            if same and now == "success" and not (other.transient or other.production):
                other.settle("inactive", by)


@dataclass
class Environment:
    id: int
    name: str
    created_at: datetime


@dataclass
class Gate:
    """A deployment waits for an App's answer; `answers` are what it was told, in their order."""

    deployment: Deployment
    run_id: int
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def state(self) -> str:
        verdicts = [one["state"] for one in self.answers if one.get("state")]
        return verdicts[-1] if verdicts else "waiting"


class Deployments:
    hub: "Hub"

    def __init__(self) -> None:
        self.deployments: list[Deployment] = []
        self.environments: list[Environment] = []
        self.gates: list[Gate] = []

    def deploy(
        self: "Repository",
        environment: str,
        *states: str,
        ref: str | None = None,
        by: str = "ada",
        **more: Any,
    ) -> Deployment:
        """Ask for a deployment, and say how it went: `repo.deploy("staging", "success")`."""
        hub, at, named = self.hub, self.hub.clock.tick(), ref or self.default_branch
        sha = self.resolve(named)
        if sha is None:
            raise invalid("Deployment", "ref", "invalid")
        self.environment(environment)
        number = hub.next("deployment")
        more = {"production": environment == "production"} | more
        made = Deployment(self, number, sha, named, environment, hub.account(by), at, at, **more)
        self.deployments.append(made)
        silent = dict.fromkeys(("workflow", "workflow_run"))
        self.tell("deployment", by, action="created", deployment=deployment(made), **silent)
        for state in states:
            made.status(state, by=by)
        return made

    def environment(self, name: str) -> Environment:
        known = next((one for one in self.environments if one.name == name), None)
        if known is None:
            known = Environment(self.hub.next("environment"), name, self.hub.clock())
            self.environments.append(known)
        return known

    def ask_gate(self: "Repository", environment: str, *, ref: str | None = None) -> Gate:
        """A workflow wants to deploy, and asks the Apps that guard the environment."""
        asked = self.deploy(environment, ref=ref)
        made = Gate(asked, self.hub.next("workflow_run"))
        self.gates.append(made)
        here = f"{self.api}/actions/runs/{made.run_id}/deployment_protection_rule"
        self.tell(
            "deployment_protection_rule",
            asked.creator,
            action="requested",
            environment=environment,
            event="push",
            sha=asked.sha,
            ref=f"refs/heads/{asked.ref}",
            deployment_callback_url=here,
            deployment=deployment(asked),
            pull_requests=[],
        )
        return made


def deployment(of: Deployment) -> dict[str, Any]:
    here = f"{of.repo.api}/deployments/{of.id}"
    return {
        "url": here,
        "id": of.id,
        "node_id": f"DE_{of.id}",
        "sha": of.sha,
        "ref": of.ref,
        "task": of.task,
        "payload": of.payload,
        "original_environment": of.environment,
        "environment": of.environment,
        "description": of.description,
        "creator": user(of.repo.hub, of.creator),
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
        "statuses_url": f"{here}/statuses",
        "repository_url": of.repo.api,
        "transient_environment": of.transient,
        "production_environment": of.production,
    }


def progress(of: Progress) -> dict[str, Any]:
    repo = of.deployment.repo
    here = f"{repo.api}/deployments/{of.deployment.id}"
    return {
        "url": f"{here}/statuses/{of.id}",
        "id": of.id,
        "node_id": f"DES_{of.id}",
        "state": of.state,
        "creator": user(repo.hub, of.creator),
        "description": of.description,
        "environment": of.environment,
        "target_url": of.log_url,
        "created_at": iso(of.created_at),
        "updated_at": iso(of.created_at),
        "deployment_url": here,
        "repository_url": repo.api,
        "environment_url": of.environment_url,
        "log_url": of.log_url,
    }


def environment(repo: "Repository", of: Environment) -> dict[str, Any]:
    return {
        "id": of.id,
        "node_id": f"EN_{of.id}",
        "name": of.name,
        "url": f"{repo.api}/environments/{of.name}",
        "html_url": f"{repo.html}/deployments/activity_log?environments_filter={of.name}",
        "created_at": iso(of.created_at),
        "updated_at": iso(of.created_at),
        "protection_rules": [],
        "deployment_branch_policy": None,
    }
