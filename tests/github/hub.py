"""The tests' own GitHub: real repositories, everything around them in memory, and GitHub's manners.

    from tests.github.hub import Hub

    def test_…(hub: Hub) -> None:                      # its fixture: tests/github/fixtures.py
        checkout = hub.repository("harbour/checkout")
        checkout.hook("http://127.0.0.1:8000/webhooks/github", secret="s")
        checkout.pull("Pay by card", labels=("feature",)).merge("squash")
        checkout.release("v1.2.0", body="By card")
        checkout.deploy("production", "in_progress", "success")
        with hub.serve() as address:                   # REST, for PyGithub's `base_url`
            ...
        assert hub.requests["GET /repos/{owner}/{repo}/pulls"] == 1

- A story is told in verbs of `hub`, `repository`, `pull`, `release`, `deployment`, `app`: each does
  what the deed does at GitHub, in git and in memory, and sends the events that GitHub sends. REST
  routes call the same verbs.
- What GitHub leaves out is left out: hooks hear nothing of more than three tags at once, of
  `inactive`, of over 25 MB, and of what was before them.
- `hub.post.weather = Weather(seed, lose=…, double=…, late=…, shuffle=True)` and `hub.post.held =
  True` let deliveries suffer; `hub.deliver()` hands over what was held.
- `hub.fail("POST", "/repos/{owner}/{repo}/releases", faults.bad_gateway_after)` lets requests fail.
- `hub.clock` stands still; `hub.clock.advance(days=3)` moves it, and `hub.clock.wait` is a sleep
  for product code. Tokens live by the machine's clock, because libraries look there.
- `hub.prefix` of "/api/v3" makes it a GitHub Enterprise Server.
- `hub.app().install("harbour")` is an App with its installation; `hub.organization_hook` hears of
  all repositories of an owner; `merge_queue.Group(pull)` is a pull request in the queue;
  `history.grow(repo, 10_000)` is a long past that nobody was told of.
- Whoever was given no role in a repository is its administrator: `repo.collaborator("eve",
  "read")`.
- `python -m tests.github` is a hub as a process of its own.

What is inferred, and not in GitHub's documentation: that a redelivery is signed with the hook's
present secret, that an App's hook has the target type `integration`, that a lost connection is
listed with the status code 0, and that the words of an immutable release can still be changed.

The wire is held against GitHub's own description: see tests/github/conformance.py.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.github import routes
from tests.github.accounts import Account
from tests.github.answers import Answer, Ask
from tests.github.apps import App, Installation, an_app
from tests.github.clock import Clock, iso
from tests.github.deliveries import Delivery, Hook, Receiver
from tests.github.faults import Fault, Planned
from tests.github.limits import Limits
from tests.github.permissions import Actor
from tests.github.post import Post
from tests.github.repository import Repository
from tests.github.routes.login import Device
from tests.github.server import serve

# Importing them has entered them into the table.
assert routes.__all__


class Hub:
    """Numbers are given by kind, so a pull request and a release may have the same one.

    `prefix` is "/api/v3" for a GitHub Enterprise Server. `wall` is the machine's clock: the lives
    of tokens follow it, as the libraries that use them do.
    """

    def __init__(
        self, place: Path, *, clock: Clock | None = None, seed: int = 0, prefix: str = ""
    ) -> None:
        self.place, self.prefix = place, prefix
        self.clock = clock or Clock()
        self.dawn = iso(self.clock())
        self.api, self.html = "https://api.github.com", "https://github.com"
        self.accounts: dict[str, Account] = {}
        self.repositories: list[Repository] = []
        self.former: dict[str, int] = {}
        self.organization_hooks: dict[int, list[Hook]] = defaultdict(list)
        self.apps: list[App] = []
        self.manifests: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, Actor] = {}
        self.devices: dict[str, Device] = {}
        # Of the Apps in whose settings Device Flow is enabled.
        self.device_clients: set[str] = set()
        self.device_interval = 5
        self.limits = Limits()
        self.faults: list[Planned] = []
        self.requests: Counter[str] = Counter()
        self.observers: list[Callable[[Ask, Answer], None]] = []
        self.listeners: list[Callable[[Delivery], None]] = []
        self.post = Post(self, seed)
        self._numbers: Counter[str] = Counter()
        self._turn = threading.RLock()
        self._serving = threading.local()

    def wall(self) -> datetime:
        return datetime.now(UTC)

    def next(self, kind: str) -> int:
        self._numbers[kind] += 1
        return 1000 + self._numbers[kind]

    def request_id(self) -> str:
        self._numbers["request"] += 1
        return f"C0DE:{self._numbers['request']:06X}"

    # --- who there is ---

    def account(self, login: str, kind: str = "User") -> Account:
        """The account of that name, made where there was none."""
        known = self.accounts.get(login.lower())
        if known is None:
            kind = "Bot" if login.endswith("[bot]") else kind
            known = self.accounts[login.lower()] = Account(self.next("account"), login, kind)
        return known

    def token(self, login: str = "ada") -> str:
        """A personal access token; what it may do follows from its owner's roles."""
        token = f"ghp_{self.next('token'):036}"
        self.tokens[token] = Actor(f"user {login}", account=self.account(login))
        return token

    def enter_code(self, user_code: str, login: str | None) -> None:
        """Somebody enters a device's code, and lets it in; None says no."""
        (device,) = (one for one in self.devices.values() if one.user_code == user_code)
        device.denied = login is None
        device.account = self.account(login) if login else None

    def app(self, name: str = "Shipledger", **settings: Any) -> App:
        return an_app(self, name, **settings)

    def installations(self, repo: Repository) -> list[Installation]:
        """Those through which Apps hear of a repository."""
        everywhere = [one for app in self.apps for one in app.installations]
        return [one for one in everywhere if one.covers(repo) and not one.suspended_at]

    def organization_hook(
        self,
        login: str,
        url: str = "http://127.0.0.1:9/",
        *,
        secret: str | None = None,
        events: tuple[str, ...] = ("*",),
        receiver: Receiver | None = None,
    ) -> Hook:
        """A hook that hears of all repositories of an organisation."""
        owner = self.account(login, "Organization")
        place = ("organization", owner.id, self.clock())
        made = Hook(self.next("hook"), *place, list(events), url, secret, receiver=receiver)
        self.organization_hooks[owner.id].append(made)
        return made

    @cached_property
    def actions(self) -> App:
        """GitHub's own App, whose checks are those of workflows."""
        return an_app(self, "GitHub Actions", by="github", listed=False)

    # --- repositories ---

    def repository(self, full_name: str, **settings: Any) -> Repository:
        """The repository of that name now, made with one commit where there was none."""
        known, moved = self.by_name(full_name)
        if known and not moved:
            return known
        login, _, name = full_name.partition("/")
        owner = self.account(login, settings.pop("owned_by", "Organization"))
        repo = Repository(self, self.next("repository") + 1_296_000, owner, name, **settings)
        self.former.pop(full_name.lower(), None)
        self.repositories.append(repo)
        repo.commit("Begin", files={"README.md": f"# {name}\n"}, quiet=True)
        return repo

    def by_id(self, number: int) -> Repository | None:
        return next((one for one in self.repositories if one.id == number), None)

    def by_name(self, full_name: str) -> tuple[Repository | None, bool]:
        """The repository, and whether this was its name; a freed name can be taken by another."""
        for repo in self.repositories:
            if repo.full_name.lower() == full_name.lower():
                return repo, False
        number = self.former.get(full_name.lower())
        return (self.by_id(number) if number else None), True

    # --- the door ---

    def serve(self, port: int = 0) -> AbstractContextManager[str]:
        return serve(self, port)

    def fail(self, method: str, template: str, fault: Fault, **how: Any) -> Planned:
        """Let requests of this route fail: `times` of them (one), after `skip` of them (none)."""
        planned = Planned(method, template, fault, **how)
        self.faults.append(planned)
        return planned

    @contextmanager
    def serving(self) -> Iterator[None]:
        """One request at a time; what it makes happen is posted when it is over."""
        with self._turn:
            self._serving.on, self.clock.pace = True, 0.001
            try:
                yield
            finally:
                self._serving.on, self.clock.pace = False, 1.0

    def flush_if_calm(self) -> None:
        if not (self.post.held or getattr(self._serving, "on", False)):
            self.post.flush()

    def flush(self) -> None:
        """After a request: let go what it caused, unless the story holds the post back."""
        if not self.post.held:
            self.post.flush()

    def deliver(self) -> None:
        """Hand over all that a story held back, the late ones too."""
        self.post.flush()
        late, self.post.weather.late = self.post.weather.late, 0
        self.post.flush()
        self.post.weather.late = late
