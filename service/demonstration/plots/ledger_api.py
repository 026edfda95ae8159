"""The ledger ships slowly, by candidates; here its release 2.3 and a fix for Japan."""

from service.demonstration.cast import AISHA, DEPENDABOT, JONAS, MIRA, PRIYA, TOMAS, YUKI
from service.demonstration.changes import (
    Change,
)
from service.demonstration.git import Commit
from service.demonstration.naming import branch_off
from service.demonstration.plots.ledger_api_end import AMERICA, EUROPE, cross, end
from service.demonstration.routine import begin, cut, land, travel
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble
from service.demonstration.wishes import fulfil, plan, report


def play(stage: Stage) -> None:
    _two_three(stage)
    _yen(stage)
    end(stage)


def _two_three(stage: Stage) -> None:
    stage.day(0)
    begin(
        stage,
        (AISHA, "Keep the books in double entry"),
        (JONAS, "Refuse what does not balance"),
        (AISHA, "Close a month"),
        (MIRA, "Run the checks on every pull request"),
    )
    travel(stage, cut(stage, "v2.2.0", AISHA), "staging", EUROPE, AMERICA)
    stage.day(1)
    closed = report(stage, "A booking into a closed month is accepted", PRIYA, "bug")
    planned = plan(stage, "2.3", AISHA, due_on=stage.days[12])
    stage.day(2)
    rate = Change(
        title="Keep the exchange rate that a booking was made with",
        author=AISHA,
        labels=("feature",),
        steps=("Store the rate beside the amount", "Show the rate in the journal"),
        milestone=planned,
        coding=12,
    )
    land(stage, rate, JONAS)
    stage.day(4)
    refuse = Change(
        title="Refuse a booking into a closed month",
        author=JONAS,
        labels=("bug",),
        closes=closed,
        milestone=planned,
    )
    land(stage, refuse, AISHA, Trouble.FLAKY)
    stage.day(6)
    trail = Change(
        title="Write the audit trail before the answer",
        author=MIRA,
        labels=("security",),
        steps=("Write the trail first", "Answer only what the trail holds"),
        milestone=planned,
        coding=9,
    )
    land(stage, trail, AISHA)
    stage.day(8)
    travel(stage, cut(stage, "v2.3.0-rc.1", AISHA), "staging")
    stage.day(9)
    reversal = Change(
        title="Count a reversal in the month of its booking",
        author=TOMAS,
        labels=("bug",),
        closes=report(stage, "2.3.0-rc.1 counts reversals in today's month", AISHA, "bug"),
        milestone=planned,
    )
    land(stage, reversal, JONAS)
    stage.day(11)
    voyage = cut(stage, "v2.3.0-rc.2", AISHA)
    travel(stage, voyage, "staging")
    stage.day(13)
    voyage = cut(stage, "v2.3.0", AISHA)
    fulfil(stage, planned, AISHA)
    travel(stage, voyage, "staging")
    cross(stage, voyage, EUROPE, JONAS)
    stage.day(14)
    cross(stage, voyage, AMERICA, JONAS)


def _yen(stage: Stage) -> None:
    """A fix for the line that is out, while the next one grows."""
    stage.day(16)
    camt = Change(
        title="Export the journal as camt.053",
        author=TOMAS,
        labels=("feature",),
        steps=("Write one entry", "Write the balances", "Check against the schema"),
        coding=16,
    )
    land(stage, camt, AISHA)
    stage.day(18)
    bump = Change(
        title="Bump psycopg from 3.3.8 to 3.3.9", author=DEPENDABOT, labels=("dependencies",)
    )
    land(stage, bump, JONAS)
    yen = report(stage, "Yen are rounded to hundredths", YUKI, "bug")
    stage.day(20)
    whole = Change(
        title="Round every currency to its own smallest unit",
        author=YUKI,
        labels=("bug",),
        closes=yen,
    )
    land(stage, whole, JONAS)
    _backported(stage, _fix_of(stage, "Round every currency"))
    stage.day(22)
    voyage = cut(stage, "v2.3.1", YUKI, line="release/2.3")
    travel(stage, voyage, "staging")
    cross(stage, voyage, EUROPE, AISHA)
    cross(stage, voyage, AMERICA, AISHA)


def _fix_of(stage: Stage, title: str) -> Commit:
    """The commit itself, not its merge: what one picks is the change."""
    return next(one for one in stage.shelf.commits.values() if one.title.startswith(title))


def _backported(stage: Stage, fix: Commit) -> None:
    line = "release/2.3"
    branch_off(stage, line, stage.shelf.tags["v2.3.0"], YUKI)
    picked = f"{fix.title}\n\n(cherry picked from commit {fix.sha})"
    backport = Change(
        title=f"{fix.title} [2.3]",
        author=YUKI,
        labels=("bug",),
        steps=(picked,),
        base=line,
        coding=0.3,
    )
    land(stage, backport, AISHA)
