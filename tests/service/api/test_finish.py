"""Every answer on its way out: its headers, its line in the log, and no secret in any of them."""

import re
from typing import Any

import pytest

from domain.token import ADMIN
from service.ledger import Ledger
from tests.site import SECRET, Site, ping, pushed_tag

PATHS = ["/livez", "/readyz", "/metrics", "/openapi.json", "/api/v1/repositories", "/nothing", "/"]


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_dressed_for_the_world(shown: Site, path: str) -> None:
    headers = shown.get(path, headers={"Accept": "application/json"}).headers

    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Request-Id"]
    assert "Server" not in headers


def test_transport_security_is_asked_for_where_there_is_any(site: Site) -> None:
    plain = site.get("/livez").headers
    secure = site.get("/livez", base_url="https://releases.example").headers

    assert "Strict-Transport-Security" not in plain
    assert int(re.findall(r"max-age=(\d+)", secure["Strict-Transport-Security"])[0]) >= 31536000


FORWARDED = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}


def test_a_proxy_is_believed_where_it_was_announced(site: Site) -> None:
    behind = Site(site.ledger, public_read=True, trusted_proxies=1)

    answer = behind.get("/openapi.json", headers=FORWARDED)

    assert "Strict-Transport-Security" in answer.headers
    assert behind.log[-1]["remote"] == "203.0.113.7"


def test_anybody_else_is_not_believed(site: Site) -> None:
    answer = site.get("/openapi.json", headers=FORWARDED)

    assert "Strict-Transport-Security" not in answer.headers
    assert site.log[-1]["remote"] == "127.0.0.1"


def test_a_stranger_s_host_is_refused_where_the_hosts_are_named(site: Site) -> None:
    strict = Site(site.ledger, public_read=True, trusted_hosts=("releases.example",))

    assert strict.get("/openapi.json", base_url="http://releases.example").status_code == 200
    assert strict.get("/openapi.json", base_url="http://evil.example").status_code == 400


def test_a_sane_request_id_is_kept(site: Site) -> None:
    answer = site.get("/openapi.json", headers={"X-Request-Id": "abc-123.DEF_456"})

    assert answer.headers["X-Request-Id"] == "abc-123.DEF_456"
    assert site.log[-1]["request_id"] == "abc-123.DEF_456"


@pytest.mark.parametrize("odd", ["short", "a" * 65, "with a blank", "with\u00e9accent", "<script>"])
def test_an_odd_request_id_is_replaced(shown: Site, odd: str) -> None:
    answer = shown.get("/livez", headers={"X-Request-Id": odd})

    assert answer.headers["X-Request-Id"] != odd


def test_no_two_requests_have_the_same_id(shown: Site) -> None:
    ids = {shown.get("/livez").headers["X-Request-Id"] for _ in range(50)}

    assert len(ids) == 50


def test_a_request_is_one_line(site: Site) -> None:
    site.get("/api/v1/repositories?limit=7")

    (line,) = site.log
    assert line["path"] == "/api/v1/repositories"
    assert line["operation"] == "repositories.every_repository"
    assert line["status"] == 200
    assert "limit" not in site.text_of_log, "queries may hold what is nobody's business"


def test_a_delivery_says_in_its_line_what_became_of_it(site: Site) -> None:
    seq = site.deliver("push", pushed_tag()).json["seq"]

    (line,) = site.log
    assert line["type"] == "push"
    assert (line["outcome"], line["seq"]) == ("recorded", seq)


@pytest.mark.parametrize("probe", ["/livez", "/readyz", "/metrics"])
def test_probes_are_not_logged(site: Site, probe: str) -> None:
    site.get(probe)

    assert site.log == []


def test_deliveries_need_not_be_logged_but_refusals_are(site: Site) -> None:
    silent = Site(site.ledger, public_read=True, log_deliveries=False)

    silent.deliver("push", pushed_tag())
    assert silent.log == []

    silent.deliver("push", pushed_tag(), **{"X-Hub-Signature-256": ""})
    assert [line["status"] for line in silent.log] == [401]


FORGERY = "/api/v1/x%0a%7b%22event%22:%22forged%22%7d%1b[31m%e2%80%a8"


def test_no_input_forges_a_line(site: Site) -> None:
    site.get(FORGERY)

    assert len(site.text_of_log.splitlines()) == 1
    assert site.text_of_log.isascii()


class Broken(Ledger):
    """A ledger with a mistake in it."""

    def head(self) -> int:
        raise ZeroDivisionError("the password is swordfish")

    def deliveries(self, **_: Any) -> Any:
        raise ZeroDivisionError("the password is swordfish")


def test_a_mistake_of_ours_is_told_to_the_log_and_not_to_the_caller(site: Site) -> None:
    site.ledger.__class__ = Broken
    answer = site.app.test_client().get("/api/v1/deliveries")

    assert answer.status_code == 500
    assert answer.json["request_id"] == site.log[-1]["request_id"]
    assert "swordfish" not in answer.text
    assert "Traceback" not in answer.text
    assert "ZeroDivisionError" in site.log[-1]["exception"]
    site.ledger.__class__ = Ledger


def test_no_secret_leaves(site: Site) -> None:
    guarded = Site(site.ledger, public_read=False)
    token = guarded.token(ADMIN)
    said = [
        guarded.deliver("push", pushed_tag()),
        guarded.deliver("push", pushed_tag(), **{"X-Hub-Signature-256": "sha256=" + "0" * 64}),
        guarded.get("/api/v1/repositories", token=token),
        guarded.get("/api/v1/repositories", token=token[:-1]),
        guarded.get(f"/api/v1/repositories?token={token}"),
        guarded.get(f"/api/v1/repositories/{token}/x", token=token),
        guarded.get(f"/api/v1/{token}", token=token),
        guarded.get("/metrics", token=token),
        guarded.get("/readyz"),
        guarded.get("/api/v1/deliveries/1", token=token),
    ]

    spoken = guarded.text_of_log
    for secret in (SECRET, token, token[-49:-6]):
        assert secret not in spoken
    for answer in said:
        assert SECRET not in answer.text
        if token not in answer.request.path:
            assert token[-49:-6] not in answer.text


def test_readiness_tells_what_is_wrong(site: Site) -> None:
    assert site.get("/readyz").json["status"] == "ready"

    site.ledger.close()
    gone = site.app.test_client().get("/readyz")

    assert gone.status_code == 503
    assert gone.json["checks"]["database"]["fit"] is False
    assert site.app.test_client().get("/livez").status_code == 200


def test_deliveries_are_counted_by_event_and_outcome(site: Site) -> None:
    site.deliver("push", pushed_tag())
    site.deliver("push", b"{")
    for number in range(30):
        site.deliver(f"invented_{number}", ping())

    text = site.get("/metrics").text

    assert 'shipledger_deliveries_total{event="push",outcome="recorded"} 1.0' in text
    assert 'shipledger_deliveries_total{event="push",outcome="parked"} 1.0' in text
    assert 'shipledger_deliveries_total{event="other",outcome="noted"} 30.0' in text
    assert "invented" not in text, "a stranger must not make us remember names without end"
    assert f"shipledger_head_position {site.ledger.head()}.0" in text


def test_metrics_are_for_readers(guarded: Site) -> None:
    assert guarded.get("/metrics").status_code == 401
    assert guarded.get("/metrics", token=guarded.token("read")).status_code == 200
