"""The channels by commands: they are listed without their secrets, tried, and examined."""

from pathlib import Path

import pytest

from tests.service.cli.conftest import Shell
from tests.service.notify.receiver import Receiver, Scripted, receiving

FILE = """
[channels.room]
kind = "slack"
url = "{url}/hidden-in-the-path"
allow-http = true
repositories = ["acme/*"]
"""


@pytest.fixture
def channels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "channels.toml"
    monkeypatch.setenv("SHIPLEDGER_CHANNELS_FILE", str(file))
    monkeypatch.setenv("SHIPLEDGER_PUBLIC_URL", "https://ledger.example")
    monkeypatch.setenv("SHIPLEDGER_DATABASE_URL", f"sqlite:///{tmp_path / 'ledger.db'}")
    return file


def given(file: Path, receiver: Receiver) -> None:
    file.write_text(FILE.format(url=receiver.url))
    file.chmod(0o600)


def test_a_channel_is_listed_tried_and_told_of_what_it_answered(
    bare: Shell, channels: Path
) -> None:
    with receiving() as receiver:
        given(channels, receiver)
        listed = bare("notify", "channels").out
        assert all(word in listed for word in ("room", "slack", "127.0.0.1", "acme/*"))
        assert "hidden" not in listed

        tried = bare("notify", "test", "room")
        assert (tried.code, tried.out) == (0, "room took it: it answered 200.\n")
        assert "This is a sample" in receiver.heard[0].json["text"]

        receiver.answers.append(Scripted(404, b"no_service"))
        tried = bare("notify", "test", "room")
        assert (tried.code, tried.aside) == (
            1,
            "room did not take it: it answered 404: no_service.\n",
        )


def test_a_channel_that_is_not_there_is_told_beside_those_that_are(
    bare: Shell, channels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        given(channels, receiver)
        tried = bare("notify", "test", "rooom")
    assert (tried.code, "there are room." in tried.aside) == (1, True)

    monkeypatch.delenv("SHIPLEDGER_CHANNELS_FILE")
    assert "names no channels yet" in bare("notify", "channels").out
    assert "there are none yet" in bare("notify", "test", "room").aside


def test_the_doctor_looks_at_the_file(bare: Shell, channels: Path) -> None:
    assert bare("migrate").code == 0
    with receiving() as receiver:
        given(channels, receiver)
        assert "channels: 1 channel(s) of notifications: room" in bare("doctor").out

        channels.chmod(0o644)
        assert "everybody on this machine may read them" in bare("doctor").out

    channels.write_text("[channels.room]\nkind = 'slack'\nurl = 'http://x.example/hidden'\n")
    found = bare("doctor").out
    assert "the channel room: its url must begin with https://" in found
    assert "hidden" not in found


def test_the_worker_does_not_start_with_a_file_that_cannot_be_meant(
    bare: Shell, channels: Path
) -> None:
    assert bare("migrate").code == 0
    channels.write_text("[channels")

    ended = bare("work")
    assert (ended.code, "SHIPLEDGER_CHANNELS_FILE: " in ended.aside) == (1, True)
