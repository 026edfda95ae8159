"""Which settings hold: the team's own, else those of other tools, else the defaults."""

from datetime import UTC, datetime

import pytest

from domain.configuration import FileObserved
from projections.notes.edits import Notebook, UploadedFile
from projections.notes.found_settings import PATHS, settings_of
from projections.notes.settings import Component, Section, Series, Settings
from tests.projections.notes.brought import noted, outline, pull
from tests.story import Story, StoryView, sha

OURS, GITHUB, DRAFTER = ".shipledger.yml", ".github/release.yml", ".github/release-drafter.yml"
PLEASE, MANIFEST = "release-please-config.json", ".release-please-manifest.json"
FILES = {
    OURS: "notes: {sections: [{title: Ours, labels: '*'}]}",
    GITHUB: "changelog: {categories: [{title: GitHub, labels: ['*']}]}",
    DRAFTER: "categories: [{title: Drafter}]",
}


@pytest.fixture
def story() -> Story:
    return Story()


def observe(story: Story, path: str, content: str, **known: object) -> None:
    story.tell(FileObserved, path=path, content=content, sha=sha(f"{path} {content}"), **known)


def uploaded(view: StoryView, path: str, content: str) -> StoryView:
    at = datetime(2026, 3, 14, tzinfo=UTC)
    file = UploadedFile(path, content, "mira", "so that it holds at once", at, 9)
    view.notebook = lambda: Notebook(files={path: file})  # type: ignore[method-assign]
    return view


def test_without_any_file_the_defaults_hold(story: Story) -> None:
    assert settings_of(story.view()) == Settings()


@pytest.mark.parametrize("first", [OURS, GITHUB, DRAFTER])
def test_the_first_of_the_files_counts_and_is_named(story: Story, first: str) -> None:
    there = list(FILES)[list(FILES).index(first) :]
    for path in reversed(there):
        observe(story, path, FILES[path])
    found = settings_of(story.view())
    short = sha(f"{first} {FILES[first]}")[:7]
    assert (found.source, found.path) == (f"{first} at {short}", first)
    assert found.ref == sha(f"{first} {FILES[first]}")


def test_a_file_counts_as_it_stood_last_and_not_when_it_is_gone(story: Story) -> None:
    observe(story, GITHUB, FILES[GITHUB])
    before = story.now()
    observe(story, GITHUB, "changelog: {exclude: {labels: [skip]}}")
    assert settings_of(story.view()).excluded_labels == ("skip",)
    observe(story, GITHUB, "", gone=True)
    assert settings_of(story.view()).source == "defaults"
    assert settings_of(story.view(as_at=before)).sections[0].title == "GitHub"


def test_what_a_person_gave_goes_before_what_the_repository_has(story: Story) -> None:
    observe(story, GITHUB, FILES[GITHUB])
    found = settings_of(uploaded(story.view(), GITHUB, "changelog: {}"))
    assert (found.sections, found.source, found.ref) == ((), f"{GITHUB}, given by mira", "")


def test_our_file_may_extend_that_of_another_tool(story: Story) -> None:
    observe(story, GITHUB, FILES[GITHUB])
    observe(story, OURS, f"notes: {{extends: {GITHUB}, series: {{policy: ancestor}}}}")
    found = settings_of(story.view())
    assert (found.mode, found.sections[0].title) == ("github", "GitHub")
    assert found.series == (Series(policy="ancestor"),)
    assert "which extends .github/release.yml at" in found.source


@pytest.mark.parametrize("named", [DRAFTER, "README.md", OURS])
def test_what_it_extends_must_be_there(story: Story, named: str) -> None:
    observe(story, GITHUB, FILES[GITHUB])
    observe(story, OURS, f"notes: {{extends: {named}}}")
    assert settings_of(story.view()).problems == (
        f"{OURS}: notes.extends names {named}, and can name: {GITHUB}",
    )


def test_release_please_tells_components_and_sections(story: Story) -> None:
    text = """{
\t"include-component-in-tag": true,
\t"changelog-sections": [
\t\t{"type": "feat", "section": "New"}, {"type": "chore", "hidden": true, "section": "Chores"}
\t],
\t"packages": {
\t\t".": {"package-name": "whole"},
\t\t"web": {"component": "site", "exclude-paths": ["web/docs"]},
\t\t"web/api": {"package-name": "@acme/api"}
\t},
\t"bump-minor-pre-major": true
}"""
    observe(story, PLEASE, text)
    found = settings_of(story.view())
    assert found.problems == ()
    assert found.components == (
        Component("whole"),
        Component("site", paths=("web",), excluded_paths=("web/docs", "web/api")),
        Component("api", paths=("web/api",)),
    )
    assert found.sections[1:] == (Section("New", types=("feat",), bump="minor"),)
    notes = noted(pull(1, "feat: a"), pull(2, "fix!: b"), pull(3, "chore: c"), settings=found)
    assert outline(notes) == {"⚠ BREAKING CHANGES": ["b"], "New": ["a"]}


def test_release_please_without_sections_has_its_usual_ones(story: Story) -> None:
    observe(story, PLEASE, '{"packages": {".": {"component": "app"}}}')
    found = settings_of(story.view())
    assert found.components == ()
    assert [one.title for one in found.sections][1:3] == ["Features", "Bug Fixes"]


def test_a_manifest_alone_tells_the_folders(story: Story) -> None:
    observe(story, MANIFEST, '{".": "1.0.0", "libs/core": "2.0.0"}')
    assert settings_of(story.view()).components == (Component("core", paths=("libs/core",)),)


def test_the_paths_are_those_that_an_import_needs_to_read() -> None:
    assert {OURS, GITHUB, DRAFTER, PLEASE, MANIFEST} <= set(PATHS)
