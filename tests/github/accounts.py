"""People, organisations and bots, as GitHub shows them beside everything they did."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from tests.github.answers import Ask, not_found, route

if TYPE_CHECKING:
    from tests.github.hub import Hub

PLACES = {
    "followers_url": "/followers",
    "following_url": "/following{/other_user}",
    "gists_url": "/gists{/gist_id}",
    "starred_url": "/starred{/owner}{/repo}",
    "subscriptions_url": "/subscriptions",
    "organizations_url": "/orgs",
    "repos_url": "/repos",
    "events_url": "/events{/privacy}",
    "received_events_url": "/received_events",
}


@dataclass
class Account:
    id: int
    login: str
    kind: str = "User"

    @property
    def email(self) -> str:
        return f"{self.id}+{self.login}@users.noreply.github.com"


def user(hub: "Hub", account: Account | None) -> dict[str, Any] | None:
    """GitHub's `simple-user`."""
    if account is None:
        return None
    # A bot's name has brackets, and an address has none.
    login = quote(account.login)
    here = f"{hub.api}/users/{login}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": f"U_{account.id}",
        "avatar_url": f"{hub.html}/avatars/{account.id}",
        "gravatar_id": "",
        "url": here,
        "html_url": f"{hub.html}/{login}",
        **{name: here + rest for name, rest in PLACES.items()},
        "type": account.kind,
        "user_view_type": "public",
        "site_admin": False,
    }


def organization(hub: "Hub", account: Account) -> dict[str, Any]:
    """GitHub's `organization-simple`, as the events of an organisation's repository tell it."""
    here = f"{hub.api}/orgs/{account.login}"
    return {
        "login": account.login,
        "id": account.id,
        "node_id": f"O_{account.id}",
        "url": here,
        "repos_url": f"{here}/repos",
        "events_url": f"{here}/events",
        "hooks_url": f"{here}/hooks",
        "issues_url": f"{here}/issues",
        "members_url": f"{here}/members{{/member}}",
        "public_members_url": f"{here}/public_members{{/member}}",
        "avatar_url": f"{hub.html}/avatars/{account.id}",
        "description": None,
    }


@route("GET", "/user")
def myself(ask: Ask) -> Any:
    return full(ask.hub, ask.actor.somebody())


@route("GET", "/users/{username}")
def somebody(ask: Ask, username: str) -> Any:
    account = ask.hub.accounts.get(username.lower())
    if account is None:
        raise not_found()
    return full(ask.hub, account)


@route("GET", "/orgs/{org}")
def one_organization(ask: Ask, org: str) -> Any:
    account = ask.hub.accounts.get(org.lower())
    if account is None or account.kind != "Organization":
        raise not_found()
    moment = ask.hub.dawn
    counts = ("public_repos", "public_gists", "followers", "following")
    return organization(ask.hub, account) | {
        "html_url": f"{ask.hub.html}/{account.login}",
        "type": "Organization",
        "has_organization_projects": True,
        "has_repository_projects": True,
        "created_at": moment,
        "updated_at": moment,
        "archived_at": None,
        **dict.fromkeys(counts, 0),
    }


def full(hub: "Hub", account: Account) -> dict[str, Any]:
    shown = user(hub, account) or {}
    unsaid = ("name", "company", "blog", "location", "email", "hireable", "bio")
    counts = ("public_repos", "public_gists", "followers", "following")
    return {
        **shown,
        **dict.fromkeys(unsaid),
        **dict.fromkeys(counts, 0),
        "created_at": hub.dawn,
        "updated_at": hub.dawn,
    }
