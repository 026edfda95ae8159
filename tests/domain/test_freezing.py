"""Freezing: windows are declared, ended and stepped over, each time for a reason."""

from datetime import UTC, datetime, timedelta

import pytest

from domain.deed import Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.freeze import DENY, Window
from domain.freezing import Freezing, window_of
from domain.selector import Selector

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIGN = Signing("mira", NOON, reason="The auditors are here.")
WINDOW = Window(
    *("audit", DENY, datetime(2026, 6, 2), timedelta(days=3), "Europe/Berlin"),  # noqa: DTZ001
    reason=SIGN.reason,
    selector=Selector((), ("api",), ("production",)),
)


@pytest.fixture
def freezing() -> Freezing:
    return Freezing.of("a repository", at=NOON)


def test_what_was_declared_is_the_window_that_was_meant(freezing: Freezing) -> None:
    assert freezing.declare(WINDOW, SIGN) == 1
    assert freezing.declare(WINDOW, SIGN) == 2

    declared = freezing.pending_events[1]
    assert isinstance(declared, Freezing.Declared)
    assert window_of(declared) == WINDOW
    assert declared.about() == ("freezes",)


def test_a_window_that_cannot_be_meant_is_not_declared(freezing: Freezing) -> None:
    with pytest.raises(Refused, match="no time zone"):
        freezing.declare(Window("x", DENY, WINDOW.start, WINDOW.lasts, "Nowhere"), SIGN)


def test_a_window_is_ended_once(freezing: Freezing) -> None:
    number = freezing.declare(WINDOW, SIGN)
    freezing.end(number, SIGN)

    with pytest.raises(AlreadySo, match="ended already"):
        freezing.end(number, SIGN)
    with pytest.raises(Refused, match="There is no window 7"):
        freezing.end(7, SIGN)
    with pytest.raises(Refused, match="Say why"):
        freezing.declare(WINDOW, SIGN._replace(reason=""))


def test_a_freeze_is_stepped_over_for_one_place_and_not_for_long(freezing: Freezing) -> None:
    soon = NOON + timedelta(hours=2)
    freezing.override("v1.0.0", "production", soon, SIGN)

    overridden = freezing.pending_events[-1]
    assert isinstance(overridden, Freezing.Overridden)
    assert overridden.about() == ("freezes", "tag:v1.0.0")
    with pytest.raises(AlreadySo, match="until then already"):
        freezing.override("v1.0.0", "production", soon, SIGN)
    with pytest.raises(Refused, match="Say into which environment"):
        freezing.override("v1.0.0", "", soon, SIGN)
    with pytest.raises(Refused, match="has passed"):
        freezing.override("v1.0.0", "production", NOON, SIGN)
    with pytest.raises(Refused, match="A week is the longest"):
        freezing.override("v1.0.0", "production", NOON + timedelta(days=8), SIGN)
