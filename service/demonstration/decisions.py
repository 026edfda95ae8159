"""The demonstration's decisions: one team of the harbour is regulated, and says who may do what.

`harbour/ledger-api` keeps the books: three layers of approval, a UAT sign-off, freezes, a plan. The
other repositories have no file, and nothing is asked of them.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from domain.ballot import APPROVE
from domain.deed import Signing
from domain.directory import Directory
from domain.edit import Signature
from domain.errors import Refused
from domain.gatekeeping import ACCEPTED, Attachment
from domain.notebook import Notebook
from domain.plan import AVAILABLE, BLOCKED, CANDIDATE, DONE, FREEZE, Plan
from projections.case import case_of
from service.approving import Approving, Where
from service.deeds import Deeds
from service.demonstration.cast import AISHA, CHECKOUT, LEDGER_API, MIRA, TOMAS
from service.demonstration.rollouts import HEAD, OFFICER, TESTER, regulated, start_up
from service.gatekeeping import Gatekeepers, sign_off
from service.ledger import Ledger
from service.notebook import Notebooks, Pen

RELEASE: Final = "v2.4.1"
PLANNED: Final = "v2.5.0"
PRODUCTION: Final = "production-eu"
# Whom one may be who looks at it: she plans, and the other gives the last word.
LOCAL_USERS: Final = (MIRA.login, HEAD)
POLICY: Final = """\
# The books: what the auditors ask of us.
teams:
  qa: [sofia.lind, yukitanabe]
  risk: [graham.osei]
  business: [ines.duarte]
gates:
  - {name: unit tests, layer: unit, checks: test}
  - {name: lint, layer: unit, checks: lint}
  - name: UAT
    layer: UAT
    sign-off: {teams: [qa], attachments: 1}
    environments: [production-*]
approvals:
  layers:
    - {name: QA, teams: [qa], meaning: I have tested it., environments: [production-*]}
    - {name: Risk, teams: [risk], meaning: I answer for its risks., environments: [production-*]}
    - {name: Business, teams: [business], meaning: We want it now., environments: [production-*]}
  break-glass: {people: [ines.duarte], review-within: 24h}
environments:
  - {name: staging}
  - {name: production-eu, from: staging}
  - {name: production-us, from: production-eu, soak: 12h}
rollouts:
  - name: region by region
    environments: [production-*]
    steps:
      - {percent: 10, for: 10m, sample: 1000}
      - {percent: 50, for: 30m}
      - {percent: 100}
    health:
      - name: failed bookings
        measure: failed_bookings
        healthy: {at-most: 0.01}
        unhealthy: {at-least: 0.05}
        silence: 20m
        breach: roll-back
freezes:
  - name: year-end closing
    start: 2026-12-21T00:00
    lasts: 14d
    every: FREQ=YEARLY
    zone: Europe/Berlin
    environments: [production-*]
    reason: The books are closed.
"""


def decide(ledger: Ledger, now: datetime) -> None:
    """All decisions, as of the hours before now."""
    with ledger.stand() as stand:
        stream = ledger.resolve(stand, LEDGER_API.full_name)
        checkout = ledger.resolve(stand, CHECKOUT.full_name)
    _agree(ledger, stream, now - timedelta(days=60))
    start_up(ledger, checkout)
    regulated(ledger, stream)
    _plan(ledger, stream, now - timedelta(days=1))
    _sign(ledger, stream, now - timedelta(hours=5))
    _vote(ledger, stream, now - timedelta(hours=4))


def _agree(ledger: Ledger, stream: UUID, at: datetime) -> None:
    """The policy, and who the people are."""
    notebooks = Notebooks(ledger, lambda: at)

    def upload(notebook: Notebook, sign: Signature) -> None:
        notebook.upload(".shipledger.yml", POLICY, sign)

    notebooks.settle(stream, Pen(MIRA.login, "The auditors ask for layers."), upload)
    sign = _by(MIRA.login, at, "So that their votes have a name.")
    people = (
        (MIRA.login, MIRA.name),
        (TESTER, "Sofia Lind"),
        (OFFICER, "Graham Osei"),
        (HEAD, "Ines Duarte"),
    )

    def name(directory: Directory, signed: Signing) -> None:
        for key, called in people:
            directory.name(key, signed, called=called)

    Deeds(ledger, Directory).settle((), sign, name)


def _plan(ledger: Ledger, stream: UUID, at: datetime) -> None:
    day = at.date()

    def plan(one: Plan, sign: Signing) -> None:
        one.make("regular", "", "Multi-currency statements.", sign)
        one.set_date(FREEZE, day + timedelta(days=7), sign)
        one.set_date(CANDIDATE, day + timedelta(days=9), sign)
        one.set_date(AVAILABLE, day + timedelta(days=14), sign)
        late = sign._replace(reason="The bank sends its test cases a week later.")
        one.set_date(AVAILABLE, day + timedelta(days=21), late)
        one.give_role("owner", MIRA.login, sign)
        one.give_role("captain", AISHA.login, sign)
        one.add("pull:15", sign)
        one.add("issue:14", sign)
        one.add_task("Tell the auditors", TOMAS.login, sign)
        one.add_task("Rehearse the migration", AISHA.login, sign)
        one.change_task(1, TOMAS.login, DONE, sign)
        waiting = sign._replace(reason="Staging has no copy of the books yet.")
        one.change_task(2, AISHA.login, BLOCKED, waiting)

    Deeds(ledger, Plan).settle((str(stream), PLANNED), _by(MIRA.login, at), plan)


def _sign(ledger: Ledger, stream: UUID, at: datetime) -> None:
    with ledger.look(stream) as view:
        case = case_of(view, RELEASE, PRODUCTION, at)
        step = sign_off(
            *(case, "UAT"),
            sha=case.sha or "",
            outcome=ACCEPTED,
            attachments=(Attachment("uat-protocol.pdf", f"sha256:{'4d' * 32}"),),
        )
    told = _by(TESTER, at, "All 41 test cases on staging, none failed.")
    Gatekeepers(ledger).settle(step, told)


def _vote(ledger: Ledger, stream: UUID, at: datetime) -> None:
    approving, where = Approving(ledger), Where(stream, RELEASE, PRODUCTION)
    # Who cut the tag may not approve it: that is refused, and remembered.
    with suppress(Refused):
        approving.vote(where, APPROVE, _by(AISHA.login, at))
    approving.vote(where, APPROVE, _by(TESTER, at + timedelta(minutes=20), name="Sofia Lind"))
    approving.vote(where, APPROVE, _by(OFFICER, at + timedelta(hours=1), name="Graham Osei"))


def _by(key: str, at: datetime, reason: str = "", name: str = "") -> Signing:
    return Signing(key, at, reason, name, means="demonstration", channel="demo")
