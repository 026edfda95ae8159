"""A title in Markdown: whatever a stranger wrote, it is one line, and its text is the title."""

import re
import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.escape import UNTITLED, title
from service.seen import line
from tests.service.formats.reading import Page, rendered

PARTS = (
    *("closes #1", "@acme/team", "https://a.example/_x_", "www.example.org", "ftp://a.example"),
    *("<!-- x -->", "-->", "<b>", "<script>", "&lt;", "&#35;", "[x](javascript:a)", "![i](u)"),
    *("- ", "1. ", "# ", "> ", "```", "~~~", "`code`", "``a`b``", "__init__", "snake_case"),
    *("GH-12", "o/r#3", "#12", "[^1]", "[a]: b", "a@b.co", "pkg@1.2.3", "mailto:a@b.c", "| a |"),
)
ALPHABET = string.ascii_letters[:3] + string.punctuation + " \t\n1é\u202e\u00a0"
titles = st.lists(st.one_of(st.sampled_from(PARTS), st.text(ALPHABET, max_size=8)), max_size=6).map(
    "".join
)


@given(titles)
def test_a_title_is_one_item_whose_text_is_the_title(text: str) -> None:
    html = rendered(f"- {title(text)}\n- the next\n")

    found = re.fullmatch(r"<ul>\n<li>(.*)</li>\n<li>the next</li>\n</ul>\n", html, re.DOTALL)
    assert found, html
    page = Page(found[1])
    assert set(page.tags) <= {"code"}
    assert set(page.comments) <= {""}
    assert same(page.text, line(text) or UNTITLED)


@given(titles)
def test_a_title_is_a_heading_and_no_more(text: str) -> None:
    html = rendered(f"## {title(text)}\n\nthe next\n")

    assert re.fullmatch(r"<h2>.*</h2>\n<p>the next</p>\n", html), html


def same(read: str, written: str) -> bool:
    """Around code a parser takes backticks and a space away; else nothing may be missing."""
    if "`" not in written:
        return read == written
    drop = str.maketrans("", "", "` ")
    return read.translate(drop) == written.translate(drop)


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Add a lamp", "Add a lamp"),
        ("Use `a_b` and snake_case", "Use `a_b` and snake_case"),
        ("__init__ of *all*", r"\_\_init\_\_ of \*all\*"),
        ("[x](javascript:alert(1))", r"\[x\](javascript:alert(1))"),
        ("![i](https://a.example/i.png)", r"!\[i\](https:<!---->//a.example/i.png)"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)>"),
        ("a -> b", "a -> b"),
        ("<!-- shipledger:end -->", r"\<!-- shipledger:end --\>"),
        ("a --> b --!> c", r"a --\> b --\!> c"),
        ("- item", r"\- item"),
        ("+ item", r"\+ item"),
        ("1. item", r"1\. item"),
        ("1.5 litres", "1.5 litres"),
        ("# heading", r"\# heading"),
        ("> quote", r"\> quote"),
        ("=== ", r"\==="),
        ("```js", r"\`\`\`js"),
        ("~~~", r"\~\~\~"),
        ("a | b", r"a \| b"),
        ("$x$ costs", r"\$x\$ costs"),
        ("&amp; & AT&T", r"\&amp; & AT\&T"),
        ("by @acme/everyone", "by @<!---->acme/everyone"),
        ("Bump @types/node", "Bump @<!---->types/node"),
        ("create-vite@5.0.0", "create-vite@5.0.0"),
        ("a@example.org", "a@<!---->example.org"),
        ("closes #1", "closes #<!---->1"),
        ("Fixes: #1", "Fixes: #<!---->1"),
        ("closes GH-1", "closes GH-<!---->1"),
        ("fixes https://github.com/a/b/issues/1", "fixes https:<!---->//github.com/a/b/issues/1"),
        ("other/repo#7", "other/repo#<!---->7"),
        ("a\nb\r\n\n- c", "a b - c"),
        ("\u202egnp.exe", "⟨U+202E⟩gnp.exe"),
        ("", UNTITLED),
        (" \n ", UNTITLED),
    ],
)
def test_what_a_parser_would_act_on_is_disarmed(written: str, printed: str) -> None:
    assert title(written) == printed


def test_a_plain_reference_becomes_a_link_where_the_address_is_known() -> None:
    told = title("Follow up on #12", lambda number: f"https://a.example/{number}")

    assert told == "Follow up on [#12](https://a.example/12)"
    assert title("Follow up on #12") == "Follow up on #12"


def test_a_reference_after_a_closing_word_is_never_a_link() -> None:
    assert title("closes #12", lambda _: "https://a.example") == "closes #<!---->12"


@pytest.mark.parametrize("unit", ["[", "`", "``a", "`a", "<", "<!--", "@a", "fix #1 ", "_", "a_"])
def test_a_long_title_costs_no_more_for_each_character(unit: str) -> None:
    began = time.process_time()
    title(unit * 65_000)

    assert time.process_time() - began < 2


def test_backticks_of_every_length_are_paired_in_one_pass() -> None:
    began = time.process_time()
    title(" ".join("`" * length for length in range(1, 500)))

    assert time.process_time() - began < 2
