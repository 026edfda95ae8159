"""The page of what waits for approval: the reader's own, or everybody's."""

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Final

from flask import Blueprint, Response, request

from service.api.asked import Asked
from service.api.reading import Reading
from service.api.waiting import every, person_of
from service.web.asking import text_of
from service.web.desk import Desk

# More than these nobody reads through; the JSON has all of them, in pages.
SHOWN: Final = 200


def install(pages: Blueprint, desk: Desk, reading: Reading, clock: Callable[[], datetime]) -> None:
    @pages.get("/approvals")
    def approvals() -> Response:
        """What waits for somebody's word."""
        person = text_of(request.args, "person")
        with reading.everything(Asked()) as everything:
            found = tuple(islice(every(everything, clock(), person_of(person)), SHOWN + 1))
        stand = desk.ground()
        return desk.page(
            "waiting.html",
            stand=stand,
            twin=stand.link.twin("waiting.waiting_for_approval", person=person),
            found=found[:SHOWN],
            more=len(found) > SHOWN,
            person=person_of(person),
            asked=person,
        )
