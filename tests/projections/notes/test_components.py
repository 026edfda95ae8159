"""The components of a repository: those of its settings, and those that only tags bear."""

from projections.notes.components import component_of, component_of_tag, components
from projections.notes.series import Lineup
from projections.notes.settings import Component, Settings
from projections.view import View
from tests.story import Story

WEB = Component("web", paths=("web/**",))
API = Component("api", tags=r"service/(.+)")


def view(*tags: str) -> View:
    story = Story()
    commit = story.commit("a")
    for tag in tags:
        story.cut(tag, commit)
    return story.view()  # type: ignore[return-value]


def test_settings_come_first_and_then_what_only_tags_bear() -> None:
    told = view("v1.0.0", "web-v1.0.0", "core@1.0.0")
    assert components(told, Settings(components=(WEB, API))) == (
        *(WEB, API),
        *(Component(""), Component("core")),
    )


def test_without_settings_tags_tell_them() -> None:
    assert components(view("create-vite@5.0.0"), Settings()) == (Component("create-vite"),)


def test_a_pattern_takes_its_tags_from_the_component_that_their_name_says() -> None:
    told, settings = view("service/1.0.0"), Settings(components=(API,))
    assert components(told, settings) == (API,)
    assert component_of_tag("service/1.0.0", Lineup(told, settings), settings) == API


def test_the_repository_as_a_whole_is_none_unless_it_is_settled() -> None:
    told, root = view("v1.0.0"), Component("", excluded_paths=("docs/**",))
    assert component_of(told, "", Settings()) is None
    assert component_of(told, "", Settings(components=(root,))) == root
