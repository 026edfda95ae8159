"""The audience: the public is not told what is the team's own, in any format."""

import pytest

from domain.errors import NotFound
from projections.notes.answer import Advisory, NextVersion, Notes
from projections.notes.settings import Audience, Settings
from service.formats import FORMATS, INTERNAL, Options, render
from tests.notes import MIRA, NOOR, entry, heading, newcomer, notes
from tests.service.formats.sample import SETTINGS, edited

SECRET = "Rotate the keys"


def kept_secret() -> Notes:
    """A secret in every place where an entry can stand."""
    secret = entry(66, SECRET, internal=True, breaking=True, highlighted=True)
    hidden = entry(67, f"{SECRET} twice", listed=False, reason="hidden")
    return notes(
        heading("Features", entry(1), secret),
        heading("Inside", entry(68, f"{SECRET} again"), internal=True),
        highlights=(secret,),
        breaking=(secret,),
        unlisted=(hidden,),
        contributors=(newcomer(MIRA, entry(1)), newcomer(NOOR, secret)),
        advisories=(Advisory("GHSA-1", "high", SECRET, "", ("pull:66",), ()),),
        next=NextVersion("1.2.0", "2.0.0", "v2.0.0", "major", f"{SECRET} is breaking"),
        problems=(f"{SECRET}: no such section",),
    )


@pytest.mark.parametrize("name", FORMATS)
def test_the_public_is_not_told_what_is_internal_or_hidden(name: str) -> None:
    told = render(name, kept_secret(), Options(template="plain", settings=SETTINGS))

    assert SECRET not in told
    assert "#66" not in told
    assert "Add a lamp" in told


def test_who_did_nothing_else_is_not_among_the_contributors() -> None:
    told = render("markdown", kept_secret())

    assert "@mira made their first contribution" in told
    assert "@noor" not in told


@pytest.mark.parametrize("name", ["markdown", "json", "html", "text", "slack", "liquid"])
def test_the_team_is_told_everything(name: str) -> None:
    options = Options(audience=INTERNAL, template="plain", settings=SETTINGS)

    assert f"{SECRET} again" in render(name, kept_secret(), options)


def test_the_number_of_the_next_version_is_public_where_its_reason_is_not() -> None:
    told = render("json", kept_secret())

    assert '"version":"2.0.0"' in told
    assert "is breaking" not in told


def test_a_reason_that_names_nothing_private_is_public() -> None:
    asked = NextVersion("1.2.0", "1.3.0", "v1.3.0", "minor", "Add a lamp is a feature")

    assert "Add a lamp is a feature" in render("json", notes(heading("", entry()), next=asked))


def test_an_audience_of_the_teams_own_does_not_see_what_is_hidden_from_it() -> None:
    partners = Audience("partners", internal=True, hidden_sections=("Inside",))
    options = Options(audience="partners", settings=Settings(audiences=(partners,)))

    told = render("markdown", kept_secret(), options)

    assert f"{SECRET} again" not in told
    assert SECRET in told


def test_an_audience_that_nobody_named_is_refused_with_those_that_are() -> None:
    with pytest.raises(NotFound, match="no audience everyone: there are internal, public"):
        render("markdown", notes(), Options(audience="everyone"))


def test_an_edited_title_is_public_and_its_editor_is_not() -> None:
    lamp = entry(1, edit=edited("pull:1"))

    told = render("json", notes(heading("", lamp)))

    assert "it matters most" not in told
    assert '"position":7' in told
