"""Routes: check runs and suites, which only an App writes, and statuses, which everybody may."""

from datetime import datetime
from typing import Any

from tests.github.answers import Answer, Ask, Refused, created, not_found, page, route
from tests.github.checks import CheckRun, run, status, suite
from tests.github.commit_shapes import commit
from tests.github.repository import Repository
from tests.github.routes.commits import resolved

HERE = "/repos/{owner}/{repo}"
# So many statuses fit on a commit under one context.
STATUSES = 1000


@route("POST", HERE + "/check-runs", "checks")
def create(ask: Ask, repo: Repository) -> Answer:
    body = ask.body
    ask.require("CheckRun", "name", "head_sha")
    if repo.git.kind(body["head_sha"]) != "commit":
        raise Refused(422, f"No commit found for SHA: {body['head_sha']}")
    by = ask.actor.deeds_of().login
    made = repo.start_check(
        body["name"],
        body["head_sha"],
        app=ask.actor.app,
        by=by,
        status="in_progress" if "conclusion" in body else body.get("status", "queued"),
        external_id=body.get("external_id", ""),
        details_url=body.get("details_url"),
        output=body.get("output") or {},
    )
    _settle(made, body, by)
    return created(run(made))


def _settle(told: CheckRun, body: dict[str, Any], by: str) -> None:
    if started := body.get("started_at"):
        told.started_at = datetime.fromisoformat(started)
    if "conclusion" in body:
        told.finish(body["conclusion"], by)
    else:
        told.status = body.get("status", told.status)


def _run(repo: Repository, number: int) -> CheckRun:
    found = next((one for one in repo.runs if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/check-runs/{check_run_id}", "checks")
def one(ask: Ask, repo: Repository, check_run_id: int) -> Any:
    return run(_run(repo, check_run_id))


@route("PATCH", HERE + "/check-runs/{check_run_id}", "checks")
def change(ask: Ask, repo: Repository, check_run_id: int) -> Any:
    told, body = _run(repo, check_run_id), ask.body
    if told.suite.app is not ask.actor.app:
        raise Refused(403, "Invalid app_id - check run can only be modified by its own App.")
    for name in ("name", "external_id", "details_url", "output"):
        if name in body:
            setattr(told, name, body[name])
    _settle(told, body, ask.actor.deeds_of().login)
    return run(told)


@route("GET", HERE + "/commits/{ref}/check-runs", "checks")
def runs(ask: Ask, repo: Repository, ref: str) -> Answer:
    """The latest of each name in each suite, unless asked for all."""
    sha = resolved(repo, ref)
    told = [one for one in repo.runs if one.suite.head_sha == sha]
    if ask.query.get("filter", "latest") == "latest":
        told = list({(one.suite.id, one.name): one for one in told}.values())
    names, app = ask.query.get("check_name"), ask.query.get("app_id")
    told = [
        one for one in told if names in (None, one.name) and app in (None, str(one.suite.app.id))
    ]
    return page(ask, told[::-1], run, under="check_runs")


@route("GET", HERE + "/commits/{ref}/check-suites", "checks")
def suites(ask: Ask, repo: Repository, ref: str) -> Answer:
    sha = resolved(repo, ref)
    return page(
        ask, [one for one in repo.suites if one.head_sha == sha], suite, under="check_suites"
    )


@route("GET", HERE + "/check-suites/{check_suite_id}/check-runs", "checks")
def runs_of_suite(ask: Ask, repo: Repository, check_suite_id: int) -> Answer:
    told = [one for one in repo.runs if one.suite.id == check_suite_id]
    return page(ask, told, run, under="check_runs")


# --- statuses ---


@route("POST", HERE + "/statuses/{sha}", "statuses")
def create_status(ask: Ask, repo: Repository, sha: str) -> Answer:
    body = ask.body
    if repo.git.kind(sha) != "commit":
        raise Refused(422, f"No commit found for SHA: {sha}")
    context = body.get("context", "default")
    if sum(one.sha == sha and one.context == context for one in repo.statuses) >= STATUSES:
        words = "This SHA and context has reached the maximum number of statuses."
        raise Refused(
            422, "Validation Failed", {"resource": "Status", "code": "custom", "message": words}
        )
    by, more = ask.actor.deeds_of().login, ("target_url", "description")
    made = repo.status(
        context, body["state"], sha, by=by, **{name: body.get(name) for name in more}
    )
    return created(status(repo, made))


@route("GET", HERE + "/commits/{ref}/statuses", "statuses")
def statuses(ask: Ask, repo: Repository, ref: str) -> Answer:
    sha = resolved(repo, ref)
    told = [one for one in repo.statuses if one.sha == sha][::-1]
    return page(ask, told, lambda one: status(repo, one))


@route("GET", HERE + "/commits/{ref}/status", "statuses")
def combined(ask: Ask, repo: Repository, ref: str) -> Answer:
    """The last of each context, and what they come to together."""
    sha = resolved(repo, ref)
    last = {one.context: one for one in repo.statuses if one.sha == sha}
    states = {one.state for one in last.values()}
    bad = states & {"failure", "error"}
    state = "failure" if bad else "pending" if "pending" in states or not states else "success"
    answer = page(ask, list(last.values()), lambda one: status(repo, one) | {"required": None})
    here = f"{repo.api}/commits/{sha}"
    answer.body = {
        "state": state,
        "statuses": answer.body,
        "sha": sha,
        "total_count": len(last),
        "repository": repo.minimal(),
        "commit_url": commit(repo, repo.git.one(sha))["url"],
        "url": f"{here}/status",
    }
    return answer
