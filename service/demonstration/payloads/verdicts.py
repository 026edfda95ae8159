"""Payloads about what machines found: workflow runs, check runs, suites and commit statuses."""

from datetime import datetime

from service.demonstration.cast import App, Repository
from service.demonstration.payloads import common
from service.demonstration.payloads.common import Payload, account, site, stamp
from service.demonstration.props.verdicts import CheckRun, Run, Status, Suite

WORKFLOWS = {"CI": 41870011, "Release": 41870012}


def workflow_run(
    of: Repository, run: Run, *, status: str, conclusion: str | None, at: datetime
) -> Payload:
    return {
        "id": run.id,
        "name": run.workflow,
        "node_id": f"WFR_{run.id}",
        "head_branch": run.branch,
        "head_sha": run.head.sha,
        "path": f".github/workflows/{run.workflow.lower()}.yml",
        "display_title": run.head.title,
        "run_number": run.number,
        "event": run.event,
        "status": status,
        "conclusion": conclusion,
        "workflow_id": WORKFLOWS[run.workflow],
        "check_suite_id": run.suite,
        "html_url": site(of, "actions", "runs", run.id),
        "pull_requests": [],
        "created_at": stamp(run.created_at),
        "updated_at": stamp(at),
        "actor": account(run.actor),
        "triggering_actor": account(run.actor),
        "run_attempt": run.attempt,
        "run_started_at": stamp(run.started_at),
        "head_commit": common.short_commit(run.head),
    }


def check_run(of: Repository, one: CheckRun) -> Payload:
    url = site(of, "runs", one.id)
    status = "completed" if one.conclusion else "in_progress"
    return {
        "id": one.id,
        "name": one.name,
        "node_id": f"CR_{one.id}",
        "head_sha": one.head.sha,
        "external_id": f"{one.app.slug}-{one.id}",
        "html_url": url,
        "details_url": url,
        "status": status,
        "conclusion": one.conclusion,
        "started_at": stamp(one.started_at),
        "completed_at": stamp(one.completed_at),
        "output": {"title": None, "summary": None, "text": None, "annotations_count": 0},
        "check_suite": {
            "id": one.suite,
            "node_id": f"CS_{one.suite}",
            "head_branch": one.branch,
            "head_sha": one.head.sha,
            "status": status,
            "conclusion": one.conclusion,
            "app": _app(one.app),
            "pull_requests": [],
        },
        "app": _app(one.app),
        "pull_requests": [],
    }


def check_suite(one: Suite) -> Payload:
    return {
        "id": one.id,
        "node_id": f"CS_{one.id}",
        "head_branch": one.branch,
        "head_sha": one.head.sha,
        "status": "completed",
        "conclusion": one.conclusion,
        "before": one.head.parents[0] if one.head.parents else None,
        "after": one.head.sha,
        "pull_requests": [],
        "app": _app(one.app),
        "created_at": stamp(one.at),
        "updated_at": stamp(one.at),
        "latest_check_runs_count": one.runs,
    }


def status(of: Repository, one: Status) -> Payload:
    head = {"sha": one.head.sha, "url": site(of, "commit", one.head.sha)}
    return {
        "id": one.id,
        "sha": one.head.sha,
        "name": of.full_name,
        "context": one.context,
        "state": one.state,
        "description": one.description,
        "target_url": f"https://coverage.harbour.example/{of.name}/{one.head.sha[:12]}",
        "commit": head,
        "branches": [{"name": one.branch, "commit": head, "protected": one.branch == "main"}],
        "created_at": stamp(one.at),
        "updated_at": stamp(one.at),
    }


def _app(app: App) -> Payload:
    return {
        "id": app.id,
        "slug": app.slug,
        "node_id": f"A_{app.id}",
        "name": app.name,
        "owner": common.owner(),
        "html_url": f"{common.SITE}/apps/{app.slug}",
    }
