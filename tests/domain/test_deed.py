"""A deed: how fresh the proof of who signs has to be, where somebody asks for that."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis.strategies import timedeltas

from domain.deed import Signing, Unproved, prove_fresh

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def signed(proved: datetime | None) -> Signing:
    return Signing("mira", NOON, proved=proved)


def test_where_nobody_asks_nothing_is_proved_anew() -> None:
    prove_fresh(signed(None), None)
    prove_fresh(signed(NOON - timedelta(days=9)), None)


def test_who_proved_nothing_is_told_what_would_help() -> None:
    with pytest.raises(Unproved, match=r"within 15m: a token, a shell .* nothing anew\. Log in"):
        prove_fresh(signed(None), QUARTER)


def test_a_proof_that_is_too_old_is_told_with_its_moment() -> None:
    with pytest.raises(Unproved, match="you did on 2026-06-01 at 11:44 UTC: prove it again"):
        prove_fresh(signed(NOON - timedelta(minutes=16)), QUARTER)


@given(timedeltas(timedelta(), timedelta(days=2)))
def test_a_proof_counts_for_as_long_as_was_said(ago: timedelta) -> None:
    if ago <= QUARTER:
        prove_fresh(signed(NOON - ago), QUARTER)
    else:
        with pytest.raises(Unproved):
            prove_fresh(signed(NOON - ago), QUARTER)
