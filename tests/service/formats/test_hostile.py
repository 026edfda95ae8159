"""Hostile titles through every format: none leaves its place, and none costs much."""

import json
import time
from xml.etree import ElementTree

import pytest

from projections.who import Who
from service.formats import FORMATS, Options, render
from service.formats.code_spans import pieces
from service.seen import line
from tests.notes import entry, heading, newcomer, notes
from tests.service.formats.reading import Page, items
from tests.service.formats.sample import SETTINGS

TITLES = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "[click](javascript:alert(1))",
    "<!-- shipledger:end -->",
    "]]> --> </details></ul></section>",
    "closes #1, cc @acme/everyone <!channel> <@U1>",
    "a\n## b\n- c",
    "\r\n\r\n* forged by @admin",
    "```\n~~~",
    "\u202egnp.exe\u2066",
    "{{ release }} {% for a in b %} $BODY $CHANGES",
    "| a | b |\n|---|---|",
    "nul\x00 bell\x07 ff\x0c nel\x85 ls\u2028 non\ufffe",
    "- - - 1. # >",
)
SLOW, REST = pytest.mark.slow, ("`", "@a ", "&", "*", "$A", "{{")
every_format = pytest.mark.parametrize("name", FORMATS)
every_title = pytest.mark.parametrize("title", TITLES)
OPTIONS = Options(template="plain", settings=SETTINGS)


def printed(name: str, title: str) -> str:
    """The title wherever strangers' words may stand."""
    hostile = entry(1, title, scope=title, text=title, author=Who(title, "git"))
    said = entry(2, title, breaking=True, breaking_text=title, advisories=(title,))
    told = notes(
        heading(title, hostile, entry(3, "the next")),
        breaking=(said,),
        contributors=(newcomer(Who(title), hostile),),
        note=title,
        yanked=title,
        settings_path="a.yml",
        settings_ref=title,
    )
    return render(name, told, OPTIONS)


@every_title
@pytest.mark.parametrize("name", ["html", "html-fragment"])
def test_html_holds_nothing_of_theirs_but_text(name: str, title: str) -> None:
    page = Page(printed(name, title))

    assert not {"script", "style", "img", "iframe", "details"} & set(page.tags)
    assert page.comments == []
    assert page.attributes <= {"href", "rel", "lang", "charset", "name", "content", "datetime"}
    assert all(link.startswith("https://github.com/acme/app/") for link in page.links)
    assert "".join(piece.text for piece in pieces(line(title))) in page.text
    assert page.tags.count("section") == 1


@every_title
@pytest.mark.parametrize("name", ["markdown", "keep-a-changelog"])
def test_in_markdown_a_title_stays_in_its_item(name: str, title: str) -> None:
    told = render(name, notes(heading("Fixed", entry(1, title), entry(2, "the next"))), OPTIONS)

    one, other = items(told)
    assert line(title).replace("`", "") in one.replace("`", "")
    assert other.startswith("the next")


@every_title
@pytest.mark.parametrize("name", ["github", "drafter"])
def test_where_titles_stand_verbatim_they_stay_on_their_line(name: str, title: str) -> None:
    harmless, told = (
        render(name, notes(heading("Fixed", entry(1, one), entry(2, "the next"))), OPTIONS)
        for one in ("a title", title)
    )

    unlike = zip(harmless.splitlines(), told.splitlines(), strict=True)
    assert [one.startswith("* a title") for one, other in unlike if one != other] == [True]


@every_title
def test_atom_stays_xml(title: str) -> None:
    feed = ElementTree.fromstring(printed("atom", title))

    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == 1


@every_title
@pytest.mark.parametrize("name", ["json", "git-cliff", "slack"])
def test_json_stays_json(name: str, title: str) -> None:
    assert json.loads(printed(name, title))


@every_title
def test_in_slack_nobody_is_called(title: str) -> None:
    texts = printed("slack", title)

    assert "<!" not in texts
    assert "<@" not in texts


@every_title
def test_in_text_a_title_stays_on_its_lines(title: str) -> None:
    told = render("text", notes(heading("Fixed", entry(1, title), entry(2, "the next"))), OPTIONS)

    assert len([one for one in told.splitlines() if one.startswith("- ")]) == 2


@pytest.mark.parametrize("name", ["drafter", "liquid"])
def test_no_title_is_read_as_a_template(name: str) -> None:
    title = "{{ release }} {% for a in b %} $BODY $CHANGES $NUMBER"

    told = render(name, notes(heading("Fixed", entry(1, title))), OPTIONS)

    assert title in told.replace("\\", "")


@every_format
@pytest.mark.parametrize("unit", ["[", "<", *(pytest.param(one, marks=SLOW) for one in REST)])
def test_a_title_of_65_000_characters_is_printed_at_once(name: str, unit: str) -> None:
    long = unit * (65_000 // len(unit))
    began = time.process_time()
    printed(name, long)

    assert time.process_time() - began < 5
