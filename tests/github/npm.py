"""The locked npm packages: GitHub's own description, Prism, and a second, independent GitHub.

They are installed once for each lock file, into $SHIPLEDGER_NPM_CACHE or the user's cache
directory, and never into the checkout.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.once import once

HERE = Path(__file__).parent
LISTS = ("package.json", "package-lock.json")
PATIENCE = 300


class Missing(Exception):
    """The packages cannot be had here, for this reason."""


def packages() -> Path:
    """The directory `node_modules`, filled by `npm ci` where it was not yet."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise Missing("no Node.js with npm: install version 20 or newer")
    return once(_cache() / _print(), _install) / "node_modules"


def _cache() -> Path:
    beside = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    cache = Path(os.environ.get("SHIPLEDGER_NPM_CACHE") or beside / "shipledger" / "npm")
    cache.mkdir(parents=True, exist_ok=True)
    return cache


def _print() -> str:
    """A name that changes with the lock file."""
    return hashlib.sha256((HERE / LISTS[1]).read_bytes()).hexdigest()[:16]


def _install(place: Path) -> None:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name in LISTS:
        shutil.copy(HERE / name, place)
    asked = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
    try:
        done = subprocess.run(
            asked, cwd=place, check=False, capture_output=True, text=True, timeout=PATIENCE
        )
    except subprocess.TimeoutExpired:
        raise Missing(f"`npm ci` took longer than {PATIENCE} seconds") from None
    if done.returncode:
        raise Missing(f"`npm ci` failed in {HERE.name}: {done.stderr.strip().splitlines()[-1:]}")
    _slim(place)


def _slim(place: Path) -> None:
    """GitHub's files for its other editions are most of the bytes, and nobody reads them here."""
    for generated in place.glob("node_modules/@octokit/*/generated"):
        for one in generated.glob("*.json"):
            if one.name != "api.github.com.json":
                one.unlink()
