"""The page of the directory: who there is, in which teams, with which roles, and its forms."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request, url_for

from domain.directory import ROLES, Directory
from domain.errors import NotFound, Refused
from domain.token import ADMIN
from service.api.guard import Guard
from service.api.permission import prove_everywhere
from service.api.signing import signing
from service.deeds import Decide, Deeds
from service.directing import Entries, entries, place_of
from service.ledger import Ledger
from service.notebook import Busy
from service.web.asking import text_of
from service.web.desk import Desk
from service.web.forms import form_page

# This page is for those who may do everything, even where everybody may read.
SCOPES: Final = {"pages.people": ADMIN}
REFUSALS: Final = (Refused, NotFound, Busy)
_FIELDS: Final = ("key", "called", "login", "github_id", "emails", "team", "members")
_PLACES: Final = ("to", "role", "repository", "environment")
_NAMES: Final = 500


def install(pages: Blueprint, desk: Desk, guard: Guard, clock: Callable[[], datetime]) -> None:
    deeds: Deeds[Directory] = Deeds(desk.ledger, Directory, clock)

    @pages.route("/people", methods=["GET", "POST"])
    def people() -> Response:
        """Everybody, and what administrators decide about them."""
        prove_everywhere(desk.ledger)
        problem = ""
        if request.method == "POST":
            try:
                _settle(deeds, desk.ledger)
                saved = url_for("pages.people", saved="yes")
                return Response(status=303, headers={"Location": saved})
            except REFUSALS as refusal:
                problem = str(refusal)
        with desk.ledger.stand() as stand:
            found = entries(desk.ledger, stand)
        return _page(desk, guard, found, problem)


def _page(desk: Desk, guard: Guard, found: Entries, problem: str) -> Response:
    with desk.overview.whole(None, None) as whole:
        names = sorted(filter(None, map(whole.name, whole.streams[:_NAMES])), key=str.lower)
    filled = {one: request.form.get(one, "") for one in (*_FIELDS, *_PLACES)}
    return form_page(
        *(desk, guard, "people.html"),
        twin=url_for("directory.every_person"),
        problem=problem,
        found=found,
        roles=ROLES,
        names=names,
        filled=filled,
        teams_twin=url_for("directory.every_team"),
        grants_twin=url_for("directory.every_grant"),
    )


def _settle(deeds: Deeds[Directory], ledger: Ledger) -> None:
    """What the form says; raises where it is refused."""
    wanted = _WANTED.get(request.form.get("do", ""))
    if wanted is None:
        raise Refused("Choose what to decide: the form has a button for each.")
    sign = signing(deeds.clock(), ledger.head(), request.form.get("reason", ""))
    settled = deeds.settle((), sign, wanted(ledger))
    if not settled.new:
        raise Refused(" ".join(settled.already))


def _name(_: Ledger) -> Decide[Directory]:
    number = text_of(request.form, "github_id") or "0"
    if not (number.isascii() and number.isdigit() and len(number) < 16):
        raise Refused("The account's number at GitHub is a number: leave it empty if unknown.")
    known = {one: text_of(request.form, one) for one in ("called", "login")}
    emails = tuple(_several("emails"))
    key = text_of(request.form, "key")
    return lambda one, sign: one.name(key, sign, **known, github_id=int(number), emails=emails)


def _team(_: Ledger) -> Decide[Directory]:
    team, members = text_of(request.form, "team"), tuple(_several("members"))
    return lambda one, sign: one.set_team(team, members, sign)


def _remove(_: Ledger) -> Decide[Directory]:
    key = text_of(request.form, "key")
    return lambda one, sign: one.remove(key, sign)


def _log_out(_: Ledger) -> Decide[Directory]:
    key = text_of(request.form, "key")
    return lambda one, sign: one.log_out(key, sign)


def _grant(ledger: Ledger) -> Decide[Directory]:
    to, role, where, environment = _place(ledger)
    return lambda one, sign: one.grant(to, role, where, environment, sign)


def _withdraw(ledger: Ledger) -> Decide[Directory]:
    to, role, where, environment = _place(ledger)
    return lambda one, sign: one.withdraw_grant(to, role, where, environment, sign)


_WANTED: Final[dict[str, Callable[[Ledger], Decide[Directory]]]] = {
    "name": _name,
    "remove": _remove,
    "log_out": _log_out,
    "team": _team,
    "grant": _grant,
    "withdraw": _withdraw,
}


def _place(ledger: Ledger) -> tuple[str, str, str, str]:
    to, role, repository, environment = (text_of(request.form, one) for one in _PLACES)
    return to, role, place_of(ledger, repository), environment


def _several(name: str) -> list[str]:
    """Names with blanks or commas between them."""
    return request.form.get(name, "").replace(",", " ").lower().split()
