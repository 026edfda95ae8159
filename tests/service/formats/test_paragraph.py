"""A paragraph by an author or an editor: it keeps its form, and does nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.formats.paragraph import PLAIN, paragraph
from service.formats.parsed import is_harmless
from tests.service.formats.reading import Page, rendered
from tests.service.formats.test_escape import PARTS, titles


def test_a_paragraph_keeps_its_form() -> None:
    text = (
        "Use `new()`, see [the guide](https://a.example/b).\n\n- *one*\n- two\n\n```py\n@app\n```"
    )

    assert paragraph(text) == text


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("<b>bold</b>", r"\<b>bold\</b>"),
        ("</details>", r"\</details>"),
        ("ask @acme/team", "ask @<!---->acme/team"),
        ("closes #1", "closes #<!---->1"),
        ("a < b", r"a \< b"),
        ("\u202ereversed", "⟨U+202E⟩reversed"),
        ("", ""),
        (" \n\t\n ", ""),
    ],
)
def test_what_would_act_is_disarmed(written: str, printed: str) -> None:
    assert paragraph(written) == printed


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,a)",
        "- a\n  ```\nfoo <img src=x> @acme/team\n```",
        "`\n\n[v1.2.0]: https://evil.example\n\n`",
    ],
)
def test_what_cannot_be_disarmed_is_printed_as_it_was_typed(text: str) -> None:
    page = Page(rendered(paragraph(text)))

    assert set(page.tags) <= {"p", "br", "code"}
    assert page.links == []
    assert set(page.comments) <= {""}


def test_a_paragraph_gives_no_address_to_words_elsewhere() -> None:
    html = rendered(f"- {paragraph('[v1.2.0]: https://evil.example')}\n\n## [v1.2.0]\n")

    assert "href" not in html


@given(st.lists(st.one_of(titles, st.sampled_from((*PARTS, "\n", "\n\n", "    "))), max_size=8))
def test_no_paragraph_holds_html_or_a_mention_or_leads_elsewhere(parts: list[str]) -> None:
    html = rendered(f"- {indented(paragraph(''.join(parts)))}\n\n## the next\n")

    page = Page(html)
    assert html.endswith("<h2>the next</h2>\n")
    assert set(page.comments) <= {""}
    assert not {"script", "b", "details"} & set(page.tags)
    assert all(one.startswith(("http://", "https://")) for one in page.links)


@given(
    st.lists(st.sampled_from((*"ahw1 ,.:/#!-_*`'", "https://", "www.", "mailto:", r"\<", r"\<!--")))
    .map("".join)
    .filter(PLAIN.fullmatch)
)
def test_what_is_passed_over_is_harmless_to_the_parser(plain: str) -> None:
    assert is_harmless(plain)


def indented(text: str) -> str:
    return text.replace("\n", "\n  ")
