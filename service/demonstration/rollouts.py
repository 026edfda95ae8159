"""The demonstration's rollouts: a start-up's by one command, a regulated team's with a way back.

`harbour/checkout` has no file: one command rolls a release out, another takes it back. Of
`harbour/ledger-api` v2.4.0 goes to Europe with three layers and a UAT sign-off; a reading takes it
back; a freeze closes Europe, and the next morning the glass is broken for it.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from domain import subject
from domain.ballot import APPROVE, UPHELD
from domain.deed import Signing
from domain.fact import Keyed
from domain.freeze import DENY, Window
from domain.freezing import Freezing
from domain.gatekeeping import ACCEPTED, Attachment
from domain.health import HealthRead
from domain.plan import AVAILABLE, CANDIDATE, FREEZE, Plan
from domain.rollout import BREACH, PERSON, Rollouts, Version
from domain.rollout_step import AT_ONCE
from domain.selector import Selector
from projections.case import case_of
from projections.rollouts import programme_for
from projections.shipments import Shipment, shipments_of
from service.approving import Approving, Where
from service.deeds import Decide, Deeds
from service.delivery import Delivery
from service.demonstration.cast import AISHA, JONAS, MIRA
from service.gatekeeping import Gatekeepers, sign_off
from service.ledger import Ledger
from webhooks.translation import Chapter, Translation

EUROPE: Final = "production-eu"
BOOKS, FORMER = "v2.4.0", "v2.3.1"
TESTER, OFFICER, HEAD = "sofia.lind", "graham.osei", "ines.duarte"
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Stagehand:
    """Records what people and the policy decide about one repository, each at its time."""

    def __init__(self, ledger: Ledger, stream: UUID, environment: str) -> None:
        self.ledger, self.stream, self.environment = ledger, stream, environment
        self._rollouts = Deeds(ledger, Rollouts)
        with ledger.look(stream) as view:
            told = shipments_of(view.about(subject.environment(environment)))
        self.arrivals = [one for one in told if one.succeeded_at]

    def arrival(self, release: str, nth: int = 0) -> Shipment:
        """The nth time that the release came to the environment."""
        return [one for one in self.arrivals if one.ref == release][nth]

    def version(self, release: str) -> Version:
        return Version(release, self.arrival(release).sha)

    def decide(self, step: Decide[Rollouts], sign: Signing) -> None:
        self._rollouts.settle((str(self.stream), self.environment, ""), sign, step)


def start_up(ledger: Ledger, stream: UUID) -> None:
    """v1.5.1 goes out and must be taken back; the last one goes out, and stays."""
    hand = Stagehand(ledger, stream, "production")
    bad, good = hand.version("v1.5.1"), hand.version("v1.5.0")
    came, back = _at(hand.arrival("v1.5.1")), _at(hand.arrival("v1.5.0", 1))
    hand.decide(
        lambda one, sign: one.start(bad, AT_ONCE, good, sign), by(MIRA.login, came - 9 * MINUTE)
    )
    hand.decide(lambda one, sign: one.complete(1, sign), policy(came + MINUTE))
    hand.decide(
        lambda one, sign: one.roll_back(bad, good, PERSON, sign),
        by(JONAS.login, came + (back - came) / 2, "Baskets are emptied at the last step."),
    )
    fix = hand.version("v1.5.2")
    hand.decide(
        lambda one, sign: one.unlock(bad.sha, fix.sha, sign),
        by(JONAS.login, back + HOUR, "It reverts what emptied them."),
    )
    hand.decide(
        lambda one, sign: one.lift(sign), by(JONAS.login, back + HOUR, "It is known what it was.")
    )
    last = hand.arrivals[-1]
    before, now = Version(hand.arrivals[-2].ref, hand.arrivals[-2].sha), Version(last.ref, last.sha)
    hand.decide(
        lambda one, sign: one.start(now, AT_ONCE, before, sign),
        by(MIRA.login, _at(last) - 9 * MINUTE),
    )
    hand.decide(lambda one, sign: one.complete(2, sign), policy(_at(last) + MINUTE))


def regulated(ledger: Ledger, stream: UUID) -> None:
    """v2.4.0 on its way to Europe, from its plan to everybody."""
    hand = Stagehand(ledger, stream, EUROPE)
    came, back, again = (
        _at(hand.arrival(BOOKS)),
        _at(hand.arrival(FORMER, 1)),
        _at(hand.arrival(BOOKS, 1)),
    )
    _planned(hand, came)
    _allowed(hand, came - HOUR)
    _taken_back(hand, came, back)
    _closed(hand, back, again)
    _through(hand, again)


def _planned(hand: Stagehand, came: datetime) -> None:
    """Three weeks before, with its dates kept."""

    def plan(one: Plan, sign: Signing) -> None:
        one.make("regular", "", "Two people approve what is booked by hand.", sign)
        one.set_date(FREEZE, came.date() - 7 * DAY, sign)
        one.set_date(CANDIDATE, came.date() - 6 * DAY, sign)
        one.set_date(AVAILABLE, came.date(), sign)
        one.give_role("owner", AISHA.login, sign)
        one.give_role("captain", JONAS.login, sign)

    told = by(AISHA.login, came - 21 * DAY)
    Deeds(hand.ledger, Plan).settle((str(hand.stream), BOOKS), told, plan)


def _allowed(hand: Stagehand, at: datetime) -> None:
    """A tester signs it off, and three layers give their word one after the other."""
    with hand.ledger.look(hand.stream) as view:
        case = case_of(view, BOOKS, EUROPE, at)
        shown = (Attachment("uat-2.4.pdf", f"sha256:{'7c' * 32}"),)
        step = sign_off(case, "UAT", sha=case.sha or "", outcome=ACCEPTED, attachments=shown)
    Gatekeepers(hand.ledger).settle(step, by(TESTER, at, "63 test cases on staging, none failed."))
    approving, where = Approving(hand.ledger), Where(hand.stream, BOOKS, EUROPE)
    for nth, person in enumerate((TESTER, OFFICER, HEAD), 1):
        approving.vote(where, APPROVE, by(person, at + nth * 5 * MINUTE))


def _taken_back(hand: Stagehand, came: datetime, back: datetime) -> None:
    """Ten per cent have it when bookings fail."""
    new, old = hand.version(BOOKS), hand.version(FORMER)
    with hand.ledger.look(hand.stream) as view:
        steps = programme_for(case_of(view, BOOKS, EUROPE, came)).steps
    hand.decide(
        lambda one, sign: one.start(new, steps, old, sign), by(JONAS.login, came - 20 * MINUTE)
    )
    moment = came + (back - came) / 2
    _read(hand, moment - MINUTE, 0.002)
    _read(hand, moment, 0.084)
    why = f"«failed bookings» is breached: failed_bookings was 0.084 on {moment:%Y-%m-%d %H:%M} UTC"
    hand.decide(
        lambda one, sign: one.roll_back(new, old, BREACH, sign), policy(moment + MINUTE / 4, why)
    )


def _closed(hand: Stagehand, back: datetime, again: datetime) -> None:
    """Nobody deploys until the cause is known; it was the gateway's, and not the release's."""
    ice = Window(
        name="until the cause is known",
        kind=DENY,
        start=back.replace(tzinfo=None, microsecond=0),
        lasts=2 * DAY,
        reason="Bookings failed in Europe.",
        selector=Selector((), (), (EUROPE,)),
    )

    def declare(freezing: Freezing, sign: Signing) -> None:
        freezing.declare(ice, sign)

    told = by(AISHA.login, back, "Bookings failed in Europe.")
    Deeds(hand.ledger, Freezing).settle((str(hand.stream),), told, declare)
    sha = hand.arrival(BOOKS).sha
    found = "The gateway in Europe had last year's certificate: the release did nothing wrong."
    morning = again - HOUR
    hand.decide(lambda one, sign: one.unlock(sha, "", sign), by(AISHA.login, morning, found))
    hand.decide(lambda one, sign: one.lift(sign), by(AISHA.login, morning, found))
    approving, where = Approving(hand.ledger), Where(hand.stream, BOOKS, EUROPE)
    need = "The bank closes its books today, and the cause is mended."
    approving.break_glass(where, by(HEAD, morning + 10 * MINUTE, need))
    looked = "The cause was known and mended; the freeze could have been ended instead."
    approving.review_glass(where, sha, UPHELD, by(OFFICER, again + 4 * HOUR, looked))


def _through(hand: Stagehand, again: datetime) -> None:
    """Step by step to everybody."""
    new, old = hand.version(BOOKS), hand.version(FORMER)
    with hand.ledger.look(hand.stream) as view:
        steps = programme_for(case_of(view, BOOKS, EUROPE, again)).steps
    hand.decide(
        lambda one, sign: one.start(new, steps, old, sign), by(JONAS.login, again - 20 * MINUTE)
    )
    moment = again
    for nth, step in enumerate(steps):
        for part in range(1, 4):
            _read(hand, moment + step.time * part / 4, 0.001)
        moment += step.time + MINUTE
        done = f"the step «{step.name}» is done"
        if nth + 1 < len(steps):
            _advance(hand, nth + 1, policy(moment, done))
    hand.decide(lambda one, sign: one.complete(2, sign), policy(moment, "all steps are done"))


def _advance(hand: Stagehand, to: int, sign: Signing) -> None:
    hand.decide(lambda one, signed: one.advance(2, to, signed), sign)


def _read(hand: Stagehand, at: datetime, value: float) -> None:
    """The monitoring tells how many bookings fail."""
    fact = HealthRead(
        at=at,
        via="demonstration",
        environment=hand.environment,
        measure="failed_bookings",
        value=value,
        sample=4_000,
    )
    id_ = f"demonstration:health:{at.isoformat()}"
    told = Delivery("demonstration", str(uuid5(NAMESPACE_URL, id_)), "health", b"", at)
    hand.ledger.record(told, Translation((Chapter(hand.stream, (Keyed(fact, id_),)),)))


def by(key: str, at: datetime, reason: str = "") -> Signing:
    """A person of the demonstration."""
    return Signing(key, at, reason, means="demonstration", channel="demo")


def policy(at: datetime, reason: str = "It runs there.") -> Signing:
    """What the worker decides by the policy."""
    return Signing("policy", at, reason, "policy", means="policy", channel="policy")


def _at(shipment: Shipment) -> datetime:
    assert shipment.succeeded_at is not None  # those are the ones that were kept
    return shipment.succeeded_at
