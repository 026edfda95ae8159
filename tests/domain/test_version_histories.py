"""The tags of real histories, each read as its project means it."""

from collections import Counter
from pathlib import Path

import pytest

from domain.version import Version, read

pytestmark = pytest.mark.corpus


def tags(corpora: Path, history: str) -> list[Version]:
    refs = (corpora / "histories" / f"{history}.refs").read_text().splitlines()
    names = [ref.partition(" refs/tags/")[2] for ref in refs if " refs/tags/" in ref]
    return sorted(map(read, names), key=lambda version: (version.component, version.key))


def names(versions: list[Version]) -> list[str]:
    return [version.name for version in versions]


@pytest.mark.parametrize(
    ("history", "components"),
    [
        ("semantic-pr", {"": 66}),
        ("git-cliff", {"": 128}),
        ("flask", {"": 69}),
        ("pydantic", {"": 205, "core": 10}),
        ("rails", {"": 552}),
        (
            "vite",
            {
                "": 659,
                "create-app": 37,
                "create-vite": 95,
                "plugin-legacy": 96,
                "plugin-react": 37,
                "plugin-react-refresh": 14,
                "plugin-vue": 68,
                "plugin-vue-jsx": 35,
            },
        ),
    ],
)
def test_every_tag_belongs_to_its_component(
    corpora: Path, history: str, components: dict[str, int]
) -> None:
    assert Counter(version.component for version in tags(corpora, history)) == components


@pytest.mark.parametrize("history", ["semantic-pr", "git-cliff", "pydantic", "rails", "vite"])
def test_every_tag_is_a_version(corpora: Path, history: str) -> None:
    assert all(version.versioned for version in tags(corpora, history))


def test_a_tag_that_names_a_line_is_no_version(corpora: Path) -> None:
    none = [version for version in tags(corpora, "flask") if not version.versioned]

    assert names(none) == ["0.12.x", "1.0.x", "1.1.x", "2.0.x", "2.1.x", "2.2.x", "2.3.x"]


def test_prereleases_lead_to_their_release(corpora: Path) -> None:
    of_rails = {version.name: version for version in tags(corpora, "rails")}
    led = [name for name, version in of_rails.items() if version.core == "6.0.0"]

    assert led == [
        "v6.0.0.beta1",
        "v6.0.0.beta2",
        "v6.0.0.beta3",
        "v6.0.0.rc1",
        "v6.0.0.rc2",
        "v6.0.0",
    ]
    assert of_rails["v5.2.8.1"].final
    assert not of_rails["v2.3.9.pre"].final


def test_old_and_odd_spellings_stand_where_they_belong(corpora: Path) -> None:
    rails, pydantic = names(tags(corpora, "rails")), names(tags(corpora, "pydantic"))

    start = rails.index("v2.0.0_PR")
    assert rails[start : start + 4] == ["v2.0.0_PR", "v2.0.0_RC1", "v2.0.0_RC2", "v2.0.0"]
    start = rails.index("v5.0.0.beta1")
    assert rails[start : start + 3] == ["v5.0.0.beta1", "v5.0.0.beta1.1", "v5.0.0.beta2"]
    start = pydantic.index("V0.17")
    assert pydantic[start - 1 : start + 2] == ["v0.16.1", "V0.17", "v0.18"]
