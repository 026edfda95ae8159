"""Facts are for ever: told, documented, and read again."""

import json
import re
from typing import Any

import pytest

from docs.make_facts import PAGE, page
from domain.topics import FACTS, decode
from domain.topics import encode as stored_form
from tests.record import RECORDED, recorded, told

each_fact = pytest.mark.parametrize("topic", FACTS)


def test_the_page_of_facts_tells_what_the_code_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m docs.make_facts"


@each_fact
def test_a_fact_says_what_happened(topic: str) -> None:
    assert FACTS[topic].__dict__.get("__doc__"), "give the class a sentence; docs/facts.md shows it"


@each_fact
def test_a_topic_is_a_noun_a_past_participle_and_a_version(topic: str) -> None:
    assert re.fullmatch(r"[a-z_]+\.[a-z_]+\.[1-9][0-9]*", topic)


@each_fact
def test_what_was_recorded_once_is_read_for_ever(topic: str) -> None:
    assert recorded(topic).exists(), "run once, and commit the new file: python -m tests.record"
    entry = json.loads(recorded(topic).read_text(encoding="utf-8"))

    fact = decode(json.dumps(entry["stored"]).encode())

    assert type(fact) is FACTS[topic]
    assert known_of(told(fact), entry["told"]) == entry["told"]
    assert decode(stored_form(fact)) == fact


def known_of(now: Any, then: Any) -> Any:
    """What stood in the record already; a fact may have grown by fields with defaults since."""
    if isinstance(then, dict) and isinstance(now, dict):
        return {name: known_of(now[name], then[name]) for name in then if name in now}
    if isinstance(then, list) and isinstance(now, list) and len(now) == len(then):
        return [known_of(one, other) for one, other in zip(now, then, strict=True)]
    return now


def test_a_topic_is_never_given_up() -> None:
    given_up = {path.stem for path in RECORDED.glob("*.json")} - FACTS.keys()

    assert not given_up, "ledgers hold such facts: keep the class, and stop telling it"
