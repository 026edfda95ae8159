"""The pages of what everything rests on: one fact, the deliveries, and one of them."""

import json
from typing import Final, NamedTuple

from flask import Blueprint, Response, request, url_for

from domain.errors import NotFound
from domain.token import WRITE_DELIVERIES
from domain.topics import FACTS
from projections.facts import Raw, decision_at, facts_at
from projections.repositories import repository
from projections.view import View
from projections.who import who
from service.api.errors import BadQuery, Forbidden
from service.api.guard import Guard
from service.api.sight import prove_sees_all
from service.catching_up import catching_up
from service.delivery import DeliveryRow
from service.ledger import Ledger
from service.tokens import UnknownToken
from service.way import way
from service.web.asking import LARGEST, after_of
from service.web.desk import Desk

STATES: Final = ("parked", "recorded", "noted")
DELIVERIES: Final = 50
PARKED: Final = 10
COUNTED: Final = 100_000
BODY: Final = 65_536


class Count(NamedTuple):
    """How many deliveries are in a state; it is counted only so far."""

    state: str
    number: int
    text: str


def install(pages: Blueprint, desk: Desk, guard: Guard) -> None:
    @pages.get(f"/facts/<int(max={LARGEST}):position>")
    def fact(position: int) -> Response:
        """A fact as it was written down."""
        with desk.around(position) as view:
            if decided := decision_at(view, position):
                return _decision(desk, view, decided)
            (raw,) = facts_at(view, [position])
            (told,) = view.at([position])
            name = _name(view)
        stand = desk.ground()
        delivery = _delivery(desk.ledger, told.fact.via, position)
        return desk.page(
            "fact.html",
            stand=stand,
            twin=stand.link.twin("facts.fact_at_position", position=position),
            name=name,
            raw=raw,
            meaning=(FACTS[raw.topic].__doc__ or "").partition("\n\n")[0],
            at=told.fact.at,
            by=who(told.fact.by),
            via=told.fact.via,
            inferred=told.fact.inferred,
            subjects=[
                (one, stand.link.twin("facts.facts_of_subject", name, subject=one) if name else "")
                for one in told.fact.about()
            ],
            delivery=delivery,
            fields=json.dumps(raw.fields, indent=2, ensure_ascii=False),
        )

    @pages.get("/deliveries")
    def deliveries() -> Response:
        """What came in, and what became of it; what was not understood comes first."""
        prove_sees_all(desk.ledger)
        state = request.args.get("state") or None
        if state not in (None, *STATES):
            raise BadQuery("state", f"A delivery is {', '.join(STATES)}; not {state}.")
        ledger, after = desk.ledger, after_of(request.args)
        found = ledger.deliveries(state=state, after=after, limit=DELIVERIES + 1)
        lines = found[:DELIVERIES]
        waiting = (
            ledger.deliveries(state="parked", limit=PARKED + 1) if not (state or after) else []
        )
        stand = desk.ground()
        more = len(found) > DELIVERIES
        return desk.page(
            "deliveries.html",
            stand=stand,
            twin=stand.link.timeless("deliveries.every_delivery", state=state),
            state=state,
            counts=[_count(ledger, one) for one in STATES],
            deliveries=lines,
            parked=waiting[:PARKED],
            more_parked=len(waiting) > PARKED,
            newest=stand.link("deliveries", state=state) if after else "",
            older=stand.link("deliveries", state=state, after=lines[-1].seq) if more else "",
            webhook=url_for("webhooks.github", _external=True),
            worker=None if state or after else catching_up(ledger),
        )

    @pages.get(f"/deliveries/<int(max={LARGEST}):seq>")
    def delivery(seq: int) -> Response:
        """A delivery as it came; its body only for those who may have it by the API."""
        prove_sees_all(desk.ledger)
        it, stand = desk.ledger.delivery(seq), desk.ground()
        shown = _may_see_bodies(guard)
        return desk.page(
            "delivery.html",
            stand=stand,
            twin=stand.link.timeless("deliveries.one_delivery", seq=seq),
            it=it,
            way=way(desk.ledger, it),
            shown=shown,
            body=_body(it) if shown else "",
            cut=it.size > BODY,
        )


def _decision(desk: Desk, view: View, raw: Raw) -> Response:
    """What somebody decided, as it was written down."""
    made = view.decision(raw.position)
    assert made is not None
    stand, told = desk.ground(), made.decision
    return desk.page(
        "decision.html",
        stand=stand,
        twin=stand.link.twin("facts.fact_at_position", position=raw.position),
        name=_name(view),
        raw=raw,
        told=told,
        fields=json.dumps(raw.fields, indent=2, ensure_ascii=False),
    )


def _name(view: View) -> str:
    """The repository that the fact is of; some are of an installation of the App."""
    try:
        return repository(view).name
    except NotFound:
        return ""


def _delivery(ledger: Ledger, via: str, position: int) -> DeliveryRow | None:
    """The delivery that told the fact, where it says so by an id that we have."""
    _, _, id_ = via.partition(":")
    for candidate in (id_, id_.rpartition(" ")[2]):
        try:
            found = ledger.delivery(candidate)
        except NotFound:
            continue
        if found.first_position and found.first_position <= position <= (found.last_position or 0):
            return found
    return None


def _count(ledger: Ledger, state: str) -> Count:
    found = ledger.count_deliveries(state, most=COUNTED)
    return Count(state, found, f"{COUNTED:,} or more" if found == COUNTED else f"{found:,}")


def _may_see_bodies(guard: Guard) -> bool:
    try:
        guard.check(WRITE_DELIVERIES)
    except (UnknownToken, Forbidden):
        return False
    return True


def _body(it: DeliveryRow) -> str:
    """JSON with indents, where it is; else as it came."""
    text = it.body[:BODY].decode(errors="replace")
    if it.size > BODY:
        return text
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return text
