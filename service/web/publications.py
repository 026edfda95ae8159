"""The pages of what went out: what was said on GitHub and to channels, and to send it again."""

from typing import Final

from flask import Blueprint, Response, request, url_for

from domain.errors import Refused
from domain.publication import DONE, GIVEN_UP, WANTED, can_be_taken_up
from domain.token import WRITE_DELIVERIES
from projections.repositories import repository
from service.api.errors import BadQuery
from service.api.guard import Guard
from service.api.sight import prove_sees_all
from service.api.traces import trace
from service.attempts import Attempts
from service.outbox import STATES, Outbox, Published, states
from service.web.asking import LARGEST, after_of
from service.web.desk import Desk
from service.web.forms import form_page

# What these pages ask for, beyond to read.
SCOPES: Final = {"pages.send_again": WRITE_DELIVERIES}
SHOWN: Final = 50
LIGHTS: Final = {WANTED: "pending", DONE: "passing", GIVEN_UP: "failing"}
SEQ: Final = f"<int(max={LARGEST}):seq>"


def install(pages: Blueprint, desk: Desk, guard: Guard, outbox: Outbox) -> None:
    attempts = Attempts(desk.ledger.database)

    @pages.get("/publications")
    def publications() -> Response:
        """What went out and what waits, the newest first."""
        prove_sees_all(desk.ledger)
        state = request.args.get("state") or None
        if state not in (None, *STATES):
            raise BadQuery("state", f"A publication is {', '.join(STATES)}; not {state}.")
        after = after_of(request.args)
        found = outbox.page(state=state, after=after, limit=SHOWN + 1)
        stand, lines = desk.ground(), found[:SHOWN]
        more = len(found) > SHOWN
        return desk.page(
            "publications.html",
            stand=stand,
            twin=stand.link.timeless("publications.every_publication", state=state),
            state=state,
            counts=states(desk.ledger.database),
            lights=LIGHTS,
            publications=lines,
            newest=stand.link("publications", state=state) if after else "",
            older=stand.link("publications", state=state, after=lines[-1].seq) if more else "",
        )

    @pages.get(f"/publications/{SEQ}")
    def publication(seq: int) -> Response:
        """One of them, with every time that it was tried."""
        prove_sees_all(desk.ledger)
        one, stand = outbox.one(seq), desk.ground()
        return desk.page(
            "publication.html",
            stand=stand,
            twin=stand.link.timeless("publications.one_publication", seq=seq),
            it=one,
            name=_name(desk, one),
            lights=LIGHTS,
            attempts=attempts.of(seq),
            again=can_be_taken_up(one.kind, one.state),
        )

    @pages.route(f"/publications/{SEQ}/again", methods=["GET", "POST"])
    def send_again(seq: int) -> Response:
        """The form that takes it up again."""
        prove_sees_all(desk.ledger)
        problem = ""
        if request.method == "POST":
            try:
                outbox.retry(seq, by=trace().caller)
            except Refused as refusal:
                problem = str(refusal)
            else:
                there = url_for("pages.publication", seq=seq)
                return Response(status=303, headers={"Location": there})
        return form_page(
            *(desk, guard, "publication_again.html"),
            twin=url_for("publications.one_publication", seq=seq),
            problem=problem,
            it=outbox.one(seq),
        )


def _name(desk: Desk, one: Published) -> str:
    """The repository's name; what is said of an installation has none, and is not said."""
    with desk.ledger.look(one.repository) as view:
        return repository(view).name
