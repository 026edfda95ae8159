"""Writes what each format makes of the sample anew: python -m tests.service.formats.golden."""

import json
from collections.abc import Iterator
from pathlib import Path

from service.formats import FORMATS, render
from tests.service.formats.sample import OPTIONS, first, release, unreleased

GOLDEN = Path(__file__).parent / "golden"


def printed() -> Iterator[tuple[str, str]]:
    """By the name of its file, what each format prints of one release and of several."""
    for name, one in FORMATS.items():
        # What is for programs has many lines: there the smallest release is enough to read.
        alone = first() if one.ending == "json" else release()
        yield f"{name}.{one.ending}", _indented(render(name, alone, OPTIONS), one.ending)
        if one.one and one.many:
            several = (unreleased(), release(), first())
            yield f"{name}-several.{one.ending}", render(name, several, OPTIONS)


def _indented(text: str, ending: str) -> str:
    if ending != "json":
        return text
    return json.dumps(json.loads(text), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    for name, text in printed():
        (GOLDEN / name).write_text(text, encoding="utf-8", newline="")
