"""Routes: labels and milestones, and the labels of one issue or pull request."""

from typing import Any

from tests.github.answers import Answer, Ask, created, invalid, not_found, page, route
from tests.github.repository import Repository
from tests.github.routes.issues import the
from tests.github.sorting import Label, label, milestone

HERE = "/repos/{owner}/{repo}"


@route("GET", HERE + "/labels", "issues")
def labels(ask: Ask, repo: Repository) -> Answer:
    return page(ask, repo.labels, lambda told: label(repo, told))


def _label(repo: Repository, name: str) -> Label:
    found = next((one for one in repo.labels if one.name.lower() == name.lower()), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/labels/{name}", "issues")
def one_label(ask: Ask, repo: Repository, name: str) -> Any:
    return label(repo, _label(repo, name))


@route("POST", HERE + "/labels", "issues")
def create_label(ask: Ask, repo: Repository) -> Answer:
    ask.require("Label", "name")
    if any(one.name.lower() == ask.body["name"].lower() for one in repo.labels):
        raise invalid("Label", "name", "already_exists")
    made = repo.label(ask.body["name"], by=ask.actor.deeds_of().login)
    made.color = ask.body.get("color", made.color)
    return created(label(repo, made))


@route("GET", HERE + "/issues/{issue_number}/labels", "issues")
def labels_of(ask: Ask, repo: Repository, issue_number: int) -> Answer:
    return page(ask, the(repo, issue_number).labels, lambda told: label(repo, told))


@route("POST", HERE + "/issues/{issue_number}/labels", "issues")
def add_labels(ask: Ask, repo: Repository, issue_number: int) -> Any:
    """GitHub takes a list of names, bare or under `labels`."""
    told = the(repo, issue_number)
    names = ask.body if isinstance(ask.body, list) else ask.body.get("labels", [])
    told.label(*names, by=ask.actor.deeds_of().login)
    return [label(repo, one) for one in told.labels]


@route("DELETE", HERE + "/issues/{issue_number}/labels/{name}", "issues")
def remove_label(ask: Ask, repo: Repository, issue_number: int, name: str) -> Any:
    told = the(repo, issue_number)
    if _label(repo, name) not in told.labels:
        raise not_found()
    told.unlabel(name, by=ask.actor.deeds_of().login)
    return [label(repo, one) for one in told.labels]


@route("GET", HERE + "/milestones", "issues")
def milestones(ask: Ask, repo: Repository) -> Answer:
    state = ask.query.get("state", "open")
    asked = [one for one in repo.milestones if state in ("all", one.state)]
    return page(ask, asked, lambda told: milestone(repo, told))


@route("GET", HERE + "/milestones/{milestone_number}", "issues")
def one_milestone(ask: Ask, repo: Repository, milestone_number: int) -> Any:
    found = next((one for one in repo.milestones if one.number == milestone_number), None)
    if found is None:
        raise not_found()
    return milestone(repo, found)


@route("POST", HERE + "/milestones", "issues")
def create_milestone(ask: Ask, repo: Repository) -> Answer:
    ask.require("Milestone", "title")
    if any(one.title == ask.body["title"] for one in repo.milestones):
        raise invalid("Milestone", "title", "already_exists")
    made = repo.milestone(ask.body["title"], by=ask.actor.deeds_of().login)
    return created(milestone(repo, made))
