"""Payloads of what machines found at a commit."""

from datetime import datetime
from typing import Any

from tests.payloads.basics import Repo, Sent, iso, minute, sent


def check_run(
    repo: Repo,
    action: str,
    commit_id: str,
    name: str,
    at: datetime,
    *,
    status: str = "completed",
    conclusion: str | None = "success",
    app: tuple[int, str] = (15368, "github-actions"),
    id_: int = 1,
    **run: Any,
) -> Sent:
    done = status == "completed"
    check = {
        "id": id_,
        "name": name,
        "head_sha": commit_id,
        "status": status,
        "conclusion": conclusion if done else None,
        "started_at": iso(minute(1)),
        "completed_at": iso(at) if done else None,
        "external_id": "",
        "html_url": f"https://github.com/{repo.name}/runs/{id_}",
        "details_url": "https://ci.example.org/1",
        "app": {"id": app[0], "slug": app[1], "name": app[1].title()},
        "check_suite": {"id": 5, "head_sha": commit_id, "updated_at": iso(at)},
        "pull_requests": [],
    }
    return sent(repo, "check_run", at, action=action, check_run={**check, **run})


def check_suite(
    repo: Repo, action: str, commit_id: str, at: datetime, *, conclusion: str | None = "success"
) -> Sent:
    suite = {
        "id": 5,
        "head_sha": commit_id,
        "head_branch": "main",
        "status": "completed" if conclusion else "queued",
        "conclusion": conclusion,
        "app": {"id": 15368, "slug": "github-actions", "name": "GitHub Actions"},
        "latest_check_runs_count": 2,
        "created_at": iso(minute(0)),
        "updated_at": iso(at),
    }
    return sent(repo, "check_suite", at, action=action, check_suite=suite)


def status(
    repo: Repo, commit_id: str, context: str, state: str, at: datetime, *, id_: int = 1
) -> Sent:
    return sent(
        repo,
        "status",
        at,
        id=id_,
        sha=commit_id,
        context=context,
        state=state,
        target_url=None,
        description=f"{context} says {state}",
        created_at=at.isoformat(),
        updated_at=at.isoformat(),
    )


def workflow_run(
    repo: Repo,
    action: str,
    commit_id: str,
    at: datetime,
    *,
    id_: int = 1,
    attempt: int = 1,
    conclusion: str | None = "success",
) -> Sent:
    run = {
        "id": id_,
        "workflow_id": 3,
        "name": "CI",
        "event": "push",
        "head_sha": commit_id,
        "head_branch": "main",
        "status": "completed" if conclusion else "in_progress",
        "conclusion": conclusion,
        "run_attempt": attempt,
        "run_started_at": iso(minute(1)),
        "check_suite_id": 5,
        "created_at": iso(minute(0)),
        "updated_at": iso(at),
        "html_url": f"https://github.com/{repo.name}/actions/runs/{id_}",
    }
    return sent(repo, "workflow_run", at, action=action, workflow_run=run)
