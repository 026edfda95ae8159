"""A publication is wanted, done, given up, and wanted anew when its content changes."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest

from domain.command import command_in
from domain.errors import Refused
from domain.publication import DONE, GIVEN_UP, NOTIFICATION, WANTED, Publication

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def wanted(digest: str = "one", kind: str = "notes") -> Publication:
    where: dict[str, Any] = {"repository": str(uuid4()), "kind": kind, "place": "release 7"}
    return Publication(**where, about=["tag:v1"], digest=digest, evidence=3, by="a rule", at=NOON)


def renew(one: Publication, digest: str) -> bool:
    return one.want(about=["tag:v1"], digest=digest, evidence=4, by="a rule", at=NOON)


def say(one: Publication, digest: str) -> None:
    one.do(digest, id_="7", url="https://example.org/7", how="created", at=NOON)


def test_what_was_said_is_done() -> None:
    one = wanted()
    say(one, "one")
    assert (one.state, one.said, one.url) == (DONE, "one", "https://example.org/7")


def test_the_same_content_is_no_news() -> None:
    one = wanted()
    say(one, "one")
    assert not renew(one, "one")
    assert one.state == DONE


def test_other_content_supersedes_what_stands_there() -> None:
    one = wanted()
    say(one, "one")
    assert renew(one, "two")
    assert (one.state, one.said, one.digest) == (WANTED, "one", "two")


def test_what_was_wanted_meanwhile_stays_wanted() -> None:
    one = wanted()
    renew(one, "two")
    say(one, "one")
    assert one.state == WANTED
    one.give_up("one", reason="GitHub refused", at=NOON)
    assert one.state == WANTED


def test_what_was_given_up_is_taken_up_again() -> None:
    one = wanted()
    one.give_up("one", reason="GitHub refused", at=NOON)
    assert (one.state, one.reason) == (GIVEN_UP, "GitHub refused")
    one.take_up(by="ada", at=NOON)
    assert (one.state, one.reason, one.by) == (WANTED, "", "ada")


def test_only_what_was_given_up_is_taken_up() -> None:
    with pytest.raises(Refused, match="It is wanted"):
        wanted().take_up(by="ada", at=NOON)


def test_a_notification_that_was_sent_may_be_sent_again_and_nothing_else() -> None:
    notes, told = wanted(), wanted(kind=NOTIFICATION)
    say(notes, "one")
    say(told, "one")

    told.take_up(by="ada", at=NOON)
    assert (told.state, told.said) == (WANTED, "one")
    with pytest.raises(Refused, match="It is done"):
        notes.take_up(by="ada", at=NOON)


def test_nothing_is_given_up_without_a_reason() -> None:
    with pytest.raises(Refused, match="Say why"):
        wanted().give_up("one", reason=" ", at=NOON)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/release status", "status"),
        ("Well:\r\n  /release   why  #12 \r\nthanks", "why #12"),
        ("/release", ""),
        ("/releases", None),
        ("see /release status", None),
        ("", None),
    ],
)
def test_a_command_stands_at_the_beginning_of_a_line(text: str, words: str | None) -> None:
    assert command_in(text) == words
