"""Checkout ships as soon as something is ready; here until its release 1.5."""

from service.demonstration.cast import AISHA, BEN, DEPENDABOT, JONAS, MIRA, PRIYA, TOMAS, YUKI
from service.demonstration.changes import (
    Change,
    check,
    extend,
    make_ready,
    merge,
    propose,
    review,
    reword,
)
from service.demonstration.plots.checkout_end import end
from service.demonstration.plots.checkout_middle import PLACES, middle
from service.demonstration.routine import begin, cut, land, travel
from service.demonstration.shipping import deploy
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble
from service.demonstration.wishes import fulfil, plan, report


def play(stage: Stage) -> None:
    _first_weeks(stage)
    _pay_by_invoice(stage)
    _one_five(stage)
    middle(stage)
    end(stage)


def _first_weeks(stage: Stage) -> None:
    stage.day(0)
    begin(
        stage,
        (MIRA, "Take the checkout out of the shop"),
        (JONAS, "Give the basket tests of its own"),
        (AISHA, "Run the checks on every pull request"),
    )
    travel(stage, cut(stage, "v1.3.0", MIRA), *PLACES)
    stage.day(1)
    change = Change(
        title="Show the delivery date before payment", author=PRIYA, labels=("feature",)
    )
    land(stage, change, JONAS)
    lost = report(stage, "A bank time-out loses the basket", AISHA, "bug")
    stage.day(2)
    retry = Change(
        title="Retry a payment once when the bank times out",
        author=MIRA,
        labels=("bug",),
        closes=lost,
        body="The bank promises that the same key is never charged twice, so one retry is safe.",
    )
    land(stage, retry, JONAS)
    travel(stage, cut(stage, "v1.3.1", MIRA), *PLACES)
    stage.day(4)
    bump = Change(
        title="Bump urllib3 from 2.7.0 to 2.8.0", author=DEPENDABOT, labels=("dependencies",)
    )
    land(stage, bump, JONAS)
    missing = Change(
        title="Say which field is missing in the address form", author=BEN, labels=("bug",)
    )
    land(stage, missing, YUKI)
    stage.day(5)
    travel(stage, cut(stage, "v1.3.2", JONAS), *PLACES)


def _pay_by_invoice(stage: Stage) -> None:
    stage.day(7)
    invoice = propose(
        stage,
        Change(
            title="WIP: invoices",
            author=PRIYA,
            labels=("feature",),
            steps=("Ask the credit agency", "Offer invoices up to the limit"),
            draft=True,
            coding=14,
        ),
    )
    check(stage, invoice, Trouble.BROKEN)
    stage.day(8)
    tax = Change(
        title="Round tax per line, as the law wants it",
        author=TOMAS,
        labels=("bug",),
        closes=report(stage, "Receipts are a cent off for baskets of many lines", BEN, "bug"),
    )
    land(stage, tax, MIRA, Trouble.FLAKY)
    stage.day(9)
    extend(stage, invoice, "Mend the test of the limit")
    reword(stage, invoice, "Pay by invoice, up to the limit of the credit agency")
    make_ready(stage, invoice)
    check(stage, invoice)
    review(stage, invoice, MIRA, "changes_requested", "What if the agency does not answer?")
    stage.day(10)
    extend(stage, invoice, "Hide invoices while the agency is silent")
    check(stage, invoice)
    review(stage, invoice, MIRA)
    merge(stage, invoice, PRIYA)
    stage.day(11)
    travel(stage, cut(stage, "v1.4.0", PRIYA), *PLACES)
    stage.day(12)
    request_id = Change(
        title="Log the request id of the payment provider", author=JONAS, labels=("internal",)
    )
    land(stage, request_id, AISHA)
    stage.day(13)
    voyage = cut(stage, "v1.4.1", JONAS)
    travel(stage, voyage, "staging")
    deploy(stage, voyage.to("production", failure="checkout:1.4.1 is not in the registry yet"))
    stage.wait(15, 30)
    travel(stage, voyage, "production")


def _one_five(stage: Stage) -> None:
    stage.day(14)
    planned = plan(stage, "1.5", MIRA, due_on=stage.days[22])
    guest = report(stage, "Let a guest pay without an account", BEN, "feature", milestone=planned)
    stage.day(15)
    for title, author in (
        ("Cache the delivery dates for a minute", JONAS),
        ("Do not ask twice for the same voucher", YUKI),
    ):
        land(stage, Change(title=title, author=author, labels=("bug",)), TOMAS)
    travel(stage, cut(stage, "v1.4.2", YUKI), *PLACES)
    stage.day(16)
    split = propose(
        stage,
        Change(
            title="Split a basket over two deliveries",
            author=MIRA,
            labels=("feature",),
            steps=("Let a basket have parcels", "Show the parcels", "Pay once for all parcels"),
            milestone=planned,
            coding=20,
        ),
    )
    check(stage, split)
    stage.day(18)
    as_guest = Change(
        title="Pay without an account",
        author=YUKI,
        labels=("feature",),
        closes=guest,
        milestone=planned,
        coding=9,
    )
    land(stage, as_guest, PRIYA)
    review(stage, split, TOMAS)
    stage.day(19)
    merge(stage, split, MIRA)
    old = Change(
        title="Drop the old /pay endpoint",
        author=BEN,
        labels=("breaking",),
        body="Nobody has called it since March; the shops were told twice.",
        milestone=planned,
    )
    land(stage, old, MIRA)
    stage.day(21)
    travel(stage, cut(stage, "v1.5.0", MIRA), *PLACES)
    fulfil(stage, planned, MIRA)
