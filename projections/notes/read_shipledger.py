"""`.shipledger.yml`: our own settings of notes, under the key `notes:`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from domain.calver import fault_of_pattern
from projections.notes.pattern import fault_of
from projections.notes.read_github import unreachable
from projections.notes.reading import Kind, read
from projections.notes.settings import Audience, Component, Section, Series, Settings
from projections.notes.shipledger_shape import SHAPE
from projections.publish import Publish

_SCHEMES = ("auto", "semver", "pep440", "calver")
DEFAULT = Settings()


def read_shipledger(path: str, text: str) -> tuple[Settings, str]:
    """The settings, and the file that they extend; see `extended`."""
    extends: list[str] = []

    def meaning(told: dict[str, Any], problems: list[str]) -> Settings:
        extends.append(told["notes"]["extends"])
        return replace(_settings(told["notes"], problems), publish=Publish(**told["publish"]))

    settings = read(Kind(SHAPE, meaning), path, text)
    return settings, extends[0] if extends else ""


def extended(own: Settings, base: Settings) -> Settings:
    """The base, with all that the team's own file says laid over it."""
    said = {
        name: getattr(own, name)
        for name in Settings.__struct_fields__
        if getattr(own, name) != getattr(DEFAULT, name)
    }
    problems = (*own.problems, *base.problems)
    source = f"{own.source}, which extends {base.source}"
    return replace(base, **said | {"problems": problems, "source": source})


def _settings(told: Mapping[str, Any], problems: list[str]) -> Settings:
    sections = tuple(_section(one) for one in told["sections"] if one["title"])
    problems.extend(unreachable(sections))
    problems.extend(_faults(told))
    exclude, include, bots = told["exclude"], told["include"], told["bots"]
    series = tuple(_series(one) for one in told["series"])
    return Settings(
        mode=told["mode"] or DEFAULT.mode,
        lenient=DEFAULT.lenient if told["lenient"] is None else told["lenient"],
        components=tuple(_component(one) for one in told["components"] if one["name"]),
        series=series or DEFAULT.series,
        sections=sections,
        excluded_labels=exclude["labels"],
        included_labels=include["labels"],
        excluded_authors=exclude["authors"],
        excluded_contributors=exclude["contributors"],
        excluded_paths=exclude["paths"],
        included_paths=include["paths"],
        bots=DEFAULT.bots if bots["listed"] is None else bots["listed"],
        bot_names=bots["names"],
        fold_dependencies=told["dependencies"] != "list",
        backports=told["backports"] or DEFAULT.backports,
        versioning=_versioning(told["versioning"]),
        order=told["order"] or DEFAULT.order,
        audiences=tuple(
            Audience(name, one["internal"], one["hide"]) for name, one in told["audiences"].items()
        ),
        templates=told["templates"],
    )


def _series(told: Mapping[str, Any]) -> Series:
    known = told["scheme"] in _SCHEMES or not _fault_of_scheme(told["scheme"])
    return Series(told["match"], told["scheme"] if known else "auto", told["policy"])


def _versioning(told: str) -> str:
    return DEFAULT.versioning if not told or fault_of_pattern(told) else told


def _component(told: Mapping[str, Any]) -> Component:
    return Component(told["name"], told["tags"], told["paths"], told["exclude-paths"])


def _section(told: Mapping[str, Any]) -> Section:
    return Section(
        title=told["title"],
        labels=told["labels"],
        labels_mode=told["labels-mode"],
        types=told["types"],
        scopes=told["scopes"],
        paths=told["paths"],
        trailers=told["trailers"],
        breaking=told["breaking"],
        excluded_labels=told["exclude"]["labels"],
        excluded_authors=told["exclude"]["authors"],
        exclusive=told["exclusive"],
        collapse_after=told["collapse-after"],
        internal=told["internal"],
        bump=told["bump"],
    )


def _faults(told: Mapping[str, Any]) -> Iterator[str]:
    """What the shape alone cannot see."""
    for number, one in enumerate(told["series"], 1):
        if one["scheme"] not in _SCHEMES and (wrong := _fault_of_scheme(one["scheme"])):
            yield f"notes.series[{number}].scheme {wrong}"
    versioning = told["versioning"]
    if versioning and versioning != DEFAULT.versioning and (wrong := fault_of_pattern(versioning)):
        yield f"notes.versioning {wrong}"
    yield from _twice("notes.components", (one["name"] for one in told["components"]))
    yield from _twice("notes.sections", (one["title"] for one in told["sections"]))


def _fault_of_scheme(pattern: str) -> str:
    if wrong := fault_of(pattern):
        return f"is none of {', '.join(_SCHEMES)}, and no pattern that RE2 reads: {wrong}"
    if "(?P<major>" not in pattern:
        return f"is none of {', '.join(_SCHEMES)}, and a pattern needs the group (?P<major>…)"
    return ""


def _twice(where: str, names: Iterable[str]) -> Iterator[str]:
    seen = set[str]()
    for name in names:
        if name and name in seen:
            yield f"{where} names «{name}» twice: give each its own name"
        seen.add(name)
