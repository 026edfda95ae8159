"""«Release readiness» at a commit: a check run of our App, or by a token a commit status."""

from typing import Any, Final

from projections.readiness import NAME
from service.github.publishing.desk import MARK, Desk
from service.outbox import Said, Waiting

EXTERNAL: Final = f"{MARK}readiness"
STATUS_LENGTH: Final = 140
# A status knows no `neutral`.
STATUSES: Final = {"success": "success", "neutral": "success", "failure": "failure"}


def publish(desk: Desk, row: Waiting) -> Said:
    return _check(desk, row.content) if desk.app is not None else _status(desk, row.content)


def _check(desk: Desk, told: dict[str, Any]) -> Said:
    body: dict[str, Any] = {
        "name": NAME,
        "external_id": f"{EXTERNAL}:{told['digest']}",
        "output": {"title": told["title"], "summary": told["summary"]},
    }
    if told["url"]:
        body["details_url"] = told["url"]
    if told["state"] == "pending":
        body["status"] = "in_progress"
    else:
        body |= {"status": "completed", "conclusion": told["state"]}
    path = desk.path(f"commits/{told['sha']}/check-runs")
    for page in desk.calls.pages(path, check_name=NAME, app_id=desk.app):
        for one in page:
            if str(one["external_id"]).startswith(EXTERNAL):
                return _again(desk, one, body)
    made = desk.calls.write("POST", desk.path("check-runs"), body | {"head_sha": told["sha"]}).json
    return Said(str(made["id"]), made["html_url"], "created")


def _again(desk: Desk, one: dict[str, Any], body: dict[str, Any]) -> Said:
    """What ended cannot go on: a check that waits anew after its end is a run of its own."""
    if one["external_id"] == body["external_id"]:
        return Said(str(one["id"]), one["html_url"], "found")
    if one["status"] == "completed" and body["status"] != "completed":
        head = {"head_sha": one["head_sha"]}
        made = desk.calls.write("POST", desk.path("check-runs"), body | head).json
        return Said(str(made["id"]), made["html_url"], "created")
    made = desk.calls.write("PATCH", desk.path(f"check-runs/{one['id']}"), body).json
    return Said(str(made["id"]), made["html_url"], "edited")


def _status(desk: Desk, told: dict[str, Any]) -> Said:
    """The newest of a context counts: where it says the same, nothing is written."""
    state = STATUSES.get(told["state"], "pending")
    words = told["title"][:STATUS_LENGTH]
    for page in desk.calls.pages(desk.path(f"commits/{told['sha']}/statuses")):
        for one in page:
            if one["context"] == NAME:
                if (one["state"], one["description"]) == (state, words):
                    return Said(str(one["id"]), one["url"], "found")
                return _made(desk, told, state, words)
    return _made(desk, told, state, words)


def _made(desk: Desk, told: dict[str, Any], state: str, words: str) -> Said:
    body = {"context": NAME, "state": state, "description": words}
    if told["url"]:
        body["target_url"] = told["url"]
    made = desk.calls.write("POST", desk.path(f"statuses/{told['sha']}"), body).json
    return Said(str(made["id"]), made["url"], "created")
