"""A release with something of everything, the one before it, and what is unreleased."""

from datetime import UTC, datetime

from msgspec.structs import replace

from projections.change import Reverted
from projections.notes.answer import Advisory, NextVersion, Notes
from projections.notes.edits import Edit
from projections.notes.settings import Settings
from projections.who import Who
from service.formats import Options
from tests.notes import DAY, MIRA, NOOR, ROBOT, entry, heading, newcomer, notes

TEMPLATE = """\
{% for release in releases %}# {{ release.title }}
{% for section in release.sections %}
{{ section.title }}:
{% for change in section.changes %}- {{ change.title | markdown }}
{% endfor %}{% endfor %}{% endfor %}"""

SETTINGS = Settings(
    templates={"plain": TEMPLATE},
    drafter={
        "template": "## Changes since $PREVIOUS_TAG\n\n$CHANGES\n\nThanks to $CONTRIBUTORS",
        "category-template": "### $TITLE",
    },
)
OPTIONS = Options(template="plain", settings=SETTINGS)


def unreleased() -> Notes:
    """One change after the release."""
    lamp = entry(20, "Dim the lamp", type="feat", at=DAY)
    return notes(heading("Features", lamp), tag="", previous="v1.3.0")


def release() -> Notes:
    """v1.3.0, read with a file of settings."""
    lamp = entry(11, "Add a lamp with a `switch`", type="feat", also_in=("v1.2.9",), scope="light")
    gone = entry(
        12,
        "Drop the candle",
        type="feat",
        breaking=True,
        breaking_text="Use a lamp, see [the guide](https://example.org/lamps).",
    )
    loud = entry(13, "Mend the bell", author=NOOR, type="fix", text="It rings *again*.")
    loud = replace(loud, highlighted=True, edit=edited(loud.change.key))
    dark = Reverted("pull:9", "#9", "number", inside=False, shipped_in="v1.2.0")
    back = entry(14, 'Revert "Darken all"', net="reverts", reverts=(dark,), author=NOOR)
    bulb = entry(
        15,
        "Update bulb 1.0 -> 1.3",
        author=ROBOT,
        folds=("pull:15", "pull:16"),
        fold_numbers=(15, 16),
    )
    older = entry(16, "Update bulb 1.0 -> 1.2", author=ROBOT, listed=False, reason="folded")
    lone = entry(None, "Sweep the floor", author=Who("Ada Lovelace", "git"), sha="ab" * 20)
    secret = entry(17, "Rotate the keys", internal=True)
    return notes(
        heading("Features", lamp, gone),
        heading("Fixes", loud, back),
        heading("Dependencies", bulb, lone, collapse_after=1),
        heading("Inside the house", secret, internal=True),
        highlights=(loud,),
        breaking=(gone,),
        unlisted=(older,),
        contributors=(newcomer(NOOR, loud), newcomer(MIRA, lamp)),
        advisories=(
            Advisory("GHSA-1", "high", "A spark", "https://github.com/advisories/GHSA-1", (), ()),
        ),
        next=NextVersion("1.2.0", "2.0.0", "v2.0.0", "major", "Drop the candle is breaking"),
        settings_path=".github/release.yml",
        settings_ref="main",
    )


def edited(key: str) -> Edit:
    at = datetime(2026, 6, 2, tzinfo=UTC)
    return Edit(key, "noor", "it matters most", at, 7, highlight=True)


def first() -> Notes:
    """v1.2.0, before which there is nothing; it was yanked."""
    bell = entry(9, "Darken all", type="feat", at=DAY)
    day = datetime(2026, 5, 1, tzinfo=UTC)
    return notes(
        heading("Features", bell), tag="v1.2.0", previous="", date=day, yanked="It was too dark."
    )
