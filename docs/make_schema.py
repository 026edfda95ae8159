"""Writes the schema of notes in JSON from the code that fills it: python -m docs.make_schema."""

import inspect
import json
from pathlib import Path
from typing import Any

import msgspec

from service.formats.document import Document

PAGE = Path(__file__).parent / "schemas" / "notes.schema.json"


def schema() -> dict[str, Any]:
    """JSON Schema, draft 2020-12."""
    told = msgspec.json.schema(Document)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Shipledger's release notes, schema 1",
        **_tidy(told),
    }


def _tidy(told: Any) -> Any:
    """Docstrings without the indentation that they have in the code."""
    if isinstance(told, dict):
        return {
            name: inspect.cleandoc(value) if name == "description" else _tidy(value)
            for name, value in told.items()
        }
    return [_tidy(one) for one in told] if isinstance(told, list) else told


def page() -> str:
    """The whole file as it should stand."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
