"""The file of channels is read whole and proved at once, and shows its secrets to nobody."""

from pathlib import Path

import pytest

from service.notify.channel_file import WrongChannels, channels_in
from service.notify.channels import NOWHERE, Channels, Webhook

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
WHOLE = f"""
[smtp]
host = "mail.example.com"
from = "Shipledger <ledger@example.com>"
username = "ledger"
password = "a password of mail"

[channels.release-room]
kind = "slack"
url = "https://hooks.slack.com/services/T000/B000/hidden-in-the-path"
mentions = {{ mira = "U024BE7LH" }}
repositories = ["acme/*"]

[channels.board]
kind = "teams"
url = "https://prod-1.westeurope.logic.azure.com/workflows/hidden-in-the-path"
mentions = {{ mira = "mira@example.com" }}

[channels.audit]
kind = "webhook"
url = "http://audit.internal/hidden-in-the-path"
allow-http = true
secret = "{KEY}"
former-secret = "{KEY}"

[channels.everybody]
kind = "email"
to = ["team@example.com"]
"""


def read(tmp_path: Path, text: str) -> Channels:
    file = tmp_path / "channels.toml"
    file.write_text(text, encoding="utf-8")
    return channels_in(str(file))


def channel(**told: str) -> str:
    known = {"kind": '"slack"', "url": '"https://x.example/y"', **told}
    lines = (f"{key.replace('_', '-')} = {value}" for key, value in known.items() if value)
    return "\n".join(("[channels.room]", *lines))


def test_a_file_names_channels_of_every_kind(tmp_path: Path) -> None:
    found = read(tmp_path, WHOLE)

    assert [(name, one.where()) for name, one in found.named.items()] == [
        ("release-room", "hooks.slack.com"),
        ("board", "prod-1.westeurope.logic.azure.com"),
        ("audit", "audit.internal"),
        ("everybody", "team@example.com"),
    ]
    audit = found.named["audit"]
    assert isinstance(audit, Webhook)
    assert [len(key) for key in audit.signing_keys()] == [24, 24]


def test_without_a_file_there_are_none() -> None:
    assert channels_in("") is NOWHERE


def test_nothing_secret_is_in_a_repr(tmp_path: Path) -> None:
    shown = repr(read(tmp_path, WHOLE))

    assert "mail.example.com" in shown
    for secret in ("hidden-in-the-path", "a password of mail", KEY):
        assert secret not in shown


def test_a_channel_may_be_for_some_repositories(tmp_path: Path) -> None:
    room = read(tmp_path, WHOLE).named["release-room"]

    assert room.takes_from("Acme/App")
    assert not room.takes_from("other/app")
    assert read(tmp_path, WHOLE).named["audit"].takes_from("other/app")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[channels", "SHIPLEDGER_CHANNELS_FILE: "),
        (channel(url='"http://x.example/y"'), "the channel room: its url must begin with https"),
        (channel(url='"https://me:pw@x.example/y"'), "name or password before the host"),
        (channel(url='"ftp://x.example/y"', allow_http="true"), "must begin with https"),
        (channel(url='"https://x.example/a b"'), "its url is none"),
        (channel(url='"https:///y"'), "its url is none"),
        (channel(url="7"), "the channel room: a text is wanted here"),
        (channel(urls='"https://x.example"'), "unknown field `urls`"),
        (channel(kind='"pager"'), "the channel room: Invalid value 'pager'"),
        (channel(mentions='{ mira = "@mira" }'), "'@mira' is not how slack calls mira"),
        (channel(kind='"webhook"', secret='"hush"'), "its secret must be whsec_"),
        (channel(kind='"webhook"', secret='"whsec_c2hvcnQ="'), "its secret must be whsec_"),
        (channel(kind='"webhook"', secret='"whsec_!"'), "its secret must be whsec_"),
        (channel(kind='"email"', url="", to='["a@b.example"]'), "it is for mail"),
        (channel().replace("room", '"A Room"'), "call the channel 'A Room' by small letters"),
        (WHOLE.replace('["team@example.com"]', '["team@example.com, x"]'), "it needs addresses"),
        (WHOLE.replace('["team@example.com"]', "[]"), "it needs addresses"),
        (WHOLE.replace("Shipledger <ledger@example.com>", "me"), "smtp needs a from"),
        (WHOLE.replace('host = "mail', 'security = "none"\nhost = "mail'), "never sent in the"),
        (WHOLE + 'mentions = { mira = "x" }', "nobody is mentioned in a channel of the kind email"),
    ],
)
def test_what_cannot_be_meant_stops_the_start_with_a_sentence(
    tmp_path: Path, text: str, told: str
) -> None:
    with pytest.raises(WrongChannels) as refusal:
        read(tmp_path, text)

    assert told in str(refusal.value)
    for secret in ("hidden-in-the-path", "a password of mail", "pw@"):
        assert secret not in str(refusal.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongChannels, match="cannot be read"):
        channels_in(str(tmp_path / "nowhere.toml"))
