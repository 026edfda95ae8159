"""What a channel is sent: readable, signed, and with nobody else's words doing anything in it."""

import json
import re
from datetime import UTC, datetime
from email import message_from_bytes
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis.strategies import text

from service.notify import mail, slack, teams, webhook
from service.notify.channels import Email, Secret, Slack, Smtp, Teams, Webhook
from service.notify.message import Message, NotNow, NotTaken
from service.seen import line
from tests import house
from tests.service.notify.mailbox import Mailbox
from tests.service.notify.receiver import Receiver

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOSTILE = "<!channel> *v1* [x](http://evil) <at>all</at> & \u202egnp.exe"
MESSAGE = Message(
    channel="room",
    repository="acme/app",
    event="approval.needed",
    key="v1.0.0, QA, round 1",
    sentence=f"{HOSTILE} needs one approval.",
    at=NOON,
    releases=("v1.0.0",),
    people=("mira", "<!here>"),
    url="https://ledger.example/acme/app/releases/v1.0.0",
)
NOWHERE = Secret("https://x.example/y")
TO = Email(to=["a@example.com", "b@example.com"])
SERVER = Smtp(host="mail.example.com", sender="Shipledger <ledger@example.com>")
HEADERS = frozenset(
    {"From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"}
    | {"Content-Type", "Content-Transfer-Encoding", "MIME-Version"}
)


def test_slack_calls_nobody_but_those_whom_the_file_knows() -> None:
    told = slack.payload(Slack(url=NOWHERE, mentions={"mira": "U024"}), MESSAGE)

    text = told["blocks"][0]["text"]
    assert text["verbatim"]
    assert "&lt;!channel&gt; *v1*" in text["text"]
    assert text["text"].endswith("It waits for <@U024>, &lt;!here&gt;.")
    assert "<!" not in json.dumps(told)
    assert told["blocks"][1]["elements"][0]["text"] == (
        "<https://ledger.example/acme/app/releases/v1.0.0|acme/app> · approval.needed"
        " · 2026-06-01 12:00 UTC"
    )


def test_slack_shows_a_repository_without_a_link_where_nobody_said_where_we_are() -> None:
    told = slack.payload(Slack(url=NOWHERE), msgspec.structs.replace(MESSAGE, url=""))

    assert told["blocks"][1]["elements"][0]["text"].startswith("acme/app · ")


def test_teams_shows_words_of_strangers_as_runs_of_text_which_know_no_markdown() -> None:
    told = teams.payload(Teams(url=NOWHERE, mentions={"mira": "mira@x.example"}), MESSAGE)

    (attached,) = told["attachments"]
    card = attached["content"]
    assert attached["contentType"] == teams.CARD
    first, waits, called, context = card["body"]
    assert first["inlines"][0] == {
        "type": "TextRun",
        "text": MESSAGE.sentence,
        "weight": "Bolder",
    }
    assert waits["inlines"][0]["text"] == "It waits for mira, <!here>."
    assert called["text"] == "<at>mira</at>"
    assert "approval.needed" in context["inlines"][0]["text"]
    assert card["msteams"]["entities"] == [
        {
            "type": "mention",
            "text": "<at>mira</at>",
            "mentioned": {"id": "mira@x.example", "name": "mira"},
        }
    ]
    assert card["actions"][0]["url"] == MESSAGE.url


def test_teams_mentions_nobody_where_nobody_is_waited_for() -> None:
    alone = msgspec.structs.replace(MESSAGE, people=(), url="")
    card = teams.payload(Teams(url=NOWHERE), alone)["attachments"][0]["content"]

    assert len(card["body"]) == 2
    assert card["msteams"]["entities"] == []
    assert "actions" not in card


def without(markup: str, told: str) -> str:
    return re.sub(markup, "", told)


@given(text(), text(min_size=1))
def test_whatever_is_written_it_is_text_in_every_channel(words: str, person: str) -> None:
    told = msgspec.structs.replace(MESSAGE, sentence=line(words), people=("mira", line(person)))

    shown = slack.payload(Slack(url=NOWHERE, mentions={"mira": "U024"}), told)
    ours = r"<@U024>|<https://ledger\.example[^<>|]*\|acme/app>"
    assert "<" not in without(ours, json.dumps(shown))
    card = teams.payload(Teams(url=NOWHERE, mentions={"mira": "m@x.example"}), told)
    blocks = card["attachments"][0]["content"]["body"]
    assert [one["text"] for one in blocks if one["type"] == "TextBlock"] == ["<at>mira</at>"]
    letter = mail.letter_of(SERVER, TO, told, "abc", NOON)
    names = message_from_bytes(letter.as_bytes()).keys()
    assert sorted(names) == sorted(HEADERS)


# -- mail -----------------------------------------------------------------------------------------


def server(mailbox: Mailbox, **more: Any) -> Smtp:
    known: dict[str, Any] = {"host": mailbox.host, "port": mailbox.port, "security": "none"}
    return Smtp(**known | {"sender": "Shipledger <ledger@example.com>"} | more)


def test_a_mail_has_the_headers_that_we_gave_it_and_no_others(mailbox: Mailbox) -> None:
    injected = msgspec.structs.replace(MESSAGE, sentence="v1\r\nBcc: evil@x.example\r\n\r\nHello")
    answer = mail.send(server(mailbox), TO, injected, "abc", NOON)

    (letter,) = mailbox.letters
    assert answer.status == 250
    assert letter["Bcc"] is None
    assert letter["Subject"] == "[acme/app] v1 Bcc: evil@x.example Hello"
    assert letter["To"] == "a@example.com, b@example.com"
    assert letter["From"] == "Shipledger <ledger@example.com>"
    assert letter["Message-ID"] == "<abc@example.com>"
    assert letter["Auto-Submitted"] == "auto-generated"
    body = letter.get_content()
    assert letter.get_content_type() == "text/plain"
    assert "\nBcc" not in body
    assert MESSAGE.url in body
    assert "It waits for mira, <!here>." in body


def test_what_turns_text_around_is_spelled_out_in_a_mail(mailbox: Mailbox) -> None:
    mail.send(server(mailbox), TO, MESSAGE, "abc", NOON)

    assert "⟨U+202E⟩gnp.exe" in mailbox.letters[0].get_content()


@pytest.mark.parametrize(
    ("answers", "kind", "told", "status"),
    [
        (["550 no", "550 no"], NotTaken, "answered 550", 550),
        (["451 wait", "451 wait"], NotNow, "answered 451", 451),
        (["250 OK", "550 no"], NotTaken, "refused 1 of 2 addresses", 550),
    ],
)
def test_a_mail_server_s_word_says_whether_to_try_again(
    mailbox: Mailbox, answers: list[str], kind: type[NotTaken], told: str, status: int
) -> None:
    mailbox.answers += answers

    with pytest.raises(kind, match=told) as refusal:
        mail.send(server(mailbox), TO, MESSAGE, "abc", NOON)
    assert refusal.value.status == status


def test_a_server_that_encrypts_nothing_is_not_spoken_to_in_the_clear(mailbox: Mailbox) -> None:
    with pytest.raises(NotTaken, match=r"does not do what smtp\.security wants"):
        mail.send(server(mailbox, security="starttls"), TO, MESSAGE, "abc", NOON)
    assert mailbox.letters == []


@pytest.mark.parametrize("security", ["tls", "none"])
def test_where_no_mail_server_is_it_is_tried_later(mailbox: Mailbox, security: str) -> None:
    with pytest.raises(NotNow, match="did not answer"):
        mail.send(server(mailbox, port=1, security=security), TO, MESSAGE, "abc", NOON)


# -- webhooks -------------------------------------------------------------------------------------

# The example that the specification of Standard Webhooks is tested by.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"


def test_a_signature_is_that_of_the_specification_s_example() -> None:
    keys = Webhook(url=NOWHERE, secret=Secret(SECRET)).signing_keys()
    id_, body = "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}'

    assert webhook.signature(keys, id_, 1614265330, body) == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_while_a_secret_is_changed_both_sign() -> None:
    both = Webhook(url=NOWHERE, secret=Secret(OTHER), former_secret=Secret(SECRET))
    told = webhook.signature(both.signing_keys(), "a", 1, b"{}").split(" ")

    alone = Webhook(url=NOWHERE, secret=Secret(SECRET))
    assert len(told) == 2
    assert told[1] == webhook.signature(alone.signing_keys(), "a", 1, b"{}")


def test_a_webhook_gets_a_cloud_event_under_the_three_headers(receiver: Receiver) -> None:
    to = Webhook(url=Secret(f"{receiver.url}/hook"), secret=Secret(SECRET), allow_http=True)
    webhook.send(to, MESSAGE, "abc", NOON)

    (heard,) = receiver.heard
    assert heard.headers["content-type"] == "application/cloudevents+json"
    assert heard.headers["webhook-id"] == "abc"
    assert heard.headers["webhook-timestamp"] == str(int(NOON.timestamp()))
    stamp = int(heard.headers["webhook-timestamp"])
    signed = webhook.signature(to.signing_keys(), "abc", stamp, heard.body)
    assert heard.headers["webhook-signature"] == signed
    told = heard.json
    assert {
        key: told[key] for key in ("specversion", "id", "source", "type", "subject", "time")
    } == {
        "specversion": "1.0",
        "id": "approval.needed v1.0.0, QA, round 1",
        "source": "/acme/app",
        "type": "shipledger.approval.needed.1",
        "subject": "v1.0.0",
        "time": "2026-06-01T12:00:00Z",
    }
    assert told["data"]["people"] == ["mira", "<!here>"]


def test_a_receiver_verifies_it_by_the_lines_of_the_documentation(receiver: Receiver) -> None:
    (lines,) = re.findall(r"```python\n(.*?)```", house.text("docs", "notifications.md"), re.DOTALL)
    known: dict[str, Any] = {}
    exec(lines, known)
    to = Webhook(
        url=Secret(receiver.url),
        secret=Secret(OTHER),
        former_secret=Secret(SECRET),
        allow_http=True,
    )
    webhook.send(to, MESSAGE, "abc", NOON)

    (heard,) = receiver.heard
    for secret in (SECRET, OTHER):
        assert known["is_ours"](secret, heard.headers, heard.body)
        assert not known["is_ours"](secret, heard.headers, heard.body + b" ")
        assert not known["is_ours"](secret, heard.headers | {"webhook-id": "b"}, heard.body)


def test_an_event_of_no_release_and_no_environment_has_no_subject() -> None:
    alone = msgspec.structs.replace(MESSAGE, releases=())

    assert "subject" not in webhook.event_of(alone)
    there = msgspec.structs.replace(alone, environments=("production",))
    assert webhook.event_of(there)["subject"] == "production"
