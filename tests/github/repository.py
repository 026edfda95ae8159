"""A repository: its name, its number, its people, and everything that a story can do in it."""

from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, organization, user
from tests.github.checks import Checks
from tests.github.clock import iso
from tests.github.commits import Commits
from tests.github.deliveries import Hook, Receiver
from tests.github.deployments import Deployments
from tests.github.git import Git
from tests.github.issues import Issues
from tests.github.pulls import Pulls
from tests.github.releases import Releases
from tests.github.sorting import Sorting
from tests.github.workflows import Workflows

if TYPE_CHECKING:
    from tests.github.hub import Hub

PLACES = [
    "archive_url/{archive_format}{/ref}",
    "assignees_url/assignees{/user}",
    "blobs_url/git/blobs{/sha}",
    "branches_url/branches{/branch}",
    "collaborators_url/collaborators{/collaborator}",
    "comments_url/comments{/number}",
    "commits_url/commits{/sha}",
    "compare_url/compare/{base}...{head}",
    "contents_url/contents/{+path}",
    "contributors_url/contributors",
    "deployments_url/deployments",
    "downloads_url/downloads",
    "events_url/events",
    "forks_url/forks",
    "git_commits_url/git/commits{/sha}",
    "git_refs_url/git/refs{/sha}",
    "git_tags_url/git/tags{/sha}",
    "hooks_url/hooks",
    "issue_comment_url/issues/comments{/number}",
    "issue_events_url/issues/events{/number}",
    "issues_url/issues{/number}",
    "keys_url/keys{/key_id}",
    "labels_url/labels{/name}",
    "languages_url/languages",
    "merges_url/merges",
    "milestones_url/milestones{/number}",
    "notifications_url/notifications{?since,all,participating}",
    "pulls_url/pulls{/number}",
    "releases_url/releases{/id}",
    "stargazers_url/stargazers",
    "statuses_url/statuses/{sha}",
    "subscribers_url/subscribers",
    "subscription_url/subscription",
    "tags_url/tags",
    "teams_url/teams",
    "trees_url/git/trees{/sha}",
]
COUNTS = ("stargazers_count", "watchers_count", "forks_count", "forks", "watchers", "size")
YES = ("has_issues", "has_projects", "has_downloads", "has_wiki", "allow_forking")
NO = (
    "fork",
    "has_pages",
    "has_discussions",
    "disabled",
    "is_template",
    "web_commit_signoff_required",
)
KINDS = {"Organization": ("organization", organization), "User": ("user", user)}
UNSAID = ("description", "homepage", "language", "license", "mirror_url")


class Repository(Commits, Pulls, Issues, Checks, Releases, Sorting, Deployments, Workflows):
    def __init__(
        self,
        hub: "Hub",
        number: int,
        owner: Account,
        name: str,
        *,
        default_branch: str = "main",
        private: bool = False,
    ) -> None:
        self.hub, self.id, self.owner, self.name = hub, number, owner, name
        self.default_branch, self.private, self.archived = default_branch, private, False
        self.created_at = self.updated_at = self.pushed_at = hub.clock()
        self.roles: dict[str, str] = {}
        self.hooks: list[Hook] = []
        self._shown: tuple[Any, dict[str, Any]] | None = None
        self.git = Git(hub.place / f"{number}.git")
        for room in Repository.__bases__:
            room.__init__(self)

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    @property
    def api(self) -> str:
        return f"{self.hub.api}/repos/{self.full_name}"

    @property
    def html(self) -> str:
        return f"{self.hub.html}/{self.full_name}"

    # --- people ---

    def collaborator(self, login: str, role: str) -> None:
        """Give somebody a role here: read, triage, write, maintain, admin; or none."""
        self.hub.account(login)
        self.roles[login] = role

    def role_of(self, account: Account | None) -> str:
        """Who was given no role writes, so that a story need not begin with a list of people."""
        if account is None:
            return "none"
        if account.login == self.owner.login:
            return "admin"
        return self.roles.get(account.login, "admin")

    def tell(self, event: str, by: str | Account, /, **payload: Any) -> None:
        sender = self.hub.account(by) if isinstance(by, str) else by
        self.hub.post.send(self, event, sender, payload)

    # --- hooks ---

    def hook(
        self,
        url: str = "http://127.0.0.1:9/",
        *,
        secret: str | None = None,
        events: tuple[str, ...] = ("*",),
        receiver: Receiver | None = None,
    ) -> Hook:
        """A hook of this repository, which hears nothing of what was before it."""
        hub = self.hub
        made = Hook(hub.next("hook"), "repository", self.id, hub.clock(), list(events), url, secret)
        made.receiver = receiver
        self.hooks.append(made)
        return made

    # --- its name ---

    def rename(self, name: str, by: str = "ada") -> None:
        before = self._leave_name()
        self.name = name
        self.tell(
            "repository", by, action="renamed", changes={"repository": {"name": {"from": before}}}
        )

    def transfer(self, login: str, by: str = "ada") -> None:
        """To another owner, whose hooks and Apps hear of it; those of the former do not."""
        former = self.owner
        self._leave_name()
        self.owner = self.hub.account(login, "Organization")
        owned, shape = KINDS[former.kind]
        changes = {"owner": {"from": {owned: shape(self.hub, former)}}}
        self.tell("repository", by, action="transferred", changes=changes)

    def delete(self, by: str = "ada") -> None:
        """Only an organisation's hooks hear of it: neither the repository's own nor an App does."""
        self.tell("repository", by, action="deleted")
        self.hub.repositories.remove(self)

    def archive(self, by: str = "ada") -> None:
        self.archived = True
        self.tell("repository", by, action="archived")

    def _leave_name(self) -> str:
        before = self.name
        self.hub.former[self.full_name.lower()] = self.id
        self.updated_at = self.hub.clock.tick()
        return before

    # --- its shape ---

    def minimal(self) -> dict[str, Any]:
        """GitHub's `minimal-repository`."""
        return {
            "id": self.id,
            "node_id": f"R_{self.id}",
            "name": self.name,
            "full_name": self.full_name,
            "private": self.private,
            "owner": user(self.hub, self.owner),
            "html_url": self.html,
            "description": None,
            "fork": False,
            "url": self.api,
            **dict(_place(self.api, place) for place in PLACES),
        }

    def full(self) -> dict[str, Any]:
        """GitHub's `full-repository`; two of them stand in each pull request of a list."""
        now = (self.hub.clock(), self.hub.api, self.full_name, self.default_branch, self.archived)
        if self._shown is None or self._shown[0] != now:
            self._shown = (now, self._full())
        return self._shown[1]

    def _full(self) -> dict[str, Any]:
        issues = sum(1 for one in self.issues if one.state == "open")
        return self.minimal() | {
            **dict.fromkeys(UNSAID),
            **dict.fromkeys(COUNTS, 0),
            **dict.fromkeys(YES, True),
            **dict.fromkeys(NO, False),
            "open_issues_count": issues,
            "open_issues": issues,
            "git_url": f"git://github.com/{self.full_name}.git",
            "ssh_url": f"git@github.com:{self.full_name}.git",
            "clone_url": f"{self.html}.git",
            "svn_url": self.html,
            "topics": [],
            "visibility": "private" if self.private else "public",
            "archived": self.archived,
            "default_branch": self.default_branch,
            "created_at": iso(self.created_at),
            "updated_at": iso(self.updated_at),
            "pushed_at": iso(self.pushed_at),
        }

    def detailed(self) -> dict[str, Any]:
        return self.full() | {"subscribers_count": 0, "network_count": 0}

    def payload(self, event: str) -> dict[str, Any]:
        """As it stands in an event; only `push` tells times in seconds, and its owner by name."""
        told = self.full() | {"custom_properties": {}}
        if event != "push":
            return told
        times = {"created_at": self.created_at, "pushed_at": self.pushed_at}
        owner = told["owner"] | {"name": self.owner.login, "email": self.owner.email}
        return told | {
            **{name: int(at.timestamp()) for name, at in times.items()},
            "owner": owner,
            "stargazers": 0,
            "master_branch": self.default_branch,
        }


def _place(api: str, place: str) -> tuple[str, str]:
    name, _, rest = place.partition("/")
    # `blobs_url/git/blobs{/sha}` stands for …/git/blobs{/sha}.
    return name, f"{api}/{rest}"
