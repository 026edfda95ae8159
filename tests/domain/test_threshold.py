"""A threshold: a figure on its bound is within it, and one that was not told is not guessed."""

from domain.threshold import Threshold


def test_a_figure_within_its_bounds_breaches_nothing() -> None:
    assert Threshold("lines", least=80).breach({"lines": 80}) == ""
    assert Threshold("high", most=2).breach({"high": 2}) == ""
    assert Threshold("any").breach({"any": -7}) == ""


def test_a_figure_beyond_them_says_by_how_much() -> None:
    low, high = Threshold("lines", least=80), Threshold("critical", most=0)

    assert low.breach({"lines": 79.5}) == "lines is 79.5, and must be at least 80"
    assert high.breach({"critical": 1}) == "critical is 1, and may be at most 0"


def test_what_was_not_told_is_missing() -> None:
    assert Threshold("lines", least=80).missing({"branches": 90})
    assert not Threshold("lines", least=80).missing({"lines": 0})
