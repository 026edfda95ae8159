"""Routes: pull requests with their commits and reviews; opening, changing and merging them."""

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
from tests.github.commit_shapes import commit
from tests.github.pull_shapes import full, review, simple
from tests.github.pulls import Pull
from tests.github.repository import Repository
from tests.github.routes.commits import files

HERE = "/repos/{owner}/{repo}/pulls"
# A pull request lists at most so many of its commits, with paging or without.
LISTED = 250


def the(repo: Repository, number: int) -> Pull:
    pull = repo.by_number.get(number)
    if not isinstance(pull, Pull):
        raise not_found()
    return pull


@route("GET", HERE, "pull_requests")
def pulls(ask: Ask, repo: Repository) -> Answer:
    """The open ones, newest first, unless asked otherwise."""
    state, head = ask.query.get("state", "open"), ask.query.get("head", "").rpartition(":")[2]
    asked = [
        one
        for one in repo.pulls
        if state in ("all", one.state)
        and ask.query.get("base", one.base_ref) == one.base_ref
        and (not head or head == one.head_ref)
    ]
    key = {"updated": "updated_at"}.get(ask.query.get("sort", "created"), "created_at")
    down = ask.query.get(
        "direction", "desc" if key == "updated_at" or "sort" not in ask.query else "asc"
    )
    ordered = sorted(asked, key=lambda one: (getattr(one, key), one.number), reverse=down == "desc")
    return page(ask, ordered, simple)


@route("GET", HERE + "/{pull_number}", "pull_requests")
def one(ask: Ask, repo: Repository, pull_number: int) -> Any:
    return full(the(repo, pull_number))


@route("POST", HERE, "pull_requests")
def open_(ask: Ask, repo: Repository) -> Answer:
    ask.require("PullRequest", "head", "base")
    head, base = ask.body["head"].rpartition(":")[2], ask.body["base"]
    for field, name in (("head", head), ("base", base)):
        if f"refs/heads/{name}" not in repo.git.refs:
            raise invalid("PullRequest", field, "invalid")
    if any(
        one.head_ref == head and one.base_ref == base and one.state == "open" for one in repo.pulls
    ):
        words = f"A pull request already exists for {repo.owner.login}:{head}."
        raise invalid("PullRequest", "head", "custom", words)
    if not repo.git.between(repo.head(base), repo.head(head)):
        words = f"No commits between {base} and {head}"
        raise invalid("PullRequest", "head", "custom", words)
    by, draft = ask.actor.deeds_of().login, ask.body.get("draft", False)
    made = repo.open_pull(
        ask.body["title"], head, base, body=ask.body.get("body"), draft=draft, by=by
    )
    return created(full(made))


@route("PATCH", HERE + "/{pull_number}", "pull_requests")
def change(ask: Ask, repo: Repository, pull_number: int) -> Any:
    pull, by, body = the(repo, pull_number), ask.actor.deeds_of().login, ask.body
    if "title" in body or "body" in body:
        pull.reword(title=body.get("title"), body=body.get("body"), by=by)
    if body.get("base", pull.base_ref) != pull.base_ref:
        pull.retarget(body["base"], by=by)
    if body.get("state", pull.state) != pull.state:
        (pull.close if body["state"] == "closed" else pull.reopen)(by=by)
    return full(pull)


@route("GET", HERE + "/{pull_number}/merge", "contents")
def is_merged(ask: Ask, repo: Repository, pull_number: int) -> Answer:
    if the(repo, pull_number).merged_at is None:
        raise not_found()
    return nothing()


@route("PUT", HERE + "/{pull_number}/merge", "contents")
def merge(ask: Ask, repo: Repository, pull_number: int) -> Any:
    pull = the(repo, pull_number)
    if pull.state == "closed":
        raise Refused(405, "Pull Request is not mergeable")
    if ask.body.get("sha", pull.head_sha) != pull.head_sha:
        raise Refused(409, "Head branch was modified. Review and try the merge again.")
    by, method = ask.actor.deeds_of().login, ask.body.get("merge_method", "merge")
    sha = pull.merge(method, by=by, title=ask.body.get("commit_title"))
    return {"sha": sha, "merged": True, "message": "Pull Request successfully merged"}


@route("GET", HERE + "/{pull_number}/commits", "pull_requests")
def commits(ask: Ask, repo: Repository, pull_number: int) -> Answer:
    told = the(repo, pull_number).commits[:LISTED]
    return page(ask, told, lambda sha: commit(repo, repo.git.one(sha)))


@route("GET", HERE + "/{pull_number}/files", "pull_requests")
def changed(ask: Ask, repo: Repository, pull_number: int) -> Answer:
    pull = the(repo, pull_number)
    fork = repo.git.fork_point(pull.base_sha, pull.head_sha)
    return page(ask, files(repo, fork, pull.head_sha), lambda told: told)


@route("GET", HERE + "/{pull_number}/reviews", "pull_requests")
def reviews(ask: Ask, repo: Repository, pull_number: int) -> Answer:
    pull = the(repo, pull_number)
    return page(ask, pull.reviews, lambda told: review(pull, told))


@route("POST", HERE + "/{pull_number}/reviews", "pull_requests")
def create_review(ask: Ask, repo: Repository, pull_number: int) -> Any:
    pull, by = the(repo, pull_number), ask.actor.deeds_of().login
    words = {"APPROVE": "approved", "REQUEST_CHANGES": "changes_requested"}
    state = words.get(ask.body.get("event", ""), "commented")
    return review(pull, pull.review(state, by=by, body=ask.body.get("body", "")))
