"""Rendering: templates into pages, with nothing in them that we did not write or escape."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.web import words
from service.web.tabs import TABS

TEMPLATES: Final = Path(__file__).parent / "templates"


def environment() -> Environment:
    """Every value is escaped, and one that is missing is an error rather than a blank."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=words.seen,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "absolute": words.absolute,
        "short_date": words.short_date,
        "machine": words.machine,
        "clock": words.clock,
        "local_field": words.local_field,
        "number": words.number,
        "lasting": words.lasting,
        "short": words.short,
        "coded": words.coded,
        "sentence": words.sentence,
        "web": words.web_address,
    }
    made.globals |= {"count": words.count, "ago": words.ago, "tabs": TABS}
    return made


class Press:
    """Prints pages; it is made once, and compiles each template once."""

    def __init__(self) -> None:
        self._environment = environment()

    def print(self, template: str, values: Mapping[str, Any]) -> str:
        return self._environment.get_template(template).render(values)
