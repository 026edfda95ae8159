"""Whom an event reaches, in which words, and when: the way from a deed to the hooks' receivers."""

import uuid
from random import Random
from typing import TYPE_CHECKING, Any

from tests.github import accounts, deliveries
from tests.github.accounts import Account
from tests.github.deliveries import Delivery, Hook
from tests.github.weather import Weather

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository

# Only an App is sent these; a repository's or an organisation's hook never is.
APP_ONLY = {
    "deployment_protection_rule",
    "deployment_review",
    "installation",
    "installation_repositories",
    "installation_target",
    "merge_group",
}
# GitHub sends these to an App without being asked.
ALWAYS = {"installation", "installation_repositories", "installation_target"}


class Post:
    def __init__(self, hub: "Hub", seed: int) -> None:
        self.hub = hub
        self.weather = Weather(seed)
        self.waiting: list[Delivery] = []
        # Whether what happens is sent at once; a story may hold it back, and flush by itself.
        self.held = False
        self._chance = Random(seed)

    def guid(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=1))

    def send(
        self, repo: "Repository", event: str, sender: Account, payload: dict[str, Any]
    ) -> None:
        """Tell all hooks that want to hear of it; they share the event's GUID."""
        guid, hub = self.guid(), self.hub
        body = payload | {"repository": repo.payload(event), "sender": accounts.user(hub, sender)}
        if repo.owner.kind == "Organization":
            body["organization"] = accounts.organization(hub, repo.owner)
        gone = (event, payload.get("action")) == ("repository", "deleted")
        if event not in APP_ONLY:
            for hook in hub.organization_hooks[repo.owner.id] + ([] if gone else repo.hooks):
                self._enter(hook, guid, event, body)
        for installation in [] if gone else hub.installations(repo):
            short = {"id": installation.id, "node_id": f"I_{installation.id}"}
            self._enter(installation.app.hook, guid, event, body | {"installation": short})

    def tell_app(self, hook: Hook, event: str, payload: dict[str, Any]) -> None:
        self._enter(hook, self.guid(), event, payload)

    def _enter(self, hook: Hook, guid: str, event: str, body: dict[str, Any]) -> None:
        if not (hook.wants(event) or event in ALWAYS):
            return
        delivery = deliveries.compose(self.hub, hook, guid, event, body)
        if delivery is None:
            return
        for observe in self.hub.listeners:
            observe(delivery)
        self.waiting.append(delivery)
        self.hub.flush_if_calm()

    def redeliver(self, delivery: Delivery) -> None:
        self.waiting.append(deliveries.again(self.hub, delivery))

    def flush(self) -> None:
        """Hand over what waits, as the weather has it."""
        weather, waiting, self.waiting = self.weather, self.waiting, []
        for delivery in weather.order(waiting):
            if weather.happens(weather.late):
                self.waiting.append(delivery)
            else:
                self._deliver(delivery, weather)

    def _deliver(self, delivery: Delivery, weather: Weather) -> None:
        if weather.happens(weather.vanish):
            return
        now = self.hub.clock()
        if weather.happens(weather.lose):
            deliveries.log(delivery, now, "failed to connect to host", 0)
            return
        told = deliveries.knock(delivery)
        if weather.happens(weather.double):
            deliveries.knock(delivery)
        deliveries.log(delivery, now, *told)
