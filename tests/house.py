"""The house as its own tests look at it: its files, and what stands in them."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent


def text(*name: str) -> str:
    return HOUSE.joinpath(*name).read_text(encoding="utf-8")


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def tracked(*patterns: str) -> Iterator[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z", *patterns], cwd=HOUSE, capture_output=True, check=False, text=True
    )
    if listed.returncode:
        pytest.skip("not a git checkout: the files that belong to the house are not known")
    return (path for name in listed.stdout.split("\0") if name and (path := HOUSE / name).is_file())
