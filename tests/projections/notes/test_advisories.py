"""Security advisories that a range names, or patches."""

import pytest

from domain.artifact import AdvisoryPublished, AdvisoryReported
from tests.projections.notes.brought import noted, of, outline, pull
from tests.story import Story

GHSA, CVE = "GHSA-2345-6789-cfgh", "CVE-2026-12345"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.tell(
        AdvisoryPublished,
        ghsa=GHSA,
        cve=CVE,
        severity="high",
        summary="A page may be read by strangers",
        patched=("app@1.3.0", "app@1.2.7, 1.1.9"),
        url="https://github.com/acme/app/security/advisories/x",
    )
    return story


@pytest.mark.parametrize("named", [GHSA, CVE])
def test_an_advisory_that_a_change_names_is_told_with_all_that_is_known(
    story: Story, named: str
) -> None:
    found = noted(pull(1, "Escape it", body=f"This is {named}."), story=story, tag="v2.0.0")
    (advisory,) = found.advisories
    assert (advisory.id, advisory.severity, advisory.changes) == (GHSA, "high", ("pull:1",))
    assert advisory.summary == "A page may be read by strangers"
    assert advisory.positions == (1,)
    assert of(found, 1).advisories == (named,)


@pytest.mark.parametrize(
    ("tag", "patches"), [("v1.3.0", True), ("v1.1.9", True), ("v1.4.0", False)]
)
def test_an_advisory_names_the_versions_that_patch_it(
    story: Story, tag: str, patches: bool
) -> None:
    found = noted(pull(1, "Tidy"), story=story, tag=tag)
    assert [one.id for one in found.advisories] == ([GHSA] if patches else [])


def test_an_id_that_no_fact_tells_of_is_listed_by_its_name(story: Story) -> None:
    found = noted(
        pull(1, "Fix CVE-2025-1111"),
        pull(2, "x", body="GHSA-cfgh-2345-6789"),
        story=story,
        tag="v9",
    )
    assert [(one.id, one.url) for one in found.advisories] == [
        ("CVE-2025-1111", "https://www.cve.org/CVERecord?id=CVE-2025-1111"),
        ("GHSA-cfgh-2345-6789", "https://github.com/advisories/GHSA-cfgh-2345-6789"),
    ]


def test_what_was_only_reported_is_not_public(story: Story) -> None:
    story.tell(AdvisoryReported, ghsa="GHSA-9999-9999-9999", patched=("app@1.3.0",))
    assert [one.id for one in noted(story=story).advisories] == [GHSA]


def test_an_advisory_in_the_title_makes_it_a_matter_of_security() -> None:
    found = noted(pull(1, "fix: escape it (CVE-2025-1111)"), pull(2, "fix: other"))
    assert list(outline(found)) == ["Security", "Bug fixes"]
    assert of(found, 1).why == "under «Security»: its title names CVE-2025-1111"


def test_the_notes_that_an_update_quotes_are_of_its_dependency() -> None:
    found = noted(pull(1, "Bump foo from 1.0 to 1.1", body="Fixes CVE-2025-1111"))
    assert found.advisories == ()
