"""A clone's own account of how it lies here, and of where it came from."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgspec import Struct

from service.clone.git import Git


class Account(Struct, frozen=True):
    """`directory` is where git keeps it, as seen from the clone's path; `origin` is the address
    that it came from, empty where it came from none.
    """

    is_shallow: bool
    directory: str
    origin: str


@contextmanager
def accounting(git: Git) -> Iterator[Callable[[], Account]]:
    """Git finds it out while we do something else; it is waited for where it is called for."""
    place = ("rev-parse", "--is-shallow-repository", "--git-common-dir")
    with git.asking(*place) as lies, git.asking("config", "--get", "remote.origin.url") as came:

        def account() -> Account:
            shallow, _, directory = (lies() or "").partition("\n")
            return Account(shallow == "true", directory, came() or "")

        yield account
