"""A duration: what people write means what they meant, or nothing at all."""

from datetime import timedelta

import pytest

from domain.duration import duration, in_words


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        (" 24h ", timedelta(hours=24)),
        ("1d 12h", timedelta(hours=36)),
        ("2w", timedelta(days=14)),
    ],
)
def test_it_is_read(text: str, time: timedelta) -> None:
    assert duration(text) == time


@pytest.mark.parametrize("text", ["", "24", "h", "1 day", "-1h", "1h!", "99999w", "1.5h"])
def test_what_is_none_is_not_guessed(text: str) -> None:
    assert duration(text) is None


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(days=1, hours=2, minutes=3), "1d 2h"),
        (timedelta(minutes=45), "45m"),
        (timedelta(hours=1, seconds=1), "1h 1s"),
        (timedelta(), "0s"),
        (timedelta(seconds=-5), "0s"),
    ],
)
def test_it_is_told_by_its_largest_parts(time: timedelta, words: str) -> None:
    assert in_words(time) == words
