"""What all workers of a test run share: the first to ask makes it, the others wait."""

import fcntl
from collections.abc import Callable
from pathlib import Path


def once(place: Path, make: Callable[[Path], object]) -> Path:
    """`place`, after `make` has filled it in this run; a half-made one is never seen."""
    with place.with_name(place.name + ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not place.exists():
            making = place.with_name(place.name + ".making")
            make(making)
            making.rename(place)
    return place
