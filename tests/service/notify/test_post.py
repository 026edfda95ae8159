"""A post: what the server answered says whether it is tried again, and no address is ever told."""

import logging
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from service.notify import post as posting
from service.notify.message import NotNow, NotTaken
from service.notify.post import LONGEST, post
from tests.service.notify.receiver import SILENCE, Receiver, Scripted

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HIDDEN = "/services/hidden-in-the-path?key=hidden-in-the-query"


def posted(receiver: Receiver, *answers: Scripted) -> int:
    receiver.answers += answers
    return post(f"{receiver.url}{HIDDEN}", b"{}", {"Content-Type": "application/json"}, NOON).status


def test_what_is_taken_is_told_with_its_status(receiver: Receiver) -> None:
    assert posted(receiver, Scripted(202)) == 202
    (heard,) = receiver.heard
    assert heard.path == HIDDEN
    assert heard.headers["user-agent"].startswith("shipledger/")
    assert "authorization" not in heard.headers


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_what_is_refused_is_not_tried_again(receiver: Receiver, status: int) -> None:
    with pytest.raises(NotTaken, match=f"it answered {status}: invalid_blocks") as refusal:
        posted(receiver, Scripted(status, b"invalid_blocks\n"))
    assert refusal.value.status == status


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_what_may_pass_is_tried_later(receiver: Receiver, status: int) -> None:
    with pytest.raises(NotNow, match=f"it answered {status}") as refusal:
        posted(receiver, Scripted(status))
    assert (refusal.value.status, refusal.value.until) == (status, None)


@pytest.mark.parametrize(
    ("told", "until"),
    [
        ("120", NOON + timedelta(minutes=2)),
        (format_datetime(NOON + timedelta(hours=1), usegmt=True), NOON + timedelta(hours=1)),
        (format_datetime(NOON - timedelta(hours=1), usegmt=True), NOON),
        ("99999999999999999999", NOON + LONGEST),
        ("soon", None),
        ("Mon, 01 Jun 2026 13:00:00 -0000", None),
    ],
)
def test_a_server_says_until_when_it_wants_nothing(
    receiver: Receiver, told: str, until: datetime | None
) -> None:
    with pytest.raises(NotNow) as refusal:
        posted(receiver, Scripted(429, headers=(("Retry-After", told),)))
    assert refusal.value.until == until


def test_where_nobody_answers_in_time_it_is_tried_later(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PATIENCE", (1, 0.1))
    with pytest.raises(NotNow, match=r"nobody answered there \(ReadTimeout\)") as refusal:
        posted(receiver, Scripted(SILENCE))
    assert refusal.value.status == 0


def test_where_nobody_listens_it_is_tried_later() -> None:
    with pytest.raises(NotNow, match=r"nobody answered there \(ConnectionError\)") as refusal:
        post(f"http://127.0.0.1:1{HIDDEN}", b"{}", {}, NOON)
    told = f"{refusal.value} {refusal.value.__cause__} {refusal.value.__suppress_context__}"
    assert "hidden" not in told
    assert "True" in told


def test_a_redirect_is_not_followed(receiver: Receiver) -> None:
    elsewhere = (("Location", f"{receiver.url}/elsewhere"),)
    with pytest.raises(NotTaken, match="sent us elsewhere, where we do not go"):
        posted(receiver, Scripted(307, headers=elsewhere))
    assert len(receiver.heard) == 1


@pytest.mark.parametrize(
    "said",
    [
        b"no resource at /services/hidden-in-the-path",
        b"wrong key=hidden-in-the-query",
        b"wrong key%3Dhidden-in-the-query",
    ],
)
def test_an_answer_that_tells_the_address_is_not_kept(
    receiver: Receiver, said: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO), pytest.raises(NotTaken) as refusal:
        posted(receiver, Scripted(404, said))
    assert str(refusal.value) == "it answered 404"
    assert "hidden" not in caplog.text


def test_a_long_answer_is_cut_and_one_that_is_no_text_is_spelled(receiver: Receiver) -> None:
    with pytest.raises(NotTaken) as refusal:
        posted(receiver, Scripted(400, b"\xff\x1b[2J" + b"x" * 100_000))
    assert len(str(refusal.value)) < 250
    assert "\x1b" not in str(refusal.value)
