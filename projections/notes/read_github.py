"""`.github/release.yml`: how GitHub itself sorts the notes that it generates.

https://docs.github.com/en/repositories/releasing-projects-on-github/automatically-generated-release-notes
"""

from collections.abc import Iterable, Iterator
from typing import Any

from projections.notes.reading import Kind, read
from projections.notes.settings import Section, Settings
from projections.notes.shape import Many, Part, Text

_EXCLUDE = Part(
    {
        "labels": Many(Text(), "changes with any of these labels"),
        "authors": Many(Text(), "changes by these accounts; a bot's has [bot] at its end"),
    },
    about="what is left out",
)
_CATEGORY = Part(
    {
        "title": Text("the heading"),
        "labels": Many(Text(), "any of them; '*' takes what no category before it took"),
        "exclude": _EXCLUDE,
    },
    required=("title", "labels"),
)
_CHANGELOG = Part({"exclude": _EXCLUDE, "categories": Many(_CATEGORY)})
SHAPE = Part({"changelog": _CHANGELOG})


def read_github(path: str, text: str) -> Settings:
    return read(Kind(SHAPE, _settings), path, text)


def _settings(told: dict[str, Any], problems: list[str]) -> Settings:
    log = told["changelog"]
    sections = tuple(_section(one) for one in log["categories"] if one["title"])
    problems.extend(unreachable(sections))
    return Settings(
        mode="github",
        lenient=False,
        sections=sections,
        excluded_labels=log["exclude"]["labels"],
        excluded_authors=log["exclude"]["authors"],
        fold_dependencies=False,
        order="oldest",
    )


def _section(category: dict[str, Any]) -> Section:
    return Section(
        title=category["title"],
        labels=category["labels"],
        excluded_labels=category["exclude"]["labels"],
        excluded_authors=category["exclude"]["authors"],
    )


def unreachable(sections: Iterable[Section]) -> Iterator[str]:
    """Sections after one that takes all: nothing ever comes to them."""
    taking = ""
    for one in sections:
        if taking:
            yield (
                f"«{one.title}» stands after «{taking}», which takes everything ('*'), so nothing "
                f"comes to it: move «{taking}» to the end"
            )
        elif "*" in one.labels and not (one.excluded_labels or one.excluded_authors):
            taking = one.title
