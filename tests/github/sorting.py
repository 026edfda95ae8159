"""Labels and milestones, which sort issues and pull requests alike."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.github.accounts import Account, user
from tests.github.clock import iso

if TYPE_CHECKING:
    from tests.github.hub import Hub
    from tests.github.repository import Repository


@dataclass
class Label:
    id: int
    name: str
    color: str = "ededed"
    description: str | None = None


@dataclass
class Milestone:
    id: int
    number: int
    title: str
    creator: Account
    created_at: datetime
    updated_at: datetime
    description: str | None = None
    state: str = "open"
    closed_at: datetime | None = None
    due_on: datetime | None = None


class Sorting:
    hub: "Hub"

    def __init__(self) -> None:
        self.labels: list[Label] = []
        self.milestones: list[Milestone] = []

    def label(self: "Repository", name: str, *, by: str = "ada", quiet: bool = False) -> Label:
        """The label of that name, made where there was none."""
        known = next((one for one in self.labels if one.name.lower() == name.lower()), None)
        if known is None:
            known = Label(self.hub.next("label"), name)
            self.labels.append(known)
            if not quiet:
                self.tell("label", by, action="created", label=label(self, known))
        return known

    def rename_label(self: "Repository", name: str, to: str, by: str = "ada") -> None:
        """No pull request is told anew because its label is called otherwise now."""
        known = self.label(name)
        known.name = to
        told = {"label": label(self, known), "changes": {"name": {"from": name}}}
        self.tell("label", by, action="edited", **told)

    def milestone(self: "Repository", title: str, *, by: str = "ada") -> Milestone:
        known = next((one for one in self.milestones if one.title == title), None)
        if known is None:
            at, number = self.hub.clock.tick(), len(self.milestones) + 1
            who = self.hub.account(by)
            known = Milestone(self.hub.next("milestone"), number, title, who, at, at)
            self.milestones.append(known)
            self.tell("milestone", by, action="created", milestone=milestone(self, known))
        return known

    def close_milestone(self: "Repository", title: str, *, by: str = "ada") -> None:
        known = self.milestone(title)
        known.state, known.closed_at = "closed", self.hub.clock.tick()
        known.updated_at = known.closed_at
        self.tell("milestone", by, action="closed", milestone=milestone(self, known))


def label(repo: "Repository", of: Label) -> dict[str, Any]:
    return {
        "id": of.id,
        "node_id": f"LA_{of.id}",
        "url": f"{repo.api}/labels/{of.name}".replace(" ", "%20"),
        "name": of.name,
        "description": of.description,
        "color": of.color,
        "default": False,
    }


def milestone(repo: "Repository", of: Milestone | None) -> dict[str, Any] | None:
    if of is None:
        return None
    here = f"{repo.api}/milestones/{of.number}"
    inside = [one for one in repo.issues if one.milestone is of]
    return {
        "url": here,
        "html_url": f"{repo.html}/milestone/{of.number}",
        "labels_url": f"{here}/labels",
        "id": of.id,
        "node_id": f"MI_{of.id}",
        "number": of.number,
        "state": of.state,
        "title": of.title,
        "description": of.description,
        "creator": user(repo.hub, of.creator),
        "open_issues": sum(one.state == "open" for one in inside),
        "closed_issues": sum(one.state == "closed" for one in inside),
        "created_at": iso(of.created_at),
        "updated_at": iso(of.updated_at),
        "closed_at": of.closed_at and iso(of.closed_at),
        "due_on": of.due_on and iso(of.due_on),
    }
