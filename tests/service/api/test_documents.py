"""The page that explains the API needs nothing from anywhere else, and leaves nothing out."""

import base64
import hashlib
import re

from service.api.documents import prose
from tests.site import Site


def test_every_operation_and_schema_is_on_the_page(shown: Site) -> None:
    described = shown.get("/openapi.json").json
    text = shown.get("/docs").text

    for path in described["paths"]:
        assert f"<code>{path}</code>" in text
    for name in described["components"]["schemas"]:
        assert f'id="schema-{name}"' in text


def test_every_link_on_the_page_leads_somewhere(shown: Site) -> None:
    text = shown.get("/docs").text

    anchors = set(re.findall(r'id="([^"]*)"', text))
    for address in re.findall(r'href="([^"]*)"', text):
        if address.startswith("#"):
            assert address[1:] in anchors
        else:
            assert shown.get(address).status_code == 200


def test_its_policy_allows_its_own_style_and_nothing_else(shown: Site) -> None:
    answer = shown.get("/docs")

    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, flags=re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = answer.headers["Content-Security-Policy"]
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"<script|style=|https?://", answer.text)


def test_the_api_s_own_address_leads_to_the_page(shown: Site) -> None:
    answer = shown.get("/api/v1")

    assert (answer.status_code, answer.headers["Location"]) == (302, "/docs")


def test_prose_keeps_its_marks_and_no_others() -> None:
    assert prose("**Two** `times` <b>") == (
        "<p><strong>Two</strong> <code>times</code> &lt;b&gt;</p>"
    )
    assert prose("    a table") == "<pre>    a table</pre>"
