"""What somebody may have typed or pasted to find a change."""

import pytest

from service.web.query import Query, read

SHA = "ba62aa638c31891daa0d889bd3811c8f06028c76"


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("#12", Query(number=12)),
        ("12", Query(number=12)),
        ("#1234567", Query(number=1234567)),
        ("octo/shop#7", Query("octo/shop", number=7)),
        ("octo/shop@4f2a", Query("octo/shop", sha="4f2a")),
        (SHA, Query(sha=SHA)),
        ("BA62AA6", Query(sha="ba62aa6")),
        ("12345678", Query(sha="12345678")),
        ("https://github.com/octo/shop/pull/12", Query("octo/shop", number=12)),
        ("https://github.com/octo/shop/pull/12/files#diff-1", Query("octo/shop", number=12)),
        ("https://github.com/octo/shop/issues/7?x=1", Query("octo/shop", number=7)),
        (f"https://ghe.local/octo/shop/commit/{SHA}", Query("octo/shop", sha=SHA)),
    ],
)
def test_it_is_understood(text: str, query: Query) -> None:
    assert read(text) == query
    assert read(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "v1.2.0",
        "abc",
        "#",
        "# 12",
        "the one with the taxes",
        "#99999999999",
        "javascript:alert(1)",
        "https://github.com/octo/shop/commit/abc",
        "https://github.com/octo/shop/pull/abcd",
        "octo/shop#",
        "1" * 65,
    ],
)
def test_it_is_not_guessed(text: str) -> None:
    assert not read(text)
