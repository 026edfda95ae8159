"""Routes: deployments, environments, workflow runs, and an App's answer to a gate."""

from typing import Any

from tests.github.accounts import user
from tests.github.answers import Answer, Ask, Refused, created, invalid, not_found, page, route
from tests.github.answers import nothing as nothing_said
from tests.github.deployments import Deployment, deployment, environment, progress
from tests.github.repository import Repository
from tests.github.workflows import WorkflowRun, workflow_run

HERE = "/repos/{owner}/{repo}"
# A gate takes so many reports without a verdict, each of so many characters.
REPORTS, REPORT = 10, 1024


@route("GET", HERE + "/deployments", "deployments")
def deployments(ask: Ask, repo: Repository) -> Answer:
    wanted = {
        name: ask.query[name] for name in ("sha", "ref", "task", "environment") if name in ask.query
    }
    told = [
        one
        for one in repo.deployments
        if all(getattr(one, name) == value for name, value in wanted.items())
    ]
    return page(ask, told[::-1], deployment)


def _the(repo: Repository, number: int) -> Deployment:
    found = next((one for one in repo.deployments if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/deployments/{deployment_id}", "deployments")
def one(ask: Ask, repo: Repository, deployment_id: int) -> Any:
    return deployment(_the(repo, deployment_id))


@route("POST", HERE + "/deployments", "deployments")
def create(ask: Ask, repo: Repository) -> Answer:
    ask.require("Deployment", "ref")
    body = ask.body
    made = repo.deploy(
        body.get("environment", "production"),
        ref=body["ref"],
        by=ask.actor.deeds_of().login,
        task=body.get("task", "deploy"),
        description=body.get("description"),
        payload=body.get("payload") or {},
        transient=body.get("transient_environment", False),
    )
    return created(deployment(made))


@route("GET", HERE + "/deployments/{deployment_id}/statuses", "deployments")
def statuses(ask: Ask, repo: Repository, deployment_id: int) -> Answer:
    return page(ask, _the(repo, deployment_id).statuses[::-1], progress)


@route("POST", HERE + "/deployments/{deployment_id}/statuses", "deployments")
def create_status(ask: Ask, repo: Repository, deployment_id: int) -> Answer:
    body = ask.body
    given = ("description", "environment", "environment_url", "log_url")
    more = {name: body[name] for name in given if name in body}
    quiet = body.get("auto_inactive", True)
    by = ask.actor.deeds_of().login
    made = _the(repo, deployment_id).status(body["state"], by=by, auto_inactive=quiet, **more)
    return created(progress(made))


@route("GET", HERE + "/environments", "actions")
def environments(ask: Ask, repo: Repository) -> Answer:
    return page(ask, repo.environments, lambda one: environment(repo, one), under="environments")


@route("GET", HERE + "/environments/{environment_name}", "actions")
def one_environment(ask: Ask, repo: Repository, environment_name: str) -> Any:
    found = next((one for one in repo.environments if one.name == environment_name), None)
    if found is None:
        raise not_found()
    return environment(repo, found)


# --- workflow runs and gates ---


@route("GET", HERE + "/actions/runs", "actions")
def runs(ask: Ask, repo: Repository) -> Answer:
    sha = ask.query.get("head_sha")
    told = [one for one in repo.workflow_runs if sha in (None, one.suite.head_sha)]
    # GitHub shows the newest thousand of any filter, and no more.
    return page(ask, told[::-1][:1000], workflow_run, under="workflow_runs")


def _run(repo: Repository, number: int) -> WorkflowRun:
    found = next((one for one in repo.workflow_runs if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/actions/runs/{run_id}", "actions")
def one_run(ask: Ask, repo: Repository, run_id: int) -> Any:
    return workflow_run(_run(repo, run_id))


@route("GET", HERE + "/actions/runs/{run_id}/approvals", "actions")
def approvals(ask: Ask, repo: Repository, run_id: int) -> Answer:
    """The history of reviews; that verdicts of Apps stand there too is inferred."""
    told = [
        {
            "state": one["state"],
            "comment": one.get("comment", ""),
            "environments": [environment(repo, repo.environment(one["environment_name"]))],
            "user": user(repo.hub, repo.hub.account("shipledger[bot]")),
        }
        for gate in repo.gates
        if gate.run_id == run_id
        for one in gate.answers
        if one.get("state")
    ]
    return Answer(200, told)


@route("POST", HERE + "/actions/runs/{run_id}/deployment_protection_rule", "deployments")
def answer_gate(ask: Ask, repo: Repository, run_id: int) -> Answer:
    """A verdict with `state`, or a report without; only an App may answer."""
    gate = next((one for one in repo.gates if one.run_id == run_id), None)
    if gate is None:
        raise not_found()
    if not ask.actor.installation:
        raise Refused(403, "Resource not accessible by personal access token")
    ask.require("DeploymentProtectionRule", "environment_name")
    if ask.body["environment_name"] != gate.deployment.environment:
        raise invalid("DeploymentProtectionRule", "environment_name", "invalid")
    if len(ask.body.get("comment", "")) > REPORT:
        raise invalid("DeploymentProtectionRule", "comment", "custom", "comment is too long")
    reports = sum(not one.get("state") for one in gate.answers)
    if not ask.body.get("state") and reports >= REPORTS:
        raise Refused(422, "Too many status reports for this deployment.")
    gate.answers.append(ask.body)
    return nothing_said()
