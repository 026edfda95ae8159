"""The ledger until today: 2.4 in two regions, in the first one not without a way back."""

from service.demonstration.cast import AISHA, JONAS, MIRA, PRIYA, TOMAS, Person
from service.demonstration.changes import (
    Change,
    check,
    check_soon,
    extend,
    merge,
    propose,
    review,
)
from service.demonstration.routine import cut, land, travel
from service.demonstration.shipping import Voyage, await_consent, consent
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble
from service.demonstration.wishes import fulfil, plan

EUROPE, AMERICA = "production-eu", "production-us"


def end(stage: Stage) -> None:
    _two_four(stage)
    _today(stage)


def cross(stage: Stage, voyage: Voyage, region: str, reviewer: Person) -> None:
    """Into a region, once its reviewer has agreed."""
    consent(stage, voyage.to(region), reviewer, f"{voyage.ref}: books of last night are balanced")
    travel(stage, voyage, region)


def _two_four(stage: Stage) -> None:
    stage.day(23)
    planned = plan(stage, "2.4", AISHA, due_on=stage.days[38])
    pages = Change(
        title="Page through bookings by key",
        author=JONAS,
        labels=("feature", "breaking"),
        body="The offset is gone: pages shifted while the books grew.",
        milestone=planned,
        coding=8,
    )
    land(stage, pages, MIRA)
    stage.day(25)
    four_eyes = propose(
        stage,
        Change(
            title="Let two people approve a manual booking",
            author=AISHA,
            labels=("feature", "security"),
            steps=("Ask for a second person", "Refuse the author as second person"),
            milestone=planned,
            coding=18,
        ),
    )
    check(stage, four_eyes)
    review(stage, four_eyes, MIRA, "changes_requested", "The second person may be deactivated.")
    stage.day(28)
    extend(stage, four_eyes, "Refuse people who have left")
    check(stage, four_eyes, Trouble.SECOND_LOOK)
    review(stage, four_eyes, MIRA)
    merge(stage, four_eyes, AISHA)
    stage.day(30)
    who = Change(
        title="Show who closed a month", author=PRIYA, labels=("feature",), milestone=planned
    )
    land(stage, who, TOMAS)
    stage.day(33)
    travel(stage, cut(stage, "v2.4.0-rc.1", AISHA), "staging")
    stage.day(34)
    order = Change(
        title="Keep approvals in the order in which they were given",
        author=MIRA,
        labels=("bug",),
        milestone=planned,
    )
    land(stage, order, AISHA)
    stage.day(36)
    travel(stage, cut(stage, "v2.4.0-rc.2", AISHA), "staging")
    stage.day(40)
    voyage = cut(stage, "v2.4.0", AISHA)
    fulfil(stage, planned, AISHA)
    travel(stage, voyage, "staging")
    cross(stage, voyage, EUROPE, JONAS)
    # Too many bookings failed in Europe: the books go back, and come again when it is known why.
    former = Voyage(head=stage.head("release/2.3"), ref="v2.3.1", environment=EUROPE, by=JONAS)
    travel(stage, former, EUROPE)
    stage.day(41)
    cross(stage, voyage, EUROPE, JONAS)
    cross(stage, voyage, AMERICA, JONAS)


def _today(stage: Stage) -> None:
    """2.4.1 is live in Europe, and waits for a reviewer in America."""
    stage.day(43)
    cents = Change(
        title="Name the booking whose cents do not add up", author=TOMAS, labels=("bug",)
    )
    land(stage, cents, JONAS)
    stage.day(45)
    voyage = cut(stage, "v2.4.1", AISHA)
    travel(stage, voyage, "staging")
    stage.day(46)
    cross(stage, voyage, EUROPE, JONAS)
    stage.day(47)
    archive = Change(
        title="Move closed years to the archive",
        author=JONAS,
        labels=("feature",),
        steps=("Copy a year", "Prove the copy", "Point the journal to it"),
        coding=17,
    )
    land(stage, archive, AISHA)
    stage.day(49)
    key = Change(title="Turn the signing key every quarter", author=MIRA, labels=("security",))
    land(stage, key, AISHA)
    stage.minutes_ago(180)
    await_consent(stage, voyage.to(AMERICA), JONAS)
    stage.minutes_ago(40)
    explain = Change(title="Explain a balance by its bookings", author=PRIYA, labels=("feature",))
    check(stage, propose(stage, explain))
    stage.minutes_ago(7)
    trial = Change(
        title="Close a month for one cost centre", author=TOMAS, labels=("feature",), draft=True
    )
    check_soon(stage, propose(stage, trial))
