"""Writes the schema of `.shipledger.yml` from its shape: python -m docs.make_settings_schema."""

import json
from pathlib import Path

from projections.notes.shipledger_shape import schema

PAGE = Path(__file__).parent / "schemas" / "shipledger-yml.schema.json"


def page() -> str:
    """The whole file as it should stand."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
