"""A walk over a clone: git lists all commits from the beginning on, while we still get ready.

What this module needs is little, so that git may begin before the rest of ours is imported.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from service.clone.account import Account, accounting
from service.clone.git import Git, Object
from service.clone.listing import Listing, listing


class Walk(Struct, frozen=True):
    """All names at one moment, and the commits that they lead to: the newest first, read once.

    What the clone tells of itself is waited for where it is called for.
    """

    account: Callable[[], Account]
    listed: Listing
    commits: Iterator[Object]


@contextmanager
def walk(path: Path) -> Iterator[Walk]:
    """Raises `Malformed` where there is no clone, or none that git reads for us."""
    git = Git(path)
    # The small questions come first: beside a walk, a process is slow to begin.
    with (
        accounting(git) as account,
        listing(git) as listed,
        git.reached(listed.ids) as commits,
    ):
        yield Walk(account, listed, commits)
