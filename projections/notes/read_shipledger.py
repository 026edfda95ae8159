"""`.shipledger.yml`: our own settings of notes, under the key `notes:`."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from domain.calver import fault_of_pattern
from projections.notes.pattern import fault_of
from projections.notes.read_github import unreachable
from projections.notes.reading import Kind, read
from projections.notes.settings import (
    ANCESTOR,
    CUMULATIVE,
    STABLE,
    Audience,
    Component,
    Section,
    Series,
    Settings,
)
from projections.notes.shape import Any_, Flag, Many, Named, Number, Part, Text

_SCHEMES = ("auto", "semver", "pep440", "calver")
_BUMPS = ("major", "minor", "patch")
DEFAULT = Settings()

_SERIES = Part(
    {
        "match": Text("a glob on the tag's name; the first series that matches counts", "*"),
        "scheme": Text(
            "how its versions are read: auto, semver, pep440, calver, or a pattern (RE2) with the "
            "groups major, minor, patch and pre",
            "auto",
        ),
        "policy": Text(
            "what a version is compared with: the highest lower one that existed then, where a "
            "final release skips prereleases (stable); always the last final release "
            "(cumulative); or the newest tag in its history, as GitHub does it (ancestor)",
            STABLE,
            choices=(STABLE, CUMULATIVE, ANCESTOR),
        ),
    },
    about="how versions are ordered, and what each is compared with",
)
_COMPONENT = Part(
    {
        "name": Text("what it is called, as in its tags"),
        "tags": Text("a pattern (RE2) of its tags, with one group for the version", pattern=True),
        "paths": Many(Text(), "globs of the files that belong to it"),
        "exclude-paths": Many(Text(), "globs of files that do not, though `paths` names them"),
    },
    required=("name",),
    about="a part of the repository with versions of its own",
)
_SECTION = Part(
    {
        "title": Text("the heading"),
        "labels": Many(Text(), "labels that put a change here; '*' takes what no other took"),
        "labels-mode": Text(
            "how many of the labels it takes", "any", choices=("any", "all", "only", "exactly")
        ),
        "types": Many(Text(), "types of Conventional Commits"),
        "scopes": Many(Text(), "scopes of Conventional Commits"),
        "paths": Many(Text(), "globs of files"),
        "trailers": Many(Text(), "values of GitLab's trailer `Changelog:`"),
        "breaking": Flag("whether breaking changes stand here"),
        "exclude": Part(
            {"labels": Many(Text()), "authors": Many(Text())}, about="what stands elsewhere"
        ),
        "exclusive": Flag("whether no later section takes the change, too", otherwise=True),
        "collapse-after": Number("how many lines stay visible before the rest is folded away"),
        "internal": Flag("whether only the team reads it"),
        "bump": Text("what it asks of the next version", choices=_BUMPS),
    },
    required=("title",),
    about="a heading, and what comes under it",
)
_NOTES = Part(
    {
        "extends": Text("another settings file of the repository, whose settings hold else"),
        "mode": Text(
            "how sections are chosen: by type, then by label (conventional); the first that "
            "matches (github); every one that matches (drafter)",
            choices=("conventional", "github", "drafter"),
        ),
        "lenient": Flag("whether near-Conventional titles count", otherwise=None),
        "series": Many(_SERIES),
        "components": Many(_COMPONENT),
        "sections": Many(_SECTION),
        "exclude": Part(
            {
                "labels": Many(Text()),
                "authors": Many(Text()),
                "paths": Many(Text()),
                "contributors": Many(Text()),
            },
            about="what is left out",
        ),
        "include": Part(
            {"labels": Many(Text()), "paths": Many(Text())}, about="nothing else is listed"
        ),
        "bots": Part(
            {
                "listed": Flag("whether changes by bots are listed", otherwise=None),
                "names": Many(Text(), "accounts that are bots, with or without [bot]"),
            }
        ),
        "dependencies": Text(
            "whether the updates of one dependency become one line", choices=("fold", "list")
        ),
        "backports": Text(
            "whether what another line released before is listed, and says so, or is left out",
            choices=("annotate", "drop"),
        ),
        "versioning": Text("semver, or a pattern of CalVer such as YYYY.0M.MICRO"),
        "order": Text(
            "of the changes in a section",
            choices=("newest", "oldest", "title", "title-descending"),
        ),
        "audiences": Named(
            Part(
                {
                    "internal": Flag("whether they see internal sections"),
                    "hide": Many(Text(), "titles of sections that they do not see"),
                }
            ),
            "readers, by name",
        ),
        "templates": Named(Text(), "templates in Liquid, by name"),
    },
    about="release notes and change logs",
)
SHAPE = Part({"notes": _NOTES, "version": Any_("the version of this file's own form")})


def read_shipledger(path: str, text: str) -> tuple[Settings, str]:
    """The settings, and the file that they extend; see `extended`."""
    extends: list[str] = []

    def meaning(told: dict[str, Any], problems: list[str]) -> Settings:
        extends.append(told["notes"]["extends"])
        return _settings(told["notes"], problems)

    settings = read(Kind(SHAPE, meaning), path, text)
    return settings, extends[0] if extends else ""


def schema() -> dict[str, Any]:
    """The JSON Schema of the file, for editors that check as one writes."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": ".shipledger.yml",
        **SHAPE.schema(),
    }


def extended(own: Settings, base: Settings) -> Settings:
    """The base, with all that the team's own file says laid over it."""
    said = {
        name: getattr(own, name)
        for name in Settings.__dataclass_fields__
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
