"""The door for GitHub: whom it lets in, and what it says to the others."""

import hashlib
import hmac
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import Malformed
from webhooks.delivery import Headers, json_of, read_headers, verify

# GitHub's own example, from its page on validating deliveries.
SECRET = "It's a Secret to Everybody"
BODY = b"Hello, World!"
SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"

HEADERS = (
    ("X-GitHub-Event", "push"),
    ("X-GitHub-Delivery", "72D3162E-cc78-11e3-81ab-4c9367dc0958"),
    ("X-GitHub-Hook-ID", "292430182"),
    ("X-GitHub-Hook-Installation-Target-Type", "repository"),
    ("X-GitHub-Hook-Installation-Target-ID", "79929171"),
    ("X-Hub-Signature-256", SIGNATURE),
    ("Content-Type", "application/json"),
)


def without(name: str) -> list[tuple[str, str]]:
    return [header for header in HEADERS if header[0] != name]


def test_githubs_own_example_is_believed() -> None:
    assert verify(BODY, SIGNATURE, [SECRET])


def test_the_old_secret_counts_while_it_is_replaced() -> None:
    assert verify(BODY, SIGNATURE, ["the new one", SECRET])
    assert verify(BODY, SIGNATURE, [SECRET, "the new one"])


def test_another_body_or_another_secret_is_not_believed() -> None:
    assert not verify(b"Hello, World?", SIGNATURE, [SECRET])
    assert not verify(BODY, SIGNATURE, ["It's a secret to everybody"])


@pytest.mark.parametrize("secrets", [[], [""]])
def test_without_a_secret_nothing_is_believed(secrets: list[str]) -> None:
    empty = hmac.digest(b"", BODY, hashlib.sha256).hex()
    assert not verify(BODY, f"sha256={empty}", secrets)


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        SIGNATURE.removeprefix("sha256="),
        SIGNATURE.upper(),
        f"{SIGNATURE}\n",
        f" {SIGNATURE}",
        f"{SIGNATURE}0",
        SIGNATURE.replace("sha256", "sha1"),
        "sha1=" + hmac.digest(SECRET.encode(), BODY, hashlib.sha1).hex(),
        "sha256=" + "é" * 64,
        "sha256=" + "٠" * 64,
        "sha256=\udcff",
    ],
)
def test_only_a_well_formed_sha256_counts(signature: str) -> None:
    assert not verify(BODY, signature, [SECRET])


@given(st.binary(), st.text(), st.lists(st.text()))
def test_no_signature_breaks_the_door(body: bytes, signature: str, secrets: list[str]) -> None:
    assert verify(body, signature, secrets) is False


@given(st.binary(), st.text(min_size=1))
def test_whatever_is_signed_is_believed(body: bytes, secret: str) -> None:
    key = secret.encode("utf-8", "surrogateescape")
    assert verify(body, f"sha256={hmac.digest(key, body, hashlib.sha256).hex()}", [secret])


def test_headers_become_values() -> None:
    assert read_headers(HEADERS) == Headers(
        event="push",
        id="72d3162e-cc78-11e3-81ab-4c9367dc0958",
        hook="292430182",
        target_type="repository",
        target="79929171",
        signature=SIGNATURE,
        content_type="application/json",
    )


def test_the_names_of_headers_have_no_case() -> None:
    assert read_headers((name.title(), value) for name, value in HEADERS) == read_headers(HEADERS)


def test_a_header_may_come_twice_if_it_says_the_same() -> None:
    assert read_headers((*HEADERS, ("x-github-event", "push"))) == read_headers(HEADERS)
    with pytest.raises(Malformed, match="x-github-event came twice"):
        read_headers((*HEADERS, ("x-github-event", "create")))


def test_a_sender_without_a_hook_id_is_read() -> None:
    assert read_headers(without("X-GitHub-Hook-ID")).hook == ""
    assert read_headers(without("X-Hub-Signature-256")).signature == ""
    assert read_headers(without("Content-Type")).content_type == ""


@pytest.mark.parametrize("name", ["X-GitHub-Event", "X-GitHub-Delivery"])
def test_an_event_and_an_id_are_needed(name: str) -> None:
    with pytest.raises(Malformed, match=f"{name} is missing"):
        read_headers(without(name))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-GitHub-Event", "Push"),
        ("X-GitHub-Event", "push\n"),
        ("X-GitHub-Event", "p" * 65),
        ("X-GitHub-Delivery", "1"),
        ("X-GitHub-Delivery", "72d3162ecc7811e381ab4c9367dc0958"),
        ("X-GitHub-Delivery", "72d3162e-cc78-11e3-81ab-4c9367dc095g"),
        ("X-GitHub-Hook-ID", "one"),
        ("X-GitHub-Hook-ID", "٣"),
        ("X-GitHub-Hook-Installation-Target-Type", "a repository"),
        ("X-GitHub-Hook-Installation-Target-ID", "-1"),
    ],
)
def test_what_is_no_header_of_githubs_is_refused_by_its_name(name: str, value: str) -> None:
    with pytest.raises(Malformed, match=f"{name} is "):
        read_headers((*without(name), (name, value)))


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON; charset=utf-8",
        'application/json;charset="UTF8"',
        "application/json;",
    ],
)
def test_json_is_taken_as_it_is(content_type: str) -> None:
    assert json_of(content_type, b'{"a": "+%41"}') == b'{"a": "+%41"}'


def test_a_form_holds_the_json_in_its_payload() -> None:
    json = '{"zen": "a & b + c = ü %41"}'
    form = urlencode({"other": "x", "payload": json}).encode()
    assert json_of("application/x-www-form-urlencoded", form) == json.encode()


@pytest.mark.parametrize(
    "form",
    [b"", b"payload", b"data={}", b"payload={}&payload={}", b"&" * 100 + b"payload={}&a=b"],
)
def test_a_form_without_one_payload_is_refused(form: bytes) -> None:
    with pytest.raises(Malformed, match="exactly one field `payload`"):
        json_of("application/x-www-form-urlencoded", form)


def test_a_form_of_many_fields_costs_no_more_than_one_of_few() -> None:
    with pytest.raises(Malformed, match="exactly one field"):
        json_of("application/x-www-form-urlencoded", b"payload={}&payload={}" + b"&" * 10_000_000)


@pytest.mark.parametrize("content_type", ["", "text/plain", "application/xml"])
def test_any_other_content_type_is_told_what_to_set(content_type: str) -> None:
    with pytest.raises(Malformed, match="set the webhook's content type to application/json"):
        json_of(content_type, b"{}")


def test_another_character_set_is_refused() -> None:
    with pytest.raises(Malformed, match="send UTF-8"):
        json_of("application/json; charset=latin-1", b"{}")
