"""Routes: repositories by name and by number, branches, files, and who may do what there."""

import base64
from typing import Any

from tests.github.accounts import user
from tests.github.answers import Answer, Ask, created, not_found, page, route
from tests.github.commit_shapes import commit
from tests.github.repository import Repository

HERE = "/repos/{owner}/{repo}"
# What GitHub calls a role, in the older words of `permission`.
OLD_WORDS = {"maintain": "write", "triage": "read"}


@route("GET", HERE, "metadata")
def one(ask: Ask, repo: Repository) -> Any:
    return repo.detailed() | {
        "permissions": _may("write" if ask.actor.installation else repo.role_of(ask.actor.account))
    }


def _may(role: str) -> dict[str, bool]:
    levels = ("none", "pull", "triage", "push", "maintain", "admin")
    held = {"read": "pull", "write": "push"}.get(role, role)
    return {name: levels.index(name) <= levels.index(held) for name in levels[1:]}


@route("PATCH", HERE, "administration")
def change(ask: Ask, repo: Repository) -> Any:
    by = ask.actor.deeds_of().login
    if name := ask.body.get("name"):
        repo.rename(name, by=by)
    if ask.body.get("archived"):
        repo.archive(by=by)
    return repo.detailed()


@route("POST", "/orgs/{org}/repos")
def create(ask: Ask, org: str) -> Answer:
    ask.require("Repository", "name")
    return created(ask.hub.repository(f"{org}/{ask.body['name']}").detailed())


@route("GET", "/orgs/{org}/repos")
def of_organization(ask: Ask, org: str) -> Answer:
    mine = [one for one in ask.hub.repositories if one.owner.login.lower() == org.lower()]
    open_ = [one for one in mine if not one.private or one.role_of(ask.actor.account) != "none"]
    return page(ask, open_, Repository.full)


@route("GET", "/user")
def myself(ask: Ask) -> Any:
    return user(ask.hub, ask.actor.somebody())


@route("GET", "/user/repos")
def of_user(ask: Ask) -> Answer:
    account = ask.actor.somebody()
    mine = [one for one in ask.hub.repositories if one.role_of(account) != "none"]
    return page(ask, mine, Repository.full)


# --- branches ---


@route("GET", HERE + "/branches", "contents")
def branches(ask: Ask, repo: Repository) -> Answer:
    names = sorted(ref for ref in repo.git.refs if ref.startswith("refs/heads/"))

    def shape(ref: str) -> dict[str, Any]:
        sha = repo.git.refs[ref]
        told = {"sha": sha, "url": f"{repo.api}/commits/{sha}"}
        return {"name": ref.removeprefix("refs/heads/"), "commit": told, "protected": False}

    return page(ask, names, shape)


@route("GET", HERE + "/branches/{branch}", "contents")
def branch(ask: Ask, repo: Repository, branch: str) -> Any:
    sha = repo.git.refs.get(f"refs/heads/{branch}")
    if sha is None:
        raise not_found()
    here = f"{repo.api}/branches/{branch}"
    off = {"enabled": False, "required_status_checks": None}
    return {
        "name": branch,
        "commit": commit(repo, repo.git.one(sha)),
        "_links": {"self": here, "html": f"{repo.html}/tree/{branch}"},
        "protected": False,
        "protection": {"enabled": off["enabled"]},
        "protection_url": f"{here}/protection",
    }


# --- files ---


@route("GET", HERE + "/contents/{path}", "contents")
def contents(ask: Ask, repo: Repository, path: str) -> Any:
    """A file at a ref; directories are not served."""
    named = ask.query.get("ref", repo.default_branch)
    sha = repo.resolve(named)
    blob = repo.git.files(sha).get(path) if sha else None
    if blob is None:
        raise not_found()
    text = repo.git.blob(blob).encode()
    here, page_ = f"{repo.api}/contents/{path}?ref={named}", f"{repo.html}/blob/{named}/{path}"
    git = f"{repo.api}/git/blobs/{blob}"
    return {
        "type": "file",
        "encoding": "base64",
        "size": len(text),
        "name": path.rpartition("/")[2],
        "path": path,
        "content": base64.encodebytes(text).decode(),
        "sha": blob,
        "url": here,
        "git_url": git,
        "html_url": page_,
        "download_url": f"{repo.html}/raw/{named}/{path}",
        "_links": {"self": here, "git": git, "html": page_},
    }


# --- people ---


@route("GET", HERE + "/collaborators/{username}/permission", "metadata")
def permission(ask: Ask, repo: Repository, username: str) -> Any:
    account = ask.hub.accounts.get(username.lower())
    if account is None:
        raise not_found()
    role = repo.role_of(account)
    shown = (user(ask.hub, account) or {}) | {
        "permissions": _may(role),
        "role_name": role,
    }
    return {"permission": OLD_WORDS.get(role, role), "role_name": role, "user": shown}
