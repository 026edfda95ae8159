"""`python -m benchmarks [NAME …]`: measure, print, and with --write keep it."""

import argparse
from importlib import import_module
from pathlib import Path

from benchmarks.table import machine, markdown

NAMES = ("ingest", "reading", "git_import", "notes", "notes_http")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    arguments.add_argument("names", nargs="*", choices=[*NAMES, []], default=NAMES)
    arguments.add_argument("--write", action="store_true", help=f"put the tables into {PAGE.name}")
    asked = arguments.parse_args()
    tables = []
    for name in asked.names:
        module = import_module(f"benchmarks.{name}")
        tables.append(markdown(module.TITLE, list(module.measure())))
        print(tables[-1], flush=True)
    if asked.write:
        write("\n\n".join([f"Measured with {machine()}.", *tables]))


def write(text: str) -> None:
    """Between the two marks of the page."""
    page = PAGE.read_text()
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


main()
