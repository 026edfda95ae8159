"""A ballot: words that are wanted are taken; others are refused, with what is to be done."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.approval import Place
from domain.ballot import FAULTED, MOST_DENIED, UPHELD, Ballot, Paper, Vote
from domain.deed import Signing, Unproved
from domain.edit import AlreadySo
from domain.errors import Refused

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QA = Place("qa", 1, frozenset({"mira", "noor"}), "I have tested it.")
RISK = Place("risk", 1, frozenset({"omar", "noor"}))
PAPER = Paper("v1.0.0", "", "a" * 40, "p1", "d1", "m1", {"unit": "passed"}, (QA, RISK), {})


def sign(by: str, reason: str = "") -> Signing:
    return Signing(by, NOON, reason=reason)


@pytest.fixture
def ballot() -> Ballot:
    return Ballot.of("a repository", "v1.0.0", at=NOON)


def approve(ballot: Ballot, by: str, paper: Paper = PAPER) -> None:
    ballot.approve(paper, [], [], sign(by))


def test_a_word_goes_to_the_layer_that_wants_it_and_says_what_that_means(ballot: Ballot) -> None:
    approve(ballot, "mira")

    (vote,) = ballot.pending_events[1:]
    assert isinstance(vote, Ballot.Approved)
    assert (vote.meaning, vote.material, vote.gates) == (
        "I have tested it.",
        "m1",
        {"unit": "passed"},
    )


def test_the_second_layer_waits_for_the_first(ballot: Ballot) -> None:
    with pytest.raises(Refused, match="«risk» opens once «qa» has its approvals: 1 more"):
        approve(ballot, "omar")
    approve(ballot, "mira")
    approve(ballot, "omar")


def test_a_word_that_nobody_wants_any_more_is_refused(ballot: Ballot) -> None:
    approve(ballot, "mira")
    approve(ballot, "noor")  # to the second layer

    with pytest.raises(Refused, match="«risk» has all the approvals that it wants"):
        approve(ballot, "omar")


def test_strangers_and_those_with_a_hand_in_it_are_refused(ballot: Ballot) -> None:
    with pytest.raises(Refused, match=r"eve is not among .*«qa» wants 1 of mira, noor"):
        approve(ballot, "eve")
    with pytest.raises(Refused, match=r"You cannot approve v1\.0\.0: they wrote it"):
        approve(ballot, "mira", PAPER._replace(excluded={"mira": "they wrote it"}))
    with pytest.raises(Refused, match=r"Nobody's approval of v1\.0\.0 is asked for"):
        approve(ballot, "mira", PAPER._replace(places=()))
    with pytest.raises(Refused, match="eve is not among those who are asked"):
        ballot.reject(PAPER, [], [], sign("eve", "No."))


def test_the_same_word_twice_is_one(ballot: Ballot) -> None:
    approve(ballot, "mira")
    with pytest.raises(AlreadySo, match="You have approved this state"):
        approve(ballot, "mira")
    ballot.abstain(PAPER, [], [], sign("noor"))
    with pytest.raises(AlreadySo, match="You said abstain"):
        ballot.abstain(PAPER, [], [], sign("noor"))


def test_another_state_wants_a_word_anew(ballot: Ballot) -> None:
    approve(ballot, "mira")
    approve(ballot, "mira", PAPER._replace(material="m2"))
    approve(ballot, "mira", PAPER._replace(material="m2", void=frozenset({("", "mira")})))

    assert ballot.votes["", "mira"] == ("approve", "m2")


def test_a_stale_vote_elsewhere_does_not_make_a_good_one_count_for_nothing(ballot: Ballot) -> None:
    there = PAPER._replace(environment="production", void=frozenset({("", "mira")}))
    approve(ballot, "mira", there)

    with pytest.raises(Refused, match="«qa» has all the approvals"):
        approve(ballot, "noor", there._replace(places=(QA,)))


def test_no_is_said_with_a_reason_and_taken_back_with_one(ballot: Ballot) -> None:
    with pytest.raises(Refused, match="Say why"):
        ballot.reject(PAPER, [], [], sign("mira"))
    ballot.reject(PAPER, [], [], sign("mira", "It crashes."))
    with pytest.raises(Refused, match="Say why"):
        ballot.withdraw("", sign("mira"))
    ballot.withdraw("", sign("mira", "It was my own machine."))

    assert ballot.votes == {}
    with pytest.raises(AlreadySo, match="no vote"):
        ballot.withdraw("", sign("mira", "Again."))


def test_somebody_stands_in_until_a_moment(ballot: Ballot) -> None:
    later = NOON + timedelta(days=3)
    ballot.delegate("noor", "", later, sign("mira", "I am away."))

    assert ballot.delegations == {"mira": ("noor", "", later)}
    with pytest.raises(AlreadySo, match="noor stands in for you so already"):
        ballot.delegate("noor", "", later, sign("mira", "I am away."))
    with pytest.raises(Refused, match="name somebody else"):
        ballot.delegate("mira", "", later, sign("mira", "I am away."))
    with pytest.raises(Refused, match="has passed"):
        ballot.delegate("noor", "", NOON, sign("mira", "I am away."))
    ballot.end_delegation(sign("mira", "I am back."))
    with pytest.raises(AlreadySo, match="Nobody stands in for you"):
        ballot.end_delegation(sign("mira", "I am back."))


def test_broken_glass_owes_a_review_by_somebody_else(ballot: Ballot) -> None:
    due = NOON + timedelta(days=1)
    why = sign("mira", "Customers cannot pay.")
    with pytest.raises(Refused, match="Say into which environment"):
        ballot.break_glass("", "a" * 40, due, ["qa: 1 more"], why)
    with pytest.raises(Refused, match="Nothing is in the way"):
        ballot.break_glass("production", "a" * 40, due, [], why)
    with pytest.raises(Refused, match="Nobody broke the glass for aaaaaaaaaa in production"):
        ballot.review_glass("production", "a" * 40, UPHELD, sign("noor", "Right."))
    ballot.break_glass("production", "a" * 40, due, ["qa: 1 more"], why)
    with pytest.raises(AlreadySo, match="is broken for"):
        ballot.break_glass("production", "a" * 40, due, ["qa: 1 more"], why)
    with pytest.raises(Refused, match="Say whether it is upheld or faulted"):
        ballot.review_glass("production", "a" * 40, "fine", sign("noor", "Right."))
    with pytest.raises(Refused, match="You broke the glass yourself"):
        ballot.review_glass("production", "a" * 40, UPHELD, sign("mira", "Right."))

    ballot.review_glass("production", "a" * 40, FAULTED, sign("noor", "A flag would have done."))

    with pytest.raises(AlreadySo, match="It was reviewed already"):
        ballot.review_glass("production", "a" * 40, UPHELD, sign("noor", "Right."))


def test_what_was_refused_is_remembered_up_to_a_bound(ballot: Ballot) -> None:
    for _ in range(MOST_DENIED + 1):
        ballot.deny("", "approve", sign("eve"), Refused("You are a stranger here."))

    assert ballot.denied == MOST_DENIED


@pytest.mark.parametrize("decision", [Ballot.approve, Ballot.reject, Ballot.abstain])
def test_where_a_fresh_proof_is_asked_for_a_vote_has_one_or_does_not_count(
    ballot: Ballot, decision: Any
) -> None:
    paper = PAPER._replace(proved_within=timedelta(minutes=15))
    old = sign("mira", "I read it.")._replace(proved=NOON - timedelta(hours=1))
    for unproved in (old, old._replace(proved=None)):
        with pytest.raises(Unproved):
            decision(ballot, paper, [], [], unproved)

    decision(ballot, paper, [], [], old._replace(proved=NOON))

    (vote,) = ballot.pending_events[1:]
    assert isinstance(vote, Vote)
    assert vote.proved == NOON


def test_who_is_not_asked_is_not_sent_to_prove_who_he_is(ballot: Ballot) -> None:
    paper = PAPER._replace(proved_within=timedelta(minutes=15))

    with pytest.raises(Refused, match="eve is not among"):
        approve(ballot, "eve", paper)
