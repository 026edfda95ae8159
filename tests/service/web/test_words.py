"""How moments, counts, commits and the names of strangers are written."""

from datetime import UTC, datetime, timedelta

import pytest
from markupsafe import Markup

from service.web import words

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("past", "told"),
    [
        (timedelta(seconds=3), "just now"),
        (timedelta(seconds=-9), "just now"),
        (timedelta(seconds=59), "59 seconds ago"),
        (timedelta(seconds=60), "1 minute ago"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (timedelta(hours=23), "23 hours ago"),
        (timedelta(days=6), "6 days ago"),
        (timedelta(days=7), "1 week ago"),
        (timedelta(days=40), "1 month ago"),
        (timedelta(days=364), "12 months ago"),
        (timedelta(days=365), "1 year ago"),
        (timedelta(days=-2), "in 2 days"),
    ],
)
def test_how_long_ago(past: timedelta, told: str) -> None:
    assert words.ago(NOON - past, NOON) == told


def test_a_moment_is_told_in_utc() -> None:
    elsewhere = datetime.fromisoformat("2026-06-01T14:00:00+02:00")

    assert words.absolute(elsewhere) == "1 Jun 2026, 12:00:00 UTC"
    assert words.machine(elsewhere) == "2026-06-01T12:00:00Z"
    assert words.local_field(elsewhere) == "2026-06-01T12:00:00"
    assert words.day(elsewhere.date()) == "Monday, 1 June 2026"


def test_one_and_many() -> None:
    assert words.count(1, "commit") == "1 commit"
    assert words.count(0, "commit") == "0 commits"
    assert words.count(1200, "repository", "repositories") == "1,200 repositories"


@pytest.mark.parametrize(
    ("url", "led"),
    [
        ("https://github.com/o/n", "https://github.com/o/n"),
        (" http://ghe.local/x ", "http://ghe.local/x"),
        ("javascript:alert(1)", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("//evil.example/x", ""),
        ("/local", ""),
        ("https:///nothing", ""),
        ("http://[half", ""),
        ("", ""),
    ],
)
def test_a_link_leads_to_the_web_or_nowhere(url: str, led: str) -> None:
    assert words.web_address(url) == led


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("plain", "plain"),
        ("two\nlines\r\n\tindented", "two\nlines\r\n\tindented"),
        ("Grüße, 東京, שלום", "Grüße, 東京, שלום"),
        ("👩‍🚀 ❤️", "👩‍🚀 ❤️"),
        ("v1\u202e0.2", "v1⟨U+202E⟩0.2"),
        ("a\u200bdmin", "a⟨U+200B⟩dmin"),
        ("nul\x00", "nul⟨U+0000⟩"),
        ("bell\x07 esc\x1b[31m", "bell⟨U+0007⟩ esc⟨U+001B⟩[31m"),
        ("\u2066x\u2069", "⟨U+2066⟩x⟨U+2069⟩"),
        ("\ud800", "⟨U+D800⟩"),
    ],
)
def test_nothing_hides_in_a_text_or_turns_it_around(text: str, told: str) -> None:
    assert words.seen(text) == told


def test_what_is_no_text_passes() -> None:
    assert words.seen(7) == 7
    assert words.seen(Markup("<b>\u202e</b>")) == Markup("<b>\u202e</b>")


def test_what_is_to_be_typed_stands_out_and_is_escaped() -> None:
    coded = words.coded("run `shipledger import git <PATH>` & see\u202e")

    assert coded == "run <code>shipledger import git &lt;PATH&gt;</code> &amp; see⟨U+202E⟩"


def test_a_sentence_begins_and_ends() -> None:
    assert words.sentence("no tag v1 is known") == "No tag v1 is known."
    assert words.sentence("run `x`") == "Run `x`"
    assert words.sentence("Over.") == "Over."
