"""Deliveries: signed, listed, sent again by hand; and what the weather does to them."""

import hashlib
import hmac
import json

import pytest

from tests.github.asking import Asking
from tests.github.deliveries import signatures
from tests.github.hub import Hub
from tests.github.inbox import Inbox
from tests.github.weather import Weather

HERE = "/repos/harbour/checkout/hooks"


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def ask(hub: Hub, address: str) -> Asking:
    return Asking(hub, hub.token("ada"))


def test_the_signature_is_githubs() -> None:
    """github/docs, «Validating webhook deliveries»: the example that is printed there."""
    signed = signatures("It's a Secret to Everybody", b"Hello, World!")["X-Hub-Signature-256"]

    assert signed == "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def test_the_raw_body_is_signed(hub: Hub, inbox: Inbox) -> None:
    hub.repository("harbour/checkout").hook(secret="s", receiver=inbox)
    hub.repository("harbour/checkout").issue("Größe ⚓")

    headers, body = inbox.received[0]
    expected = hmac.new(b"s", body, hashlib.sha256).hexdigest()
    assert headers["X-Hub-Signature-256"] == f"sha256={expected}"
    assert json.loads(body)["issue"]["title"] == "Größe ⚓"


def test_without_a_secret_nothing_is_signed(hub: Hub, inbox: Inbox) -> None:
    hub.repository("harbour/checkout").hook(receiver=inbox)
    hub.repository("harbour/checkout").issue("Title")

    assert not [name for name in inbox.received[0][0] if name.startswith("X-Hub-Signature")]


def test_hooks_and_apps_share_the_guid_of_an_event(hub: Hub) -> None:
    """OpenAPI, hook-delivery-item: shared with all deliveries for all webhooks."""
    hook, app = Inbox(), Inbox()
    repo = hub.repository("harbour/checkout")
    repo.hook(receiver=hook)
    hub.app(receiver=app).install("harbour")
    repo.issue("Title")

    assert hook.guids() == app.guids()[1:]
    assert hook.received[0][1] != app.received[1][1]
    kinds = [one.received[-1][0]["X-GitHub-Hook-Installation-Target-Type"] for one in (hook, app)]
    assert kinds == ["repository", "integration"]


def test_the_list_pages_by_cursor_newest_first(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(receiver=Inbox())
    for number in range(7):
        repo.issue(str(number))

    pages = ask.pages(f"{HERE}/{hook.id}/deliveries", per_page=3)
    assert [len(page) for page in pages] == [3, 3, 1]
    numbers = [row["id"] for page in pages for row in page]
    assert numbers == sorted(numbers, reverse=True)
    answer = ask("GET", f"{HERE}/{hook.id}/deliveries", params={"per_page": 3})
    assert set(answer.links) == {"next"}
    assert "cursor=" in answer.links["next"]["url"]


def test_failures_are_codes_from_400_so_a_lost_one_is_none(hub: Hub, ask: Asking) -> None:
    """Documentation of the deliveries list: `failure` goes by the status code."""
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(receiver=Inbox(status=500))
    repo.issue("Refused")
    hub.post.weather = Weather(lose=1)
    repo.issue("Lost")

    failed = ask.get(f"{HERE}/{hook.id}/deliveries", status="failure")
    assert [row["status_code"] for row in failed] == [500]
    assert [row["status"] for row in ask.get(f"{HERE}/{hook.id}/deliveries")] == [
        "failed to connect to host",
        "Invalid HTTP Response: 500",
    ]


def test_one_delivery_tells_its_headers_and_its_payload(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(secret="s", receiver=Inbox())
    repo.issue("Title")

    row = ask.get(f"{HERE}/{hook.id}/deliveries")[0]
    told = ask.get(f"{HERE}/{hook.id}/deliveries/{row['id']}")["request"]
    assert told["headers"]["X-GitHub-Delivery"] == row["guid"]
    assert told["payload"]["issue"]["title"] == "Title"


def test_a_redelivery_keeps_guid_and_body_and_has_a_row(
    hub: Hub, ask: Asking, inbox: Inbox
) -> None:
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(secret="old", receiver=inbox)
    repo.issue("Title")
    hook.secret = "new"
    row = ask.get(f"{HERE}/{hook.id}/deliveries")[0]

    assert ask("POST", f"{HERE}/{hook.id}/deliveries/{row['id']}/attempts").status_code == 202
    (first, once), (second, twice) = inbox.received
    assert (first["X-GitHub-Delivery"], once) == (second["X-GitHub-Delivery"], twice)
    assert first["X-Hub-Signature-256"] != second["X-Hub-Signature-256"]
    rows = ask.get(f"{HERE}/{hook.id}/deliveries")
    assert [(one["guid"], one["redelivery"]) for one in rows] == [
        (row["guid"], True),
        (row["guid"], False),
    ]


def test_after_three_days_a_delivery_is_out_of_reach(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(receiver=Inbox())
    repo.issue("Title")
    row = ask.get(f"{HERE}/{hook.id}/deliveries")[0]
    hub.clock.advance(days=3)

    assert ask.get(f"{HERE}/{hook.id}/deliveries") == []
    again = ask("POST", f"{HERE}/{hook.id}/deliveries/{row['id']}/attempts")
    assert again.status_code == 404


def test_a_new_hook_hears_a_ping(hub: Hub, ask: Asking) -> None:
    repo = hub.repository("harbour/checkout")
    ask("POST", HERE, {"events": ["push"], "config": {"url": "http://127.0.0.1:9/"}})

    assert [one.event for one in repo.hooks[0].deliveries] == ["ping"]


def test_a_hook_hears_what_it_asked_for(hub: Hub, inbox: Inbox) -> None:
    repo = hub.repository("harbour/checkout")
    repo.hook(events=("release",), receiver=inbox)
    repo.release("v1")

    assert inbox.names() == ["release"] * 3


def test_nothing_is_sent_again_by_itself(hub: Hub) -> None:
    """github/docs, «Handling failed webhook deliveries»."""
    inbox = Inbox(status=503)
    hub.repository("harbour/checkout").hook(receiver=inbox)
    hub.repository("harbour/checkout").issue("Title")
    hub.clock.advance(days=1)
    hub.deliver()

    assert len(inbox.received) == 1


def story(hub: Hub, inbox: Inbox) -> list[tuple[str, bytes]]:
    """Twelve issues in this weather, and all that arrived."""
    repo = hub.repository("harbour/checkout")
    hook = repo.hook(receiver=inbox)
    hub.post.held = True
    for number in range(12):
        repo.issue(str(number))
    hub.deliver()
    assert hook.deliveries
    return [(headers["X-GitHub-Delivery"], body) for headers, body in inbox.received]


def test_the_weather_shuffles_and_doubles_and_loses_nothing_else(hub: Hub, inbox: Inbox) -> None:
    hub.post.weather = Weather(seed=3, double=0.5, late=0.3, shuffle=True)
    came = [json.loads(body)["issue"]["number"] for _, body in story(hub, inbox)]

    assert set(came) == set(range(1, 13))
    assert len(came) > 12
    assert came != sorted(came)
    assert len(hub.repositories[0].hooks[0].deliveries) == 12


def test_what_is_lost_is_in_the_list_and_what_vanished_is_not(hub: Hub, inbox: Inbox) -> None:
    hub.post.weather = Weather(seed=1, lose=0.4, vanish=0.4)
    came = story(hub, inbox)

    rows = hub.repositories[0].hooks[0].deliveries
    assert len(came) < len(rows) < 12
    assert len(came) == sum(row.status == "OK" for row in rows)


def test_a_form_holds_the_payload_in_a_field(hub: Hub, inbox: Inbox) -> None:
    hook = hub.repository("harbour/checkout").hook(secret="s", receiver=inbox)
    hook.content_type = "form"
    hub.repository("harbour/checkout").issue("Title")

    headers, body = inbox.received[0]
    assert hook.deliveries[0].payload["issue"]["title"] == "Title"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded"
    assert body.startswith(b"payload=%7B")
    assert headers["X-Hub-Signature-256"] == signatures("s", body)["X-Hub-Signature-256"]
