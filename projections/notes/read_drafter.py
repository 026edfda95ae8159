"""`.github/release-drafter.yml`: the sections, templates and version rules of release-drafter 7.

https://github.com/release-drafter/release-drafter
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from projections.notes.pattern import fault_of
from projections.notes.reading import Kind, read
from projections.notes.settings import Condition, Replacer, Section, Settings
from projections.notes.shape import Any_, Flag, Many, Number, Part, Shape, Text

_MODES = ("any", "all", "only", "exactly")
_BUMPS = ("major", "minor", "patch")

# Its texts, and what each is where the file says nothing.
TEMPLATES: Mapping[str, str] = {
    "template": "",
    "header": "",
    "footer": "",
    "category-template": "## $TITLE",
    "change-template": "* $TITLE (#$NUMBER) $AUTHORS",
    "change-author-template": "$MENTION",
    "change-authors-separator": ", ",
    "change-authors-final-separator": "",
    "change-title-escapes": "",
    "no-changes-template": "* No changes",
    "version-template": "$MAJOR.$MINOR.$PATCH$PRERELEASE",
    "name-template": "",
    "tag-template": "",
    "no-contributors-template": "No contributors",
    "new-contributor-template": (
        "* $AUTHOR_MENTION made their first contribution in $CHANGE_REFERENCE"
    ),
    "no-new-contributor-template": "",
}

_CONVENTIONAL = Part(
    {
        "type": Many(Text()),
        "types": Many(Text()),
        "scope": Many(Text()),
        "scopes": Many(Text()),
        "breaking": Flag(otherwise=None),
    }
)
_LABELS: dict[str, Shape] = {
    "label": Many(Text()),
    "labels": Many(Text()),
    "labels-mode": Text(otherwise="any", choices=_MODES),
}


_WHEN = Part(
    _LABELS
    | {
        "path": Many(Text()),
        "paths": Many(Text()),
        "paths-mode": Text(otherwise="any", choices=_MODES),
        "conventional": _CONVENTIONAL,
    }
)
_CATEGORY = Part(
    _LABELS
    | {
        "title": Text("the heading"),
        "type": Text(
            otherwise="changelog",
            choices=("changelog", "pre-include", "pre-exclude", "version-resolver"),
        ),
        "exclusive": Flag("whether no later category takes the change, too"),
        "collapse-after": Number("how many stay visible before the rest is folded away"),
        "semver-increment": Text(choices=_BUMPS),
        "when": Many(_WHEN, "any of these conditions is enough"),
    }
)
_RESOLVED = Part({"labels": Many(Text())})
_RESOLVER = Part(
    dict.fromkeys(_BUMPS, _RESOLVED) | {"default": Text(otherwise="patch", choices=_BUMPS)}
)
_ELSEWHERE = (
    *("autolabeler", "latest", "prerelease", "prerelease-identifier", "include-pre-releases"),
    *("commitish", "_extends", "references", "filter-by-commitish", "filter-by-range"),
    *("pull-request-limit", "history-limit", "initial-commits-since", "tag-prefix"),
    *("include-commits", "pr-template", "commit-template", "group-changes", "branches"),
)
SHAPE = Part(
    {
        **{name: Text(otherwise=otherwise) for name, otherwise in TEMPLATES.items()},
        "categories": Many(_CATEGORY),
        "exclude-labels": Many(Text()),
        "include-labels": Many(Text()),
        "include-paths": Many(Text()),
        "exclude-paths": Many(Text()),
        "exclude-contributors": Many(Text()),
        "sort-by": Text(otherwise="merged_at", choices=("merged_at", "title", "date")),
        "sort-direction": Text(otherwise="descending", choices=("ascending", "descending")),
        "replacers": Many(
            Part({"search": Text(), "replace": Text()}, required=("search", "replace"))
        ),
        "version-resolver": _RESOLVER,
        **{name: Any_() for name in _ELSEWHERE},
    }
)


def read_drafter(path: str, text: str) -> Settings:
    return read(Kind(SHAPE, _settings), path, text)


def _settings(told: dict[str, Any], problems: list[str]) -> Settings:
    categories, resolver = told["categories"], told["version-resolver"]
    sections = tuple(_section(one) for one in _of("changelog", categories))
    problems.extend(_untitled_and_second(sections))
    return Settings(
        mode="drafter",
        lenient=False,
        sections=sections,
        included=_conditions(_of("pre-include", categories)),
        excluded=_conditions(_of("pre-exclude", categories)),
        excluded_labels=told["exclude-labels"],
        included_labels=told["include-labels"],
        included_paths=told["include-paths"],
        excluded_paths=told["exclude-paths"],
        excluded_contributors=told["exclude-contributors"],
        fold_dependencies=False,
        order=_order(told["sort-by"], told["sort-direction"]),
        replacers=tuple(_replacers(told["replacers"], problems)),
        bumps=tuple(_bumps(resolver, _of("version-resolver", categories))),
        default_bump=resolver["default"],
        drafter={name: told[name] for name in TEMPLATES},
    )


def _of(kind: str, categories: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in categories if one["type"] == kind]


def _section(category: dict[str, Any]) -> Section:
    return Section(
        title=category["title"],
        when=_conditions([category]),
        exclusive=category["exclusive"],
        collapse_after=category["collapse-after"],
        bump=category["semver-increment"],
    )


def _conditions(categories: Iterable[dict[str, Any]]) -> tuple[Condition, ...]:
    """Its own labels, as version 6 wrote them, and each of its `when`."""
    found = (_condition(part) for category in categories for part in (category, *category["when"]))
    return tuple(one for one in found if one != Condition(labels_mode=one.labels_mode))


def _condition(part: dict[str, Any]) -> Condition:
    said = part.get("conventional") or _CONVENTIONAL.default()
    return Condition(
        labels=(*part["label"], *part["labels"]),
        labels_mode=part["labels-mode"],
        types=(*said["type"], *said["types"]),
        scopes=(*said["scope"], *said["scopes"]),
        breaking=said["breaking"],
        paths=(*part.get("path", ()), *part.get("paths", ())),
        paths_mode=part.get("paths-mode", "any"),
    )


def _untitled_and_second(sections: Iterable[Section]) -> Iterator[str]:
    rest = [one.title for one in sections if not one.when]
    if len(rest) > 1:
        yield (
            f"categories «{rest[0]}» and «{rest[1]}» both ask for nothing, and one alone can take "
            "what no other takes: give all but one of them labels, or a `when`"
        )
    if any(not one.title for one in sections):
        yield "a category has no title: add one, since it is the heading"


def _order(by: str, direction: str) -> str:
    if by == "title":
        return "title" if direction == "ascending" else "title-descending"
    return "oldest" if direction == "ascending" else "newest"


_SLASHED = re.compile(r"/(.+)/([a-z]*)", re.DOTALL)
_GROUP = re.compile(r"\\|\$(?:(\$)|(&)|([0-9]{1,2})|<(\w+)>)")


def _replacers(told: Iterable[dict[str, Any]], problems: list[str]) -> Iterator[Replacer]:
    """`/pattern/flags` of JavaScript, or a plain text, for RE2."""
    for number, one in enumerate(told, 1):
        slashed = _SLASHED.fullmatch(one["search"])
        flags = "".join(sorted(set(slashed[2]) & set("ims"))) if slashed else ""
        pattern = slashed[1] if slashed else re.escape(one["search"])
        search = f"(?{flags}){pattern}" if flags else pattern
        if wrong := fault_of(search):
            problems.append(f"replacers[{number}].search is no pattern that RE2 reads: {wrong}")
        elif search:
            once = slashed is not None and "g" not in slashed[2]
            yield Replacer(search, _GROUP.sub(_for_re2, one["replace"]), once)


def _for_re2(found: re.Match[str]) -> str:
    """`$1` and `$&` of JavaScript are `\\1` and `\\0` here, and a backslash is only itself."""
    if found[0] == "\\":
        return "\\\\"
    if found[1]:
        return "$"
    return r"\0" if found[2] else f"\\{found[3]}" if found[3] else found[0]


def _bumps(
    resolver: Mapping[str, Any], categories: Iterable[dict[str, Any]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    for bump in _BUMPS:
        yield bump, resolver[bump]["labels"]
    for one in categories:
        if one["semver-increment"]:
            yield one["semver-increment"], (*one["label"], *one["labels"])
