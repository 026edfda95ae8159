"""Checkout until today: a waiting draft, unreleased changes, and proposals in the air."""

from service.demonstration.cast import AISHA, BEN, DEPENDABOT, JONAS, MIRA, PRIYA, TOMAS, YUKI
from service.demonstration.changes import Change, check, check_soon, propose, review
from service.demonstration.plots.checkout_middle import PLACES
from service.demonstration.routine import cut, land, travel, whats_changed
from service.demonstration.shipping import Voyage, deploy, draft
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble
from service.demonstration.wishes import close_issue, report


def end(stage: Stage) -> None:
    _busy(stage)
    _escape(stage)
    _today(stage)


def _busy(stage: Stage) -> None:
    """Two releases on some days, each as small as its change."""
    for day, version, title, author, label, reviewer in (
        (33, "", "Send the receipt in the language of the shop", YUKI, "bug", PRIYA),
        (35, "v1.6.1", "Let long street names wrap", BEN, "bug", YUKI),
        (35, "v1.6.2", "Hang up when the bank does", TOMAS, "bug", JONAS),
        (37, "", "List the banks of a country", TOMAS, "internal", MIRA),
        (39, "v1.7.0", "Pay by bank transfer", TOMAS, "feature", MIRA),
        (42, "v1.7.1", "Explain why a voucher is refused", YUKI, "bug", PRIYA),
    ):
        if stage.clock < stage.days[day]:
            stage.day(day)
        land(stage, Change(title=title, author=author, labels=(label,)), reviewer)
        if version:
            travel(stage, cut(stage, version, author), *PLACES)


def _escape(stage: Stage) -> None:
    """The latest release: green for one app's `test`, red for another's, and nobody looked."""
    stage.day(44)
    gift = Change(
        title="Escape the gift message on the receipt", author=AISHA, labels=("security",)
    )
    land(stage, gift, MIRA, afterwards=Trouble.NAMESAKE)
    travel(stage, cut(stage, "v1.7.2", AISHA), *PLACES)
    stage.day(46)
    last = Change(title="Remember the last way of payment", author=PRIYA, labels=("feature",))
    land(stage, last, YUKI, afterwards=Trouble.FLAKY)


def _today(stage: Stage) -> None:
    stage.day(47)
    countries = Change(
        title="Load a country's rules when it is chosen", author=JONAS, labels=("internal",)
    )
    land(stage, countries, TOMAS)
    phone = report(stage, "Take payments over the telephone", BEN, "feature")
    stage.day(48)
    close_issue(stage, phone, MIRA, "not_planned")
    gateway = propose(
        stage,
        Change(
            title="Try the new gateway of the bank",
            author=TOMAS,
            steps=("Speak to the gateway", "Compare the answers of both"),
            draft=True,
            coding=7,
        ),
    )
    check(stage, gateway, Trouble.BROKEN)
    stage.day(49)
    draft(stage, "v1.8.0", whats_changed(stage), MIRA)
    stage.minutes_ago(260)
    heavy = Change(title="Tell the courier about heavy baskets", author=YUKI, labels=("feature",))
    head = land(stage, heavy, PRIYA, Trouble.FLAKY)
    deploy(stage, Voyage(head=head, ref="main", environment="staging", by=YUKI))
    stage.minutes_ago(60)
    gift = propose(
        stage, Change(title="Offer a receipt without prices", author=PRIYA, labels=("feature",))
    )
    check(stage, gift)
    review(stage, gift, MIRA, "commented", "Lovely. Does the gift message fit below?")
    stage.minutes_ago(9)
    bump = Change(
        title="Bump flask from 3.1.2 to 3.1.3", author=DEPENDABOT, labels=("dependencies",)
    )
    check_soon(stage, propose(stage, bump))
