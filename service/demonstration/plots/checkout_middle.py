"""Checkout has a hotfix, a rollback and a revert in two days, and then some calm."""

from service.demonstration.cast import AISHA, BEN, DEPENDABOT, JONAS, MIRA, PRIYA, TOMAS
from service.demonstration.changes import Change, abandon, check, propose, review
from service.demonstration.git import Commit
from service.demonstration.naming import branch_off
from service.demonstration.routine import cut, land, travel
from service.demonstration.shipping import Voyage, deploy, withdraw
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble
from service.demonstration.wishes import close_issue, report

PLACES = ("staging", "production")


def middle(stage: Stage) -> None:
    _bad_day(stage)
    _calm(stage)


def _bad_day(stage: Stage) -> None:
    """A hotfix on the old line in the morning, and a release that must be taken back."""
    stage.day(22)
    twice = report(stage, "A voucher can be used twice under load", AISHA, "bug", "security")
    once = Change(
        title="Take a voucher once, also under load",
        author=TOMAS,
        labels=("bug", "security"),
        closes=twice,
        coding=1.5,
    )
    fixed = land(stage, once, MIRA)
    _hotfix(stage, fixed)
    stage.day(23)
    one_field = Change(
        title="Ask for the name on the card in one field", author=BEN, labels=("feature",)
    )
    guilty = land(stage, one_field, PRIYA)
    before = Voyage(
        head=stage.shelf.tags["v1.5.0"], ref="v1.5.0", environment="production", by=MIRA
    )
    travel(stage, cut(stage, "v1.5.1", BEN), *PLACES)
    refused = report(
        stage, "Cards without a middle name are refused since 1.5.1", AISHA, "incident"
    )
    deploy(stage, before)
    why = f"Withdrawn: it refuses some cards, see #{refused.number}."
    withdraw(stage, stage.shelf.releases["v1.5.1"], MIRA, why)
    _revert(stage, guilty)
    travel(stage, cut(stage, "v1.5.2", MIRA), *PLACES)
    close_issue(stage, refused, AISHA)


def _hotfix(stage: Stage, fixed: Commit) -> None:
    line = "release/1.4"
    branch_off(stage, line, stage.shelf.tags["v1.4.2"], TOMAS)
    picked = f"Take a voucher once, also under load\n\n(cherry picked from commit {fixed.sha})"
    backport = Change(
        title="Take a voucher once, also under load [1.4]",
        author=TOMAS,
        labels=("bug", "security"),
        steps=(picked,),
        base=line,
        coding=0.5,
    )
    land(stage, backport, MIRA)
    cut(stage, "v1.4.3", TOMAS, line=line)


def _revert(stage: Stage, guilty: Commit) -> None:
    message = f'Revert "{guilty.title}"\n\nThis reverts commit {guilty.sha}.'
    change = Change(
        title='Revert "Ask for the name on the card in one field"',
        author=MIRA,
        labels=("bug",),
        steps=(message,),
        body="It refuses cards without a middle name.",
        coding=0.2,
    )
    land(stage, change, TOMAS)


def _calm(stage: Stage) -> None:
    stage.day(25)
    store = propose(
        stage,
        Change(title="Keep the card number for the next time", author=BEN, labels=("feature",)),
    )
    check(stage, store)
    review(stage, store, AISHA, "changes_requested", "We must never hold card numbers.")
    stage.day(26)
    abandon(stage, store, BEN)
    again = Change(
        title="Ask for the name on the card in one field, with any number of names",
        author=BEN,
        labels=("feature",),
        coding=6,
    )
    land(stage, again, PRIYA, Trouble.SECOND_LOOK)
    stage.day(27)
    travel(stage, cut(stage, "v1.5.3", BEN), *PLACES)
    stage.day(29)
    bump = Change(
        title="Bump cryptography from 50.0.1 to 50.0.2", author=DEPENDABOT, labels=("dependencies",)
    )
    land(stage, bump, JONAS)
    business = Change(
        title="Show prices without tax to businesses", author=PRIYA, labels=("feature",), coding=11
    )
    land(stage, business, MIRA)
    stage.day(31)
    bank = Change(title="Measure how long the bank takes", author=JONAS, labels=("internal",))
    land(stage, bank, TOMAS)
    travel(stage, cut(stage, "v1.6.0", PRIYA), *PLACES)
