"""What a clone is called: as on the forge that it came from, or by its directory."""

import re
from pathlib import Path
from urllib.parse import urlsplit

from msgspec import Struct

from service.clone.account import Account
from service.clone.listing import Listing

# `git@github.com:acme/app.git`, which is no URL; a letter before the colon is a drive of Windows.
_SCP = re.compile(r"(?:[^@/:]+@)?([^/:@]{2,}):(?!//|:)/?(.+)")
_FORGES = ("https", "http", "ssh", "git", "git+ssh", "ssh+git")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Identity(Struct, frozen=True):
    """`url` is where people find it, empty where it is on no forge."""

    name: str
    default_branch: str
    url: str = ""


def identify(path: Path, account: Account, listed: Listing) -> Identity:
    """The repository's name and the branch that it is about, by the clone's own account."""
    found = on_forge(account.origin)
    name, url = found or (f"local/{_directory(path, account.directory)}", "")
    return Identity(name, listed.default_branch, url)


def on_forge(url: str) -> tuple[str, str] | None:
    """`owner/name` and the address of its page; None for what is no repository of a forge.

    User names and passwords in it are not kept.
    """
    host, path = _place(url)
    words = path.strip("/").removesuffix(".git").split("/")
    if not host or len(words) != 2 or not all(words) or _CONTROL.search(url):
        return None
    name = "/".join(words)
    return name, f"https://{host.lower()}/{name}"


def _place(url: str) -> tuple[str, str]:
    if scp := _SCP.fullmatch(url):
        return scp[1], scp[2]
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    return (parts.hostname or "", parts.path) if parts.scheme in _FORGES else ("", "")


def _directory(path: Path, kept_in: str) -> str:
    named = (path.resolve() / kept_in).resolve()
    if named.name == ".git":
        named = named.parent
    plain = named.name.encode("utf-8", "replace").decode("utf-8").removesuffix(".git")
    return _CONTROL.sub("-", plain) or "repository"
