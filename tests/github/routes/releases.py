"""Routes: releases by their number and by their tag, drafts only for those who may write them."""

from typing import Any

from tests.github.answers import Answer, Ask, created, not_found, nothing, page, route
from tests.github.permissions import LEVELS
from tests.github.releases import Release, release
from tests.github.repository import Repository

HERE = "/repos/{owner}/{repo}/releases"
WORDS = ("name", "body", "tag_name", "target_commitish", "draft", "prerelease")


def _writes(ask: Ask, repo: Repository) -> bool:
    if ask.actor.installation:
        return (ask.actor.permissions or {}).get("contents") == "write"
    return LEVELS[repo.role_of(ask.actor.account)] >= LEVELS["write"]


def _visible(ask: Ask, repo: Repository) -> list[Release]:
    shown = [one for one in repo.releases if not one.draft or _writes(ask, repo)]
    return sorted(shown, key=lambda one: (one.created_at, one.id), reverse=True)


@route("GET", HERE, "contents")
def releases(ask: Ask, repo: Repository) -> Answer:
    return page(ask, _visible(ask, repo), release)


def _the(ask: Ask, repo: Repository, number: int) -> Release:
    found = next((one for one in _visible(ask, repo) if one.id == number), None)
    if found is None:
        raise not_found()
    return found


@route("GET", HERE + "/{release_id}", "contents")
def one(ask: Ask, repo: Repository, release_id: int) -> Any:
    return release(_the(ask, repo, release_id))


@route("GET", HERE + "/latest", "contents")
def latest(ask: Ask, repo: Repository) -> Any:
    full = [one for one in _visible(ask, repo) if not (one.draft or one.prerelease)]
    if not full:
        raise not_found()
    return release(full[0])


@route("GET", HERE + "/tags/{tag}", "contents")
def by_tag(ask: Ask, repo: Repository, tag: str) -> Any:
    """Never a draft: it has no tag yet, whatever it says."""
    found = next((one for one in repo.releases if one.tag_name == tag and not one.draft), None)
    if found is None:
        raise not_found()
    return release(found)


@route("POST", HERE, "contents")
def create(ask: Ask, repo: Repository) -> Answer:
    ask.require("Release", "tag_name")
    body = ask.body
    made = repo.release(
        body["tag_name"],
        target=body.get("target_commitish"),
        name=body.get("name"),
        body=body.get("body"),
        draft=body.get("draft", False),
        prerelease=body.get("prerelease", False),
        by=ask.actor.deeds_of().login,
    )
    return created(release(made))


@route("PATCH", HERE + "/{release_id}", "contents")
def change(ask: Ask, repo: Repository, release_id: int) -> Any:
    told = _the(ask, repo, release_id)
    given = {name: ask.body[name] for name in WORDS if ask.body.get(name) is not None}
    return release(told.edit(by=ask.actor.deeds_of().login, **given))


@route("DELETE", HERE + "/{release_id}", "contents")
def delete(ask: Ask, repo: Repository, release_id: int) -> Answer:
    _the(ask, repo, release_id).delete(by=ask.actor.deeds_of().login)
    return nothing()
