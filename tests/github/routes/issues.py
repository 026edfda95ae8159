"""Routes: issues, of which a pull request is one, and comments on both."""

from datetime import datetime
from typing import Any

from tests.github.answers import (
    Answer,
    Ask,
    Refused,
    created,
    invalid,
    not_found,
    nothing,
    page,
    route,
)
from tests.github.issues import Comment, Issue, comment, issue
from tests.github.repository import Repository

HERE = "/repos/{owner}/{repo}/issues"
LONGEST = 65_536


def the(repo: Repository, number: int) -> Issue:
    if number not in repo.by_number:
        raise not_found()
    return repo.by_number[number]


def _since(ask: Ask) -> datetime:
    return datetime.fromisoformat(ask.query.get("since", "1970-01-01T00:00:00Z"))


@route("GET", HERE, "issues")
def issues(ask: Ask, repo: Repository) -> Answer:
    """The open ones, newest first; pull requests stand among them."""
    state, milestone = ask.query.get("state", "open"), ask.query.get("milestone", "*")
    names = {name for name in ask.query.get("labels", "").split(",") if name}
    asked = [
        one
        for one in repo.issues
        if state in ("all", one.state)
        and one.updated_at >= _since(ask)
        and names <= {label.name for label in one.labels}
        and (milestone == "*" or (one.milestone and str(one.milestone.number) == milestone))
    ]
    key = {"updated": "updated_at"}.get(ask.query.get("sort", "created"), "created_at")
    down = ask.query.get("direction", "desc") == "desc"
    ordered = sorted(asked, key=lambda one: (getattr(one, key), one.number), reverse=down)
    return page(ask, ordered, issue)


@route("GET", HERE + "/{issue_number}", "issues")
def one(ask: Ask, repo: Repository, issue_number: int) -> Any:
    return issue(the(repo, issue_number))


@route("POST", HERE, "issues")
def open_(ask: Ask, repo: Repository) -> Answer:
    ask.require("Issue", "title")
    labels = tuple(ask.body.get("labels") or ())
    by = ask.actor.deeds_of().login
    made = repo.issue(ask.body["title"], ask.body.get("body"), labels=labels, by=by)
    return created(issue(made))


@route("PATCH", HERE + "/{issue_number}", "issues")
def change(ask: Ask, repo: Repository, issue_number: int) -> Any:
    told, by, body = the(repo, issue_number), ask.actor.deeds_of().login, ask.body
    if "title" in body or "body" in body:
        told.reword(title=body.get("title"), body=body.get("body"), by=by)
    if "milestone" in body:
        titles = {one.number: one.title for one in repo.milestones}
        told.plan(titles.get(body["milestone"]), by=by)
    if body.get("state", told.state) != told.state:
        if body["state"] == "closed":
            told.close(body.get("state_reason") or "completed", by=by)
        else:
            told.reopen(by=by)
    return issue(told)


@route("GET", HERE + "/{issue_number}/comments", "issues")
def comments(ask: Ask, repo: Repository, issue_number: int) -> Answer:
    told = [one for one in the(repo, issue_number).comments if one.updated_at >= _since(ask)]
    return page(ask, told, comment)


@route("GET", HERE + "/comments", "issues")
def all_comments(ask: Ask, repo: Repository) -> Answer:
    return page(ask, [one for one in repo.comments if one.updated_at >= _since(ask)], comment)


@route("POST", HERE + "/{issue_number}/comments", "issues")
def create_comment(ask: Ask, repo: Repository, issue_number: int) -> Answer:
    told = the(repo, issue_number)
    ask.require("IssueComment", "body")
    app = ask.actor.app if ask.actor.installation else None
    made = told.comment(_bearable(ask), by=ask.actor.deeds_of().login, app=app)
    return created(comment(made))


def _bearable(ask: Ask) -> str:
    body: str = ask.body["body"]
    if len(body) > LONGEST:
        words = f"body is too long (maximum is {LONGEST} characters)"
        raise invalid("IssueComment", "body", "custom", words)
    return body


def _comment(repo: Repository, number: int) -> Comment:
    found = next((one for one in repo.comments if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/comments/{comment_id}", "issues")
def one_comment(ask: Ask, repo: Repository, comment_id: int) -> Any:
    return comment(_comment(repo, comment_id))


@route("PATCH", HERE + "/comments/{comment_id}", "issues")
def change_comment(ask: Ask, repo: Repository, comment_id: int) -> Any:
    told = _comment(repo, comment_id)
    if ask.actor.installation and told.app is not ask.actor.app:
        raise Refused(403, "Resource not accessible by integration")
    before, told.body = told.body, _bearable(ask)
    told.updated_at = repo.hub.clock.tick()
    by = ask.actor.deeds_of().login
    shown = {"issue": issue(told.issue, event=True), "comment": comment(told)}
    changes = {"body": {"from": before}}
    repo.tell("issue_comment", by, action="edited", changes=changes, **shown)
    return comment(told)


@route("DELETE", HERE + "/comments/{comment_id}", "issues")
def delete_comment(ask: Ask, repo: Repository, comment_id: int) -> Answer:
    told = _comment(repo, comment_id)
    repo.comments.remove(told)
    told.issue.comments.remove(told)
    shown = {"issue": issue(told.issue, event=True), "comment": comment(told)}
    repo.tell("issue_comment", ask.actor.deeds_of().login, action="deleted", **shown)
    return nothing()
