"""A hub as a process of its own, for a test that kills something, or for a person to look at.

    python -m tests.github --port 4100 tests.github.tour:example

The last word names a function that takes a hub and tells it a story. The address is printed once
the door is open; the process ends when its standard input does.
"""

import argparse
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from tests.github.hub import Hub


def main(words: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.github")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--prefix", default="", help="/api/v3 for a GitHub Enterprise Server")
    parser.add_argument("story", help="module:function, called with the hub")
    asked = parser.parse_args(words)
    module, _, function = asked.story.partition(":")
    with tempfile.TemporaryDirectory(prefix="hub-") as place:
        hub = Hub(Path(place), prefix=asked.prefix)
        with hub.serve(asked.port) as address:
            getattr(import_module(module), function)(hub)
            sys.stdout.write(f"{address}\n")
            sys.stdout.flush()
            sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1:])
