"""The components of a repository, as tags and settings tell of them."""

from domain.version import read
from projections.notes.settings import Component, Settings
from projections.view import View


def component_of(name: str, settings: Settings) -> Component | None:
    """The component of a name; None for the repository as a whole, where nothing sets it apart."""
    for component in settings.components:
        if component.name == name:
            return component
    return Component(name) if name else None


def components(view: View, settings: Settings) -> tuple[Component, ...]:
    """All that settings or tags tell of; the repository as a whole is not among them."""
    told = (component for component in view.names.components() if component)
    names = dict.fromkeys((*(one.name for one in settings.components), *told))
    found = (component_of(name, settings) for name in names)
    return tuple(component for component in found if component)


def component_of_tag(tag: str, settings: Settings) -> Component | None:
    return component_of(read(tag).component, settings)
