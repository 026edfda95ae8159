"""The components of a repository: parts with versions of their own, by settings and by tags."""

from domain.errors import NotFound
from projections.notes.series import Lineup
from projections.notes.settings import Component, Settings
from projections.view import View


def components(view: View, settings: Settings) -> tuple[Component, ...]:
    """All that the settings name, in their order, and then those that only tags bear.

    The repository as a whole, whose tags bear no name, is one of them where it has tags.
    """
    named = {one.name: one for one in settings.components}
    told = {name: Component(name) for name in Lineup(view, settings).components()}
    return tuple(
        (told | named)[name] for name in (*named, *(set_ for set_ in told if set_ not in named))
    )


def component_of(view: View, name: str, settings: Settings) -> Component | None:
    """A component by its name; None for the repository as a whole.

    `NotFound` where neither settings nor tags know it.
    """
    found = next((one for one in settings.components if one.name == name), None)
    if found is not None or not name:
        return found
    known = Lineup(view, settings).components()
    if name in known:
        return Component(name)
    names = [one for one in (*known, *(one.name for one in settings.components)) if one]
    raise NotFound(f"no component {name} is known here: {_advice(name, names)}")


def component_of_tag(tag: str, lineup: Lineup, settings: Settings) -> Component | None:
    """The component that a tag releases; None for the repository as a whole."""
    name = lineup.read(tag).component
    found = (one for one in settings.components if one.name == name)
    return next(found, Component(name) if name else None)


def _advice(name: str, names: list[str]) -> str:
    if not names:
        return "no tag bears a name before its version, and no settings name one"
    from difflib import get_close_matches  # noqa: PLC0415 - most names are known

    near = get_close_matches(name, names, n=3) or sorted(names)[:5]
    return f"there is {', '.join(near)}"
