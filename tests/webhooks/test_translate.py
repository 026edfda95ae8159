"""The table of events, and what becomes of a body that is not what it claims to be."""

import re

import msgspec
import pytest

from domain.branch import BranchCreated
from domain.pull_request import PullRequestOpened
from tests.payloads import Repo, create, minute, pull_request, push_branch, push_tag, sha
from tests.webhooks.reading import envelope, fact
from webhooks.translate import translate
from webhooks.translation import Untranslatable

REPO = Repo()


def body_of(sent: tuple[str, object]) -> bytes:
    return msgspec.json.encode(sent[1])


def refusal(event: str, body: bytes) -> str:
    with pytest.raises(Untranslatable) as refused:
        translate(body, envelope(event))
    return str(refused.value)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"payload=%7B%7D",
        b'{"ref": NaN}',
        b'{"ref": "\\ud800"}',
        b'{"ref": "\xff"}',
        b'{"ref": "a\x00b"}',
        b'\xef\xbb\xbf{"ref": "main"}',
        b'{"deep": ' + b"[" * 100_000,
        b'{"ref": ' + b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("event", ["create", "star"])
def test_what_is_no_json_is_said_to_be_none(event: str, body: bytes) -> None:
    # Whatever is skipped need not be text: what is read must be.
    if event == "star" and b"\xff" in body:
        assert translate(body, envelope(event)).note == "unfollowed: star"
    else:
        said = refusal(event, body)
        assert f"`{event}`" in said
        assert "deliver the event again" in said or "is not as GitHub describes it" in said


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"ref": 5}, "Expected `str`, got `int` - at `$.ref`"),
        ({"before": "main"}, "at `$.before`"),
        ({"after": "A" * 40}, "at `$.after`"),
        ({"commits": [{"id": sha(1)}]}, "missing required field `message` - at `$.commits[0]`"),
        ({"repository": None}, "at `$.repository`"),
        ({"repository": {"id": 2**63, "full_name": "a/b"}}, "at `$.repository.id`"),
        ({"repository": {"id": -1, "full_name": "a/b"}}, "at `$.repository.id`"),
        ({"repository": {"id": 10**400, "full_name": "a/b"}}, "at `$.repository.id`"),
        ({"repository": {"full_name": "a/b"}}, "missing required field `id` - at `$.repository`"),
        ({"repository": {"id": 1, "full_name": "a\nb"}}, "at `$.repository.full_name`"),
        ({"repository": {"id": 1, "full_name": "a/b", "pushed_at": 10**12}}, ".pushed_at"),
        ({"repository": {"id": 1, "full_name": "a/b", "pushed_at": "today"}}, ".pushed_at"),
        ({"repository": {"id": 1, "full_name": "a/b", "pushed_at": "2026-01-01T00:00:00"}}, "time"),
    ],
)
def test_a_payload_of_another_form_is_refused_by_its_path(change: object, said: str) -> None:
    event, payload = push_branch(REPO, "main", sha(1), sha(2), minute(9))
    text = refusal(event, msgspec.json.encode(payload | change))  # type: ignore[operator]
    assert said in text
    assert "shipledger deliveries retry" in text


def test_a_missing_field_is_named() -> None:
    assert "missing required field `repository`" in refusal("push", b"{}")


def test_a_list_is_no_event() -> None:
    assert "Expected `object`, got `array`" in refusal("star", b"[]")


def test_a_time_before_the_first_year_is_refused() -> None:
    event, payload = push_branch(REPO, "main", sha(1), sha(2), minute(9))
    payload["repository"]["pushed_at"] = "0001-01-01T00:00:00+02:00"
    assert "outside of the years 1 to 9999" in refusal(event, msgspec.json.encode(payload))


@pytest.mark.parametrize("name", ["v1\n", "\tv1", "v1\x7f"])
def test_a_name_with_control_characters_is_refused(name: str) -> None:
    assert "at `$.ref`" in refusal("push", body_of(push_tag(REPO, name, sha(1), minute(9))))
    assert "at `$.ref`" in refusal("create", body_of(create(REPO, "tag", name, minute(9))))


def test_a_name_with_a_nul_is_refused_and_not_mended() -> None:
    assert "at `$.ref`" in refusal("create", body_of(create(REPO, "tag", "v\x001", minute(9))))


def test_a_nul_in_a_text_is_replaced() -> None:
    pull = {"title": "A\x00B", "body": "\\u0000 \\\x00 \x00\x00"}
    opened = fact(pull_request(REPO, "opened", 12, minute(9), pull=pull))
    assert isinstance(opened, PullRequestOpened)
    assert opened.pull.title == "A\ufffdB"
    assert opened.pull.body == "\\u0000 \\\ufffd \ufffd\ufffd"


def test_a_text_about_nul_stays_as_it_is() -> None:
    branch = fact(create(REPO, "branch", "fix-\\u0000", minute(9)))
    assert isinstance(branch, BranchCreated)
    assert branch.name == "fix-\\u0000"


def test_many_backslashes_cost_one_pass() -> None:
    event, payload = pull_request(REPO, "opened", 12, minute(9), pull={"body": "\\" * 500_000})
    body = msgspec.json.encode(payload) + b"   "
    assert re.search(rb"\\u0000", body) is None
    translate(body.replace(b'"body":"', b'"body":"\\u0000'), envelope(event))


def test_an_unknown_event_is_noted_whatever_it_holds() -> None:
    assert translate(b'{"action": null}', envelope("brand_new")).note == "unfollowed: brand_new"
