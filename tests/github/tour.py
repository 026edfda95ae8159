"""A walk through every route of a hub, in the order of a story: what was made is looked at.

Each stop is a request that GitHub would grant. Who asks is part of it: a person, an App, or an
App's installation.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import requests

from tests.github.hub import Hub

REPO = "/repos/harbour/checkout"
DEPLOYED = {"log_url": "https://ci.example/1", "environment_url": "https://staging.example"}
HOOK = {
    "name": "web",
    "events": ["push"],
    "config": {"url": "http://127.0.0.1:9/hook", "secret": "s"},
}


@dataclass
class Guide:
    """Goes through the door at `address` for one who asks, and keeps what was said there."""

    hub: Hub
    address: str
    violations: list[str] = field(default_factory=list)
    token: str = ""

    def __call__(self, method: str, path: str, body: Any = None, **query: Any) -> Any:
        answer = requests.request(
            method,
            self.address + path,
            json=body,
            params=query,
            headers={"Authorization": f"Bearer {self.token}", "Accept": "application/json"},
            timeout=30,
            allow_redirects=False,
        )
        assert answer.status_code < 300, (
            f"{method} {path}: {answer.status_code} {answer.text[:500]}"
        )
        if said := answer.headers.get("sl-violations"):
            self.violations += [_sentence(f"{method} {path}", one) for one in json.loads(said)]
        return answer.json() if answer.content else None


def tour(hub: Hub, address: str) -> Guide:
    guide = Guide(hub, address, token=hub.token("ada"))
    app = hub.app(permissions=None, secret="s")
    repo = hub.repository("harbour/checkout")
    app.install("harbour")
    stops: tuple[Callable[[Guide], None], ...] = (
        places,
        code,
        tags,
        issues,
        pulls,
        releases,
        hooks,
        deployments,
    )
    for stop in stops:
        stop(guide)
    hub.manifests["one-click"] = {"name": "Another", "default_events": ["push"]}
    guide.token = _jwt(app.id, app.private_key)
    installed = the_app(guide)
    guide.token = guide("POST", f"/app/installations/{installed}/access_tokens", {})["token"]
    hub.tokens[guide.token].permissions = dict(app.permissions)
    run = repo.workflow("build").id
    checks(guide, repo.head(), run, repo.ask_gate("production").run_id)
    return guide


def places(go: Guide) -> None:
    for path in ("/meta", "/rate_limit", "/user", "/users/ada", "/orgs/harbour", "/user/repos"):
        go("GET", path)
    go("GET", "/orgs/harbour/repos")
    go("POST", "/orgs/harbour/repos", {"name": "quay"})
    go("PATCH", "/repos/harbour/quay", {"name": "pier"})
    go("GET", f"{REPO}/collaborators/ada/permission")


def code(go: Guide) -> None:
    repo = go.hub.repository("harbour/checkout")
    repo.push(None, "One", "Two", "Three")
    head = repo.head()
    go("GET", REPO)
    for path in ("branches", "branches/main", "contents/README.md", "commits", f"commits/{head}"):
        go("GET", f"{REPO}/{path}")
    go("GET", f"{REPO}/compare/{repo.git.one(head).parents[0]}...main", per_page=100)
    go("GET", f"{REPO}/git/commits/{head}")
    go("GET", f"{REPO}/commits/{head}/pulls")


def tags(go: Guide) -> None:
    """A slash in a ref is written as %2F: GitHub takes both, and Prism only this."""
    repo = go.hub.repository("harbour/checkout")
    told = {"tag": "v0.1.0", "message": "First", "object": repo.head(), "type": "commit"}
    made = go("POST", f"{REPO}/git/tags", told)
    go("POST", f"{REPO}/git/refs", {"ref": "refs/tags/v0.1.0", "sha": made["sha"]})
    go("GET", f"{REPO}/git/tags/{made['sha']}")
    for path in ("tags", "git/ref/tags%2Fv0.1.0", "git/matching-refs/tags%2Fv"):
        go("GET", f"{REPO}/{path}")
    go("POST", f"{REPO}/git/refs", {"ref": "refs/tags/spare", "sha": repo.head()})
    go("PATCH", f"{REPO}/git/refs/tags%2Fspare", {"sha": repo.head(), "force": True})
    go("DELETE", f"{REPO}/git/refs/tags%2Fspare")


def issues(go: Guide) -> None:
    go("POST", f"{REPO}/labels", {"name": "bug", "color": "d73a4a"})
    go("POST", f"{REPO}/milestones", {"title": "1.0"})
    number = go("POST", f"{REPO}/issues", {"title": "Cards fail", "labels": ["bug"]})["number"]
    here = f"{REPO}/issues/{number}"
    go("POST", f"{here}/labels", {"labels": ["urgent"]})
    go("PATCH", here, {"milestone": 1, "body": "All of them"})
    comment = go("POST", f"{here}/comments", {"body": "Seen"})["id"]
    go("PATCH", f"{REPO}/issues/comments/{comment}", {"body": "Seen again"})
    reads = ("labels", "labels/bug", "milestones", "milestones/1", "issues", "issues/comments")
    for path in (*reads, f"issues/comments/{comment}"):
        go("GET", f"{REPO}/{path}")
    for path in (here, f"{here}/labels", f"{here}/comments"):
        go("GET", path)
    go("DELETE", f"{here}/labels/urgent")
    go("DELETE", f"{REPO}/issues/comments/{comment}")
    go("PATCH", here, {"state": "closed", "state_reason": "completed"})


def pulls(go: Guide) -> None:
    repo = go.hub.repository("harbour/checkout")
    repo.push("cards", "Take cards", onto=repo.head())
    told = {"title": "Take cards", "head": "cards", "base": "main", "body": "Fixes #1"}
    number = go("POST", f"{REPO}/pulls", told)["number"]
    here = f"{REPO}/pulls/{number}"
    go("PATCH", here, {"title": "Take all cards"})
    go("POST", f"{here}/reviews", {"event": "APPROVE", "body": "Fine"})
    go("GET", f"{REPO}/pulls", state="all")
    for path in (here, f"{here}/commits", f"{here}/files", f"{here}/reviews"):
        go("GET", path)
    go("PUT", f"{here}/merge", {"merge_method": "squash"})
    go("GET", f"{here}/merge")


def releases(go: Guide) -> None:
    told = {"tag_name": "v1.0.0", "name": "1.0", "body": "All cards", "draft": True}
    number = go("POST", f"{REPO}/releases", told)["id"]
    go("PATCH", f"{REPO}/releases/{number}", {"draft": False})
    for path in ("releases", f"releases/{number}", "releases/latest", "releases/tags/v1.0.0"):
        go("GET", f"{REPO}/{path}")
    go("DELETE", f"{REPO}/releases/{number}")


def hooks(go: Guide) -> None:
    for owner in (REPO, "/orgs/harbour"):
        number = go("POST", f"{owner}/hooks", HOOK)["id"]
        here = f"{owner}/hooks/{number}"
        go("POST", f"{here}/pings")
        go("PATCH", here, {"events": ["push", "release"]})
        go("GET", f"{owner}/hooks")
        go("GET", here)
        one = go("GET", f"{here}/deliveries", per_page=1)[0]["id"]
        go("GET", f"{here}/deliveries/{one}")
        go("POST", f"{here}/deliveries/{one}/attempts")
        go("DELETE", here)


def deployments(go: Guide) -> None:
    told = {"ref": "main", "environment": "staging", "auto_merge": False, "required_contexts": []}
    number = go("POST", f"{REPO}/deployments", told)["id"]
    here = f"{REPO}/deployments/{number}"
    go("POST", f"{here}/statuses", {"state": "success", **DEPLOYED})
    for path in (here, f"{here}/statuses", f"{REPO}/deployments"):
        go("GET", path)
    go("GET", f"{REPO}/environments")
    go("GET", f"{REPO}/environments/staging")


def the_app(go: Guide) -> int:
    go("POST", "/app-manifests/one-click/conversions")
    number: int = go("GET", "/app/installations")[0]["id"]
    owners = ("/repos/harbour/checkout", "/orgs/harbour", "/users/harbour")
    for path in ("/app", "/apps/shipledger", f"/app/installations/{number}", "/app/hook/config"):
        go("GET", path)
    for owner in owners:
        go("GET", f"{owner}/installation")
    go("PATCH", "/app/hook/config", {"url": "http://127.0.0.1:9/", "secret": "t"})
    one = go("GET", "/app/hook/deliveries")[0]["id"]
    go("GET", f"/app/hook/deliveries/{one}")
    go("POST", f"/app/hook/deliveries/{one}/attempts")
    return number


def checks(go: Guide, sha: str, run: int, gate: int) -> None:
    go("GET", "/installation/repositories")
    told = {"name": "readiness", "head_sha": sha, "status": "in_progress", "external_id": "r1"}
    number = go("POST", f"{REPO}/check-runs", told)["id"]
    go("PATCH", f"{REPO}/check-runs/{number}", {"conclusion": "success", "status": "completed"})
    go("POST", f"{REPO}/statuses/{sha}", {"state": "success", "context": "readiness"})
    suites = go("GET", f"{REPO}/commits/{sha}/check-suites")["check_suites"]
    go("GET", f"{REPO}/check-suites/{suites[0]['id']}/check-runs")
    go("GET", f"{REPO}/check-runs/{number}")
    for path in ("check-runs", "status", "statuses"):
        go("GET", f"{REPO}/commits/{sha}/{path}")
    go("GET", f"{REPO}/actions/runs")
    go("GET", f"{REPO}/actions/runs/{run}")
    verdict = {"environment_name": "production", "state": "approved", "comment": "Ready"}
    go("POST", f"{REPO}/actions/runs/{gate}/deployment_protection_rule", verdict)
    go("GET", f"{REPO}/actions/runs/{gate}/approvals")


def _sentence(where: str, violation: dict[str, Any]) -> str:
    """In the form in which our own validation complains."""
    place = "/".join(map(str, violation["location"][2:]))
    return f"{where} {violation['location'][0]} at {place}: {violation['message']}"


def _jwt(issuer: int, key: str) -> str:
    now = datetime.now(UTC)
    told = {
        "iss": str(issuer),
        "iat": now - timedelta(seconds=30),
        "exp": now + timedelta(minutes=5),
    }
    return jwt.encode(told, key, algorithm="RS256")


def example(hub: Hub) -> None:
    """A small history for a hub of its own process, and a token to look at it with."""
    repo = hub.repository("harbour/checkout")
    repo.pull("Pay by card", labels=("feature",)).merge("squash")
    repo.release("v1.0.0", body="By card")
    hub.tokens["token"] = hub.tokens[hub.token("ada")]
