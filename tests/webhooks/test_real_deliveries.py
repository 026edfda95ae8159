"""Real deliveries: all are understood, and no change to them breaks the reader."""

from collections import defaultdict
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.fact import encode_key
from domain.repository import RepositoryNamed
from tests.webhooks.corpus import deliveries, one_of_each
from tests.webhooks.reading import RECEIVED, envelope, unreadable
from webhooks.github.installation import Sent
from webhooks.github.payload import Part, Payload
from webhooks.translate import EVENTS, translate
from webhooks.translation import Envelope, Translation, Untranslatable

pytestmark = pytest.mark.corpus

both = pytest.mark.parametrize("name", ["recorded", "examples"])


def attempt(body: bytes, event: str) -> Translation | None:
    try:
        return translate(body, envelope(event))
    except Untranslatable:
        return None


@both
def test_every_delivery_is_understood(corpora: Path, name: str) -> None:
    refused = [event for event, body in deliveries(corpora, name) if attempt(body, event) is None]
    assert refused == []


@both
def test_every_fact_can_be_read_again(corpora: Path, name: str) -> None:
    for event, body in deliveries(corpora, name):
        assert unreadable(translate(body, envelope(event))) == []


@both
def test_a_delivery_tells_something_or_says_why_not(corpora: Path, name: str) -> None:
    for event, body in deliveries(corpora, name):
        translation = translate(body, envelope(event))
        facts = [one.fact for chapter in translation.told for one in chapter.facts]
        silent = all(isinstance(fact, RepositoryNamed) for fact in facts)
        changed_name = event == "repository" and not translation.note
        assert translation.note or not silent or changed_name, event


@both
def test_what_is_told_does_not_depend_on_when_it_arrived(corpora: Path, name: str) -> None:
    later = RECEIVED + timedelta(days=3)
    for event, body in deliveries(corpora, name):
        moved = translate(body, Envelope(event, "github:1", later))
        assert moved == translate(body, envelope(event))


def test_one_key_is_one_fact(corpora: Path) -> None:
    """Two facts under one key are recorded as one: they may differ in nothing but their source."""
    kept: dict[tuple[object, str], set[bytes]] = defaultdict(set)
    for event, body in deliveries(corpora, "recorded"):
        for chapter in translate(body, envelope(event)).told:
            for one in chapter.facts:
                if one.once and not isinstance(one.fact, RepositoryNamed):
                    kept[chapter.stream, one.once].add(encode_key(one.fact))
    assert [key for key, facts in kept.items() if len(facts) > 1] == []


def test_every_event_that_we_follow_has_an_example_or_a_story(corpora: Path) -> None:
    seen = {event for event, _ in one_of_each(corpora)}
    polled = {event for event in EVENTS if event.startswith("polled.")}
    told_by_stories = {"registry_package", "repository_advisory", "deployment_protection_rule"}
    assert EVENTS.keys() - seen - polled == told_by_stories


fuzz = settings(suppress_health_check=[HealthCheck.too_slow])
json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.sampled_from(["", "main", "0" * 40, "2026-01-01T00:00:00Z", "a\x00b", "é", "x" * 2000]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


def names(struct: type[msgspec.Struct]) -> set[str]:
    fields = set(struct.__struct_encode_fields__)
    return fields.union(*(names(heir) for heir in struct.__subclasses__()))


READ = names(Part) | names(Payload) | names(Sent)


def paths(value: object, here: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Every place in a payload that anybody reads, so that any of them can be changed."""
    children: list[tuple[object, object]] = []
    if isinstance(value, dict):
        children = [(key, child) for key, child in value.items() if key in READ]
    elif isinstance(value, list):
        children = list(enumerate(value[:3]))
    return [here, *(path for key, child in children for path in paths(child, (*here, key)))]


def changed(payload: object, path: tuple[object, ...], value: object) -> object:
    if not path:
        return value
    if isinstance(payload, dict):
        return {**payload, path[0]: changed(payload[path[0]], path[1:], value)}
    assert isinstance(payload, list)
    assert isinstance(path[0], int)
    return [
        changed(one, path[1:], value) if place == path[0] else one
        for place, one in enumerate(payload)
    ]


@fuzz
@given(st.data())
def test_a_payload_with_any_field_changed_is_told_or_refused(
    corpora: Path, data: st.DataObject
) -> None:
    event, body = data.draw(st.sampled_from(one_of_each(corpora)))
    payload = msgspec.json.decode(body)
    path = data.draw(st.sampled_from(paths(payload)))
    mutant = msgspec.json.encode(changed(payload, path, data.draw(json)))

    translation = attempt(mutant, event)

    assert translation is None or unreadable(translation) == []


@fuzz
@given(st.data())
def test_a_body_with_any_bytes_changed_is_told_or_refused(
    corpora: Path, data: st.DataObject
) -> None:
    event, body = data.draw(st.sampled_from(one_of_each(corpora)))
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 40)))
    mutant = body[:start] + data.draw(st.binary(max_size=20)) + body[end:]

    translation = attempt(mutant, event)

    assert translation is None or unreadable(translation) == []


@fuzz
@given(st.sampled_from([*EVENTS, "star"]), st.binary())
def test_random_bytes_are_told_or_refused(event: str, body: bytes) -> None:
    attempt(body, event)
