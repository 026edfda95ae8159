"""What was answered is answered again, until a fact or a decision makes it something else."""

from typing import Any

from domain.token import WRITE_NOTES
from service.demonstration.cast import CHECKOUT
from tests.site import Site, pushed_tag

SHOP = "/api/v1/repositories/harbour/checkout"
NOTES = f"{SHOP}/releases/v1.7.0/notes"


def document(site: Site) -> Any:
    return site.get(NOTES).json


def test_an_answer_that_is_kept_is_the_one_that_was_made(shown: Site) -> None:
    assert shown.get(NOTES).data == shown.get(NOTES).data
    assert shown.get(NOTES).data != shown.get(f"{NOTES}?format=markdown").data


def test_a_new_fact_takes_the_place_of_what_was_kept(playground: Site) -> None:
    before = document(playground)
    [told] = before["releases"]
    push = pushed_tag("v1.7.9", told["head"])
    push["repository"] |= {"id": CHECKOUT.id, "full_name": CHECKOUT.full_name}

    assert document(playground) == before
    assert playground.deliver("push", push).status_code == 202

    after = document(playground)
    assert "v1.7.9" not in before["release_sets"][0]
    assert "v1.7.9" in after["release_sets"][0]


def test_a_new_decision_takes_the_place_of_what_was_kept(playground: Site) -> None:
    before = playground.get(NOTES).text
    assert playground.get(NOTES).text == before

    decided = playground.post(
        f"{SHOP}/notes/edits",
        token=playground.token(WRITE_NOTES),
        json={"change": "pull:31", "title": "Pay from your bank", "reason": "It said nothing."},
    )

    assert decided.status_code == 200
    assert "Pay from your bank" not in before
    assert "Pay from your bank" in playground.get(NOTES).text
