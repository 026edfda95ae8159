"""The log: lines of JSON, each whole, none forged, none lost at the end."""

import io
import json
import logging

import pytest

from service.logs import Spool, logger


def written(message: str, **said: object) -> str:
    stream = io.StringIO()
    logger(stream=stream).info(message, **said)
    return stream.getvalue()


@pytest.mark.parametrize("text", ["a\nb", "a\r\nb", "\x1b[31mred", "\u2028", "\ud800", "é", '"}'])
def test_whatever_is_said_is_one_line_of_ascii(text: str) -> None:
    line = written("said", what=text)

    assert line.endswith("\n")
    assert len(line.splitlines()) == 1
    assert line.isascii()
    assert json.loads(line)["what"] == text


def test_a_token_that_somebody_pasted_is_not_repeated() -> None:
    token = "shipledger_7_" + "a" * 49

    assert token not in written("request", path=f"/{token}")


def test_a_level_that_is_not_wanted_is_not_written() -> None:
    stream = io.StringIO()
    logger(logging.WARNING, stream).info("nothing of interest")

    assert stream.getvalue() == ""


def test_the_spool_loses_no_line_and_keeps_their_order() -> None:
    stream = io.StringIO()
    spool = Spool(stream)
    for number in range(1000):
        spool.write(f"{number}\n")
    spool.flush()

    assert stream.getvalue().split() == [str(number) for number in range(1000)]
