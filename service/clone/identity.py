"""What a clone is called: as on the forge that it came from, or by its directory."""

import re
from urllib.parse import urlsplit

from msgspec import Struct

from service.clone.git import Git
from service.clone.listing import Listing

# `git@github.com:acme/app.git`, which is no URL; a letter before the colon is a drive of Windows.
_SCP = re.compile(r"(?:[^@/:]+@)?([^/:@]{2,}):(?!//|:)/?(.+)")
_FORGES = ("https", "http", "ssh", "git", "git+ssh", "ssh+git")
_ORIGIN = "refs/remotes/origin/HEAD"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")


class Identity(Struct, frozen=True):
    """`url` is where people find it, empty where it is on no forge."""

    name: str
    default_branch: str
    url: str = ""


def identify(git: Git, listed: Listing) -> Identity:
    """The repository's name and the branch that it is about, by the clone's own account."""
    found = on_forge(git.ask("config", "--get", "remote.origin.url") or "")
    name, url = found or (f"local/{_directory(git)}", "")
    return Identity(name, _default_branch(git, listed), url)


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


def _default_branch(git: Git, listed: Listing) -> str:
    """The branch that the origin's HEAD is on, or the clone's own; empty where it is on none."""
    for head, place, known in (
        (_ORIGIN, "refs/remotes/origin/", listed.aliases.get(_ORIGIN)),
        ("HEAD", "refs/heads/", listed.current),
    ):
        # A branch that has no commits is not listed.
        branch = known or git.ask("symbolic-ref", "--quiet", head) or ""
        if branch.startswith(place):
            return branch.removeprefix(place)
    return ""


def _directory(git: Git) -> str:
    directory = git.path.resolve() / (git.ask("rev-parse", "--git-common-dir") or "")
    named = directory.resolve()
    if named.name == ".git":
        named = named.parent
    plain = named.name.encode("utf-8", "replace").decode("utf-8").removesuffix(".git")
    return _CONTROL.sub("-", plain) or "repository"
