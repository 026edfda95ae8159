"""Links of notes: the pages of their repository, empty where it has none that is known."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol
from urllib.parse import quote, urlsplit

from projections.notes.answer import Entry, Notes

# What git allows in names and an address takes as it is: `...` between two of them stays apart.
_SAFE = "/@+,:;=!$&'"


@lru_cache(maxsize=256)
def web(url: str) -> str:
    """The address where it leads to the web, with nothing in it that ends a link; else nothing."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return quote(url.strip(), safe="/@+,:;=!$&?#%~-._", errors="replace")


class Placed(Protocol):
    """What has an address: notes have that of their repository."""

    @property
    def url(self) -> str:
        """Empty where it is not known."""


def _page(notes: Placed, path: str) -> str:
    base = web(notes.url)
    return f"{base.rstrip('/')}/{path}" if base else ""


def _name(name: str) -> str:
    return quote(name, safe=_SAFE, errors="replace")


def pull(notes: Placed, number: int) -> str:
    return _page(notes, f"pull/{number}")


def issue(notes: Placed, number: int) -> str:
    """GitHub leads on to the pull request, where the number is one."""
    return _page(notes, f"issues/{number}")


def commit(notes: Placed, sha: str) -> str:
    return _page(notes, f"commit/{sha}")


def change(notes: Notes, entry: Entry) -> str:
    """The pull request, or the commit."""
    number = entry.change.number
    return commit(notes, entry.change.sha) if number is None else pull(notes, number)


def release(notes: Notes) -> str:
    return _page(notes, f"releases/tag/{_name(notes.tag)}") if notes.tag else ""


def compare(notes: Notes) -> str:
    """Both ends side by side; without a former one the whole history of the later."""
    former, later = ends(notes)
    if not later:
        return ""
    path = f"compare/{_name(former)}...{_name(later)}" if former else f"commits/{_name(later)}"
    return _page(notes, path)


def ends(notes: Notes) -> tuple[str, str]:
    """What is compared, as git names it: tags where there are any, else commits."""
    former = notes.previous or (notes.from_.sha if notes.from_ else "")
    later = notes.tag or (notes.to.sha if notes.to else notes.head)
    return former, later


def numbers(entry: Entry) -> Iterable[int]:
    """The pull requests that a line stands for: its own, and those folded into it."""
    own = () if entry.change.number is None else (entry.change.number,)
    return dict.fromkeys((*own, *entry.fold_numbers)) if entry.fold_numbers else own
