"""release-please: the components and sections of its configuration, and what it released last.

https://github.com/googleapis/release-please
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from projections.notes.reading import Kind, read
from projections.notes.settings import Component, Section, Settings
from projections.notes.shape import Flag, Many, Named, Part, Shape, Text

_SECTION = Part(
    {"type": Text(), "section": Text(), "hidden": Flag(), "scope": Text()}, required=("type",)
)
_OPTIONS: dict[str, Shape] = {
    "component": Text(),
    "package-name": Text(),
    "include-component-in-tag": Flag(otherwise=None),
    "changelog-sections": Many(_SECTION),
    "exclude-paths": Many(Text()),
}


class _Loose(Part, frozen=True):
    """Its many other options are for release-please alone."""

    def read(self, value: Any, where: str, problems: list[str]) -> dict[str, Any]:
        known = value
        if isinstance(value, Mapping):
            known = {key: one for key, one in value.items() if key in self.fields}
        return super().read(known, where, problems)


_PACKAGE = _Loose(_OPTIONS)
SHAPE = _Loose(_OPTIONS | {"packages": Named(_PACKAGE)})
MANIFEST = Named(Text())

# What it lists where the configuration names no sections.
_TYPES = {
    "feat": "Features",
    "fix": "Bug Fixes",
    "perf": "Performance Improvements",
    "deps": "Dependencies",
    "revert": "Reverts",
}
_BREAKING = Section("⚠ BREAKING CHANGES", breaking=True, bump="major")


def read_please(path: str, text: str) -> Settings:
    return read(Kind(SHAPE, _settings), path, text)


def read_manifest(path: str, text: str) -> Settings:
    """The manifest alone tells the folders, and no more."""
    return read(Kind(MANIFEST, _of_manifest), path, text)


def _of_manifest(told: dict[str, Any], _: list[str]) -> Settings:
    return _settings(SHAPE.read({"packages": {folder: {} for folder in told}}, "", []), [])


def _settings(told: dict[str, Any], _: list[str]) -> Settings:
    named = told["changelog-sections"] or next(
        (one["changelog-sections"] for one in told["packages"].values()), ()
    )
    shown = {one["type"]: one["section"] or one["type"] for one in named if not one["hidden"]}
    components = (_component(folder, package, told) for folder, package in told["packages"].items())
    paths = [folder for folder in told["packages"] if folder != "."]
    return Settings(
        components=tuple(_apart(one, paths) for one in components if one is not None),
        sections=(_BREAKING, *_sections(shown or _TYPES)),
        fold_dependencies=False,
    )


def _component(
    folder: str, package: Mapping[str, Any], told: Mapping[str, Any]
) -> Component | None:
    """`.` is the repository as a whole, unless it names a component of its own."""
    name = package["component"] or package["package-name"] or ""
    in_tag = package["include-component-in-tag"]
    in_tag = told["include-component-in-tag"] if in_tag is None else in_tag
    if folder == "." and (not name or in_tag is False or len(told["packages"]) == 1):
        return None
    plain = name.removeprefix("@").rpartition("/")[2] or folder.rpartition("/")[2]
    paths = () if folder == "." else (folder,)
    return Component(plain, paths=paths, excluded_paths=package["exclude-paths"])


def _apart(component: Component, folders: list[str]) -> Component:
    """A folder within that of another package belongs to the inner one alone."""
    inner = (one for one in folders for path in component.paths if one.startswith(f"{path}/"))
    return replace(component, excluded_paths=(*component.excluded_paths, *inner))


def _sections(shown: Mapping[str, str]) -> Iterator[Section]:
    titles: dict[str, list[str]] = {}
    for kind, title in shown.items():
        titles.setdefault(title, []).append(kind)
    for title, kinds in titles.items():
        bump = "minor" if "feat" in kinds else "patch"
        yield Section(title, types=tuple(kinds), bump=bump)
