"""A plan: what a release is to hold, when, and by whom, decided before its tag is cut."""

from datetime import date, datetime
from itertools import pairwise
from typing import Final

from eventsourcing.domain import event

from domain.deed import Signing, reasoned
from domain.edit import LONGEST_NAME, LONGEST_TITLE, AlreadySo, line
from domain.errors import Refused
from domain.of_release import AboutRelease, BegunForRelease, OfRelease
from domain.version import Version, read

# Under this all plans of a repository are found.
PLANS: Final = "plans"

FREEZE, CANDIDATE, AVAILABLE = "freeze", "candidate", "available"
# The dates of a release in their order: no more changes, something to try, general availability.
DATES: Final = (FREEZE, CANDIDATE, AVAILABLE)
OWNER, CAPTAIN = "owner", "captain"
OPEN, BLOCKED, DONE = "open", "blocked", "done"
STATES: Final = (OPEN, BLOCKED, DONE)
MOST: Final = 500


def version_of(version: Version) -> str:
    """Under this the plans of one version are found, however its tag is spelled."""
    return f"plan:{version.component}:{version.precedence.hex()}"


class OfPlan(AboutRelease):
    """A decision about one planned release."""

    def about(self) -> tuple[str, ...]:
        version = read(self.release)
        same = (version_of(version),) if version.versioned else ()
        return *super().about(), PLANS, *same


class Plan(OfRelease):
    """One for each release, by the name that its tag is to have. A cancelled one stays told."""

    TOPIC = "plan"

    class Opened(BegunForRelease):
        TOPIC = "plan.opened"

    class Made(OfPlan):
        """`branch` is where the tag will be cut; the default branch where it is empty."""

        TOPIC = "plan.made"
        type_: str
        branch: str
        about_: str

        def apply(self, plan: "Plan") -> None:
            plan.made, plan.type_, plan.branch = True, self.type_, self.branch
            plan.about_ = self.about_

    class Cancelled(OfPlan):
        TOPIC = "plan.cancelled"

        def apply(self, plan: "Plan") -> None:
            plan.made = False

    class DateSet(OfPlan):
        """`day` is as ISO 8601 has it; empty takes the date away. `before` is what it was."""

        TOPIC = "plan.date_set"
        which: str
        day: str
        before: str

        def apply(self, plan: "Plan") -> None:
            plan.dates[self.which] = self.day

    class RoleGiven(OfPlan):
        """Owner, captain, or a role of the team's own; nobody's where `to` is empty."""

        TOPIC = "plan.role_given"
        role: str
        to: str

        def apply(self, plan: "Plan") -> None:
            plan.roles[self.role] = self.to

    class ScopeAdded(OfPlan):
        """`item` is `pull:12`, `issue:7` or `milestone:3`."""

        TOPIC = "plan.scope_added"
        item: str

        def apply(self, plan: "Plan") -> None:
            plan.scope.add(self.item)

    class ScopeRemoved(OfPlan):
        TOPIC = "plan.scope_removed"
        item: str

        def apply(self, plan: "Plan") -> None:
            plan.scope.discard(self.item)

    class TaskAdded(OfPlan):
        TOPIC = "plan.task_added"
        number: int
        title: str
        assignee: str

        def apply(self, plan: "Plan") -> None:
            plan.tasks[self.number] = (self.assignee, OPEN)

    class TaskChanged(OfPlan):
        """`state` is open, blocked or done; `reason` says what blocks it."""

        TOPIC = "plan.task_changed"
        number: int
        assignee: str
        state: str

        def apply(self, plan: "Plan") -> None:
            plan.tasks[self.number] = (self.assignee, self.state)

    @event(Opened)
    def __init__(self, repository: str, release: str, at: datetime) -> None:
        self.repository = repository
        self.release = release
        self.at = at
        self.made = False
        self.type_ = ""
        self.branch = ""
        self.about_ = ""
        self.dates: dict[str, str] = {}
        self.roles: dict[str, str] = {}
        self.scope: set[str] = set()
        self.tasks: dict[int, tuple[str, str]] = {}

    def make(self, type_: str, branch: str, about: str, sign: Signing) -> None:
        """Plan the release, or plan it anew as something else."""
        line("name of the release", self.release, LONGEST_NAME)
        standing = (self.type_, self.branch, self.about_)
        if self.made and (type_, branch, about) == standing:
            raise AlreadySo(f"{self.release} is planned so already.")
        self._decide(self.Made, sign, type_=type_, branch=branch, about_=about)

    def cancel(self, sign: Signing) -> None:
        """Plan it no more, for a reason."""
        self._prove_made()
        self._decide(self.Cancelled, reasoned(sign))

    def set_date(self, which: str, day: date | None, sign: Signing) -> None:
        """Say when it freezes, has a candidate or is available; to move a date needs a reason."""
        self._prove_made()
        if which not in DATES:
            raise Refused(f"A release has the dates {', '.join(DATES)}; there is no {which}.")
        told, before = day.isoformat() if day else "", self.dates.get(which, "")
        if told == before:
            raise AlreadySo(f"The {which} of {self.release} is that already.")
        self._prove_order({**self.dates, which: told})
        # The first date needs no excuse; a slip does.
        signed = reasoned(sign) if before else sign
        self._decide(self.DateSet, signed, which=which, day=told, before=before)

    def _prove_order(self, dates: dict[str, str]) -> None:
        told = [(dates[one], one) for one in DATES if dates.get(one)]
        for (day, one), (later, other) in pairwise(told):
            if day > later:
                raise Refused(f"The {one} ({day}) would come after the {other} ({later}).")

    def give_role(self, role: str, to: str, sign: Signing) -> None:
        """Say who is the owner, the captain, or whatever the team calls it."""
        self._prove_made()
        role = line("role", role, LONGEST_NAME)
        if self.roles.get(role, "") == to:
            raise AlreadySo(f"The {role} of {self.release} is {to or 'nobody'} already.")
        self._decide(self.RoleGiven, sign, role=role, to=to)

    def add(self, item: str, sign: Signing) -> None:
        """Plan a pull request, an issue or a milestone for it."""
        self._prove_made()
        kind, _, number = item.partition(":")
        if kind not in ("pull", "issue", "milestone") or not number.isdecimal():
            raise Refused("Plan pull:12, issue:7 or milestone:3: other things have no number.")
        if item in self.scope:
            raise AlreadySo(f"{item} is planned for {self.release} already.")
        if len(self.scope) >= MOST:
            raise Refused(f"{MOST} things are the most: plan a milestone that holds them.")
        self._decide(self.ScopeAdded, sign, item=item)

    def remove(self, item: str, sign: Signing) -> None:
        """Plan it for this release no more, for a reason."""
        self._prove_made()
        if item not in self.scope:
            raise AlreadySo(f"{item} is not planned for {self.release}.")
        self._decide(self.ScopeRemoved, reasoned(sign), item=item)

    def add_task(self, title: str, assignee: str, sign: Signing) -> int:
        """Put something on the checklist; the number by which it is called."""
        self._prove_made()
        if len(self.tasks) >= MOST:
            raise Refused(f"{MOST} tasks are the most: put some of them into an issue.")
        number = len(self.tasks) + 1
        title = line("title", title, LONGEST_TITLE)
        self._decide(self.TaskAdded, sign, number=number, title=title, assignee=assignee)
        return number

    def change_task(self, number: int, assignee: str, state: str, sign: Signing) -> None:
        """Hand it to somebody, say that it is done, or what blocks it."""
        self._prove_made()
        if number not in self.tasks:
            raise Refused(f"There is no task {number} for {self.release}: see its plan.")
        if state not in STATES:
            raise Refused(f"A task is {', '.join(STATES)}, and never {state}.")
        if self.tasks[number] == (assignee, state):
            raise AlreadySo(f"Task {number} is so already.")
        signed = reasoned(sign) if state == BLOCKED else sign
        self._decide(self.TaskChanged, signed, number=number, assignee=assignee, state=state)

    def _prove_made(self) -> None:
        if not self.made:
            raise Refused(
                f"{self.release} is not planned: `shipledger release plan` plans it first."
            )
