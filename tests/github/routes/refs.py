"""Routes: tags, and git's own refs and objects."""

import re
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
from tests.github.commit_shapes import dated, parents, unverified
from tests.github.repository import Repository

HERE = "/repos/{owner}/{repo}"


@route("GET", HERE + "/tags", "contents")
def tags(ask: Ask, repo: Repository) -> Answer:
    names = [ref for ref in repo.git.refs if ref.startswith("refs/tags/")]

    def shape(ref: str) -> dict[str, Any]:
        name, sha = ref.removeprefix("refs/tags/"), repo.git.peel(repo.git.refs[ref])
        return {
            "name": name,
            "zipball_url": f"{repo.api}/zipball/{ref}",
            "tarball_url": f"{repo.api}/tarball/{ref}",
            "commit": {"sha": sha, "url": f"{repo.api}/commits/{sha}"},
            "node_id": f"REF_{name}",
        }

    return page(ask, sorted(names, key=_version, reverse=True), shape)


def _version(ref: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", ref)]


def a_ref(repo: Repository, ref: str) -> dict[str, Any]:
    sha = repo.git.refs[ref]
    kind = "commit" if ref.startswith("refs/heads/") else repo.git.kind(sha)
    place = f"{repo.api}/git/{kind}s/{sha}"
    return {
        "ref": ref,
        "node_id": f"REF_{ref}",
        "url": f"{repo.api}/git/{ref}",
        "object": {"type": kind, "sha": sha, "url": place},
    }


def known(repo: Repository, ref: str) -> str:
    if f"refs/{ref}" not in repo.git.refs:
        raise not_found()
    return f"refs/{ref}"


@route("GET", HERE + "/git/ref/{ref}", "contents")
def ref_(ask: Ask, repo: Repository, ref: str) -> Any:
    return a_ref(repo, known(repo, ref))


@route("GET", HERE + "/git/matching-refs/{ref}", "contents")
def matching(ask: Ask, repo: Repository, ref: str) -> Answer:
    names = sorted(one for one in repo.git.refs if one.startswith(f"refs/{ref}"))
    return page(ask, names, lambda one: a_ref(repo, one))


@route("POST", HERE + "/git/refs", "contents")
def create_ref(ask: Ask, repo: Repository) -> Answer:
    ref, sha = ask.body["ref"], ask.body["sha"]
    if ref in repo.git.refs:
        raise Refused(422, "Reference already exists")
    if not repo.git.kind(sha):
        raise Refused(422, "Object does not exist")
    repo.move(ref, sha, by=ask.actor.deeds_of().login)
    return created(a_ref(repo, ref))


@route("PATCH", HERE + "/git/refs/{ref}", "contents")
def move_ref(ask: Ask, repo: Repository, ref: str) -> Any:
    name, sha = known(repo, ref), ask.body["sha"]
    if not (ask.body.get("force") or repo.git.has(repo.git.refs[name], sha)):
        raise Refused(422, "Update is not a fast forward")
    repo.move(name, sha, by=ask.actor.deeds_of().login)
    return a_ref(repo, name)


@route("DELETE", HERE + "/git/refs/{ref}", "contents")
def delete_ref(ask: Ask, repo: Repository, ref: str) -> Answer:
    kind, _, name = known(repo, ref).removeprefix("refs/").partition("/")
    remove = repo.delete_branch if kind == "heads" else repo.delete_tags
    remove(name, by=ask.actor.deeds_of().login)
    return nothing()


@route("GET", HERE + "/git/tags/{tag_sha}", "contents")
def tag_object(ask: Ask, repo: Repository, tag_sha: str) -> Any:
    if repo.git.kind(tag_sha) != "tag":
        raise not_found()
    head, _, message = repo.git.tag_object(tag_sha).partition("\n\n")
    told = dict(line.split(" ", 1) for line in head.splitlines())
    target = repo.git.one(repo.git.peel(tag_sha))
    name, _, rest = told["tagger"].partition(" <")
    return {
        "node_id": f"TA_{tag_sha}",
        "tag": told["tag"],
        "sha": tag_sha,
        "url": f"{repo.api}/git/tags/{tag_sha}",
        "message": message.rstrip("\n"),
        "tagger": dated(target.author) | {"name": name, "email": rest.partition(">")[0]},
        "object": {
            "type": told["type"],
            "sha": told["object"],
            "url": f"{repo.api}/git/{told['type']}s/{told['object']}",
        },
        "verification": unverified(),
    }


@route("POST", HERE + "/git/tags", "contents")
def create_tag(ask: Ask, repo: Repository) -> Answer:
    """A tag object; no ref is made, and nothing is told."""
    ask.require("Tag", "tag", "message", "object")
    if repo.git.kind(ask.body["object"]) != "commit":
        raise invalid("Tag", "object", "invalid")
    who = repo.signature(ask.actor.deeds_of().login)
    sha = repo.git.annotate(ask.body["tag"], ask.body["object"], ask.body["message"], who)
    return created(tag_object(ask, repo, sha))


@route("GET", HERE + "/git/commits/{commit_sha}", "contents")
def git_commit(ask: Ask, repo: Repository, commit_sha: str) -> Any:
    if repo.git.kind(commit_sha) != "commit":
        raise not_found()
    told = repo.git.one(commit_sha)
    return {
        "sha": told.sha,
        "node_id": f"C_{told.sha}",
        "url": f"{repo.api}/git/commits/{told.sha}",
        "html_url": f"{repo.html}/commit/{told.sha}",
        "author": dated(told.author),
        "committer": dated(told.committer),
        "message": told.message.rstrip("\n"),
        "tree": {"sha": told.tree, "url": f"{repo.api}/git/trees/{told.tree}"},
        "parents": parents(repo, told),
        "verification": unverified(),
    }
