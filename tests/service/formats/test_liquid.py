"""Templates of one's own: they see the document, and cannot run for ever or grow without end."""

import re
import time

import pytest

from domain.errors import Malformed, NotFound
from projections.notes.settings import Settings
from service.formats import Options, render
from service.formats.liquid_bounds import SECONDS, OutOfTime, workshop
from tests.notes import entry, heading, notes
from tests.service.formats.sample import first, release

DOUBLED = (
    "{{% assign s = 'a' %}}{{% for i in (1..{}) %}}{{% assign s = s | append: s %}}{{% endfor %}}"
)


def printed(template: str, **others: str) -> str:
    templates = {"mine": template, **others}
    return render(
        "liquid", release(), Options(template="mine", settings=Settings(templates=templates))
    )


def test_a_template_sees_the_document() -> None:
    told = printed(
        "{{ release.title }} after {{ release.previous }}:"
        "{% for section in release.sections %}{% for change in section.changes %}"
        " {{ change.number }}{% endfor %}{% endfor %}; {{ releases | size }}, {{ left_out }}"
    )

    assert told == "v1.3.0 after v1.2.0: 11 12 13 14 15 ; 1, 0"


def test_a_template_prints_several_releases() -> None:
    settings = Settings(templates={"all": "{{ releases | map: 'title' | join: ', ' }}"})

    told = render("liquid", (release(), first()), Options(template="all", settings=settings))

    assert told == "v1.3.0, v1.2.0"


def test_a_title_is_escaped_where_the_template_asks_for_it() -> None:
    settings = Settings(
        templates={
            "mine": "{% assign c = release.sections[0].changes[0] %}"
            "{{ c.title | markdown }} {{ c.title | escape }}"
        }
    )

    told = render(
        "liquid",
        notes(heading("", entry(1, "<b>*x*"))),
        Options(template="mine", settings=settings),
    )

    assert told == r"\<b>\*x\* &lt;b&gt;*x*"


def test_templates_of_the_team_include_each_other() -> None:
    assert printed("{% include 'other' %}!", other="{{ release.tag }}") == "v1.3.0!"


@pytest.mark.parametrize(
    ("template", "limit"),
    [
        (
            "{% for i in (1..1000000000000) %}x{% endfor %}",
            "its loops take more than 100,000 turns",
        ),
        (
            "{% for i in (1..9999999999) limit: 1 offset: 9999999998 %}x{% endfor %}",
            "its loops take more than 100,000 turns",
        ),
        (
            "{% for a in (1..1000) %}{% for b in (1..1000) %}x{% endfor %}{% endfor %}",
            "its loops take more than 100,000 turns",
        ),
        (f"{DOUBLED.format(100)}", "its variables hold more than"),
        (
            "{% for i in (1..90000) %}{{ release.sections }}{% endfor %}",
            "it (writes more than 2,000,000 bytes|took more than 2 seconds)",
        ),
        ("{% include 'mine' %}", "include each other more than 30 deep"),
        ("{{ (1..1000000000) | join: ',' }}", "one of its steps makes more than"),
        ("{% assign n = 9999999999999999 %}{{ n | times: n }}", "one of its steps makes more"),
        (f"{DOUBLED.format(15)}{{{{ s | replace: 'a', s }}}}", "one of its steps makes more than"),
        (f"{'{% if true %}' * 40}x{'{% endif %}' * 40}", "its blocks are nested more than 30 deep"),
    ],
)
def test_a_template_that_goes_too_far_is_stopped_and_told_why(template: str, limit: str) -> None:
    began = time.process_time()

    with pytest.raises(Malformed, match=f"template mine was stopped: .*{limit}"):
        printed(template)
    assert time.process_time() - began < SECONDS + 3


def test_a_template_that_only_calls_others_runs_out_of_time() -> None:
    """Nine calls in each of nine templates are 387 million, without one loop or one character."""
    calling = {f"t{n}": f"{{% include 't{n + 1}' %}}" * 9 for n in range(9)} | {"t9": ""}

    with pytest.raises(Malformed, match="template mine was stopped: it took more than 2 seconds"):
        printed("{% include 't0' %}", **calling)


def test_time_is_measured_by_the_clock_that_is_given() -> None:
    moments = iter((0.0, 0.0, SECONDS + 1))
    template = workshop({"a": "{{ x }}{{ x }}"}, lambda: next(moments)).get_template("a")

    with pytest.raises(OutOfTime):
        template.render(x=1)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("{{ release.titel }}", "'titel' is undefined|titel"),
        ("{{ nothing }}", "nothing"),
        ("{% for %}", r"missing expression \(mine:1:3\)"),
        ("{{ release.title | shout }}", "unknown filter 'shout'"),
        ("{{ release.title | strip_html }}", "unknown filter 'strip_html'"),
        ("{% include '/etc/passwd' %}", "passwd"),
        ("{% include '../../pyproject.toml' %}", "pyproject"),
        ("{{ 1 | divided_by: 0 }}", "divide"),
    ],
)
def test_a_template_with_a_fault_is_told_where_it_is(template: str, words: str) -> None:
    with pytest.raises(Malformed, match=rf"template mine cannot be printed: .*({words})"):
        printed(template)


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("x" * 20_001, "mine: it is longer than 20,000 characters: divide it"),
        ("{" * 9_000, "three opening braces"),
        ("{{ a" + " " * 9_000 + "}}", "200 spaces or line breaks"),
        ("\n\n{{ a | ", "the {{ in line 3 is never closed: write }}"),
        ("{% if a %}\n{% endif", "the {% in line 2 is never closed: write %}"),
    ],
)
def test_what_liquid_would_read_for_minutes_is_not_given_to_it(template: str, words: str) -> None:
    with pytest.raises(Malformed, match=re.escape(words)):
        printed(template)
    with pytest.raises(Malformed, match=re.escape(words.removeprefix("mine: "))):
        printed("{% include 'other' %}", other=template)


@pytest.mark.parametrize(
    "unit",
    [
        *("{{ a }}", "{% if a %}", "{% raw %}", "{% doc %}", "{% comment %}"),
        *("{{ a | b: 1 }}", "{{ (1..", "{{ 'a", '{{ "a', "{{ a.", "{{ a and ", "{{ a[", "{%- "),
    ],
)
def test_rubbish_of_the_greatest_length_is_read_in_good_time(unit: str) -> None:
    began = time.process_time()

    with pytest.raises(Malformed):
        printed(unit * (19_900 // len(unit)) + " }} %}")
    assert time.process_time() - began < 5


def test_a_template_that_is_not_there_is_named_with_those_that_are() -> None:
    settings = Settings(templates={"a": "", "b": ""})

    with pytest.raises(NotFound, match=re.escape("no template c: there are a, b")):
        render("liquid", release(), Options(template="c", settings=settings))
    with pytest.raises(NotFound, match="no template was named: the settings have none"):
        render("liquid", release())
