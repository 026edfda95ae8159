"""How a test reads a payload: the same way as the service reads a delivery."""

from datetime import UTC, datetime

import msgspec

from domain.fact import Fact, Keyed
from domain.repository import RepositoryNamed
from domain.topics import decode, encode
from tests.payloads import Sent
from webhooks.translate import translate
from webhooks.translation import Envelope, Translation

RECEIVED = datetime(2026, 3, 3, 3, 33, tzinfo=UTC)


def envelope(event: str, delivery: str = "1") -> Envelope:
    return Envelope(event, f"github:{delivery}", RECEIVED)


def translated(sent: Sent) -> Translation:
    """The translation, of which every fact was proven to be readable again."""
    event, payload = sent
    translation = translate(msgspec.json.encode(payload), envelope(event))
    assert unreadable(translation) == []
    return translation


def unreadable(translation: Translation) -> list[Fact]:
    told = (keyed.fact for chapter in translation.told for keyed in chapter.facts)
    return [fact for fact in told if decode(encode(fact)) != fact or not fact.about()]


def keyed(sent: Sent) -> list[Keyed]:
    """What is told beside the names of repositories."""
    told = (one for chapter in translated(sent).told for one in chapter.facts)
    return [one for one in told if not isinstance(one.fact, RepositoryNamed)]


def facts(sent: Sent) -> list[Fact]:
    return [one.fact for one in keyed(sent)]


def fact(sent: Sent) -> Fact:
    """The one fact of a payload that tells one."""
    (one,) = facts(sent)
    return one


def note(sent: Sent) -> str:
    """The note of a payload that tells nothing beside names."""
    assert facts(sent) == []
    return translated(sent).note
