"""The files by which a team configures its notes, as the head of the default branch has them."""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager

from domain.configuration import LARGEST, FileObserved
from domain.errors import Malformed
from domain.fact import Keyed
from projections.notes.found_settings import PATHS
from service.clone.git import Git
from service.clone.refs import Branch


@contextmanager
def files_told(
    git: Git, branch: Branch | None, known: Mapping[str, str], *, via: str
) -> Iterator[Iterator[Keyed]]:
    """What stands otherwise than was `known`, by its content; and what is gone.

    Git lists the files while we do something else. A clone without the branch tells nothing of
    them, nor does one without trees, as a partial one may be.
    """
    if branch is None:
        yield iter(())
        return
    # Of what a partial clone lacks nothing is fetched: it is only marked.
    walk = ("rev-list", "--objects", "--no-walk", "--missing=print", branch.sha)
    with git.asking(*walk, "--", *PATHS) as listed:
        yield _told(git, branch, listed, known, via)


def _told(
    git: Git,
    branch: Branch,
    listed: Callable[[], str | None],
    known: Mapping[str, str],
    via: str,
) -> Iterator[Keyed]:
    ids = _ids(listed)
    if ids is None:
        return
    texts = _texts(git, set(ids.values())) if ids else {}
    there = {path: texts[id_] for path, id_ in ids.items() if id_ in texts}
    for path in PATHS:
        content = there.get(path, "")
        gone = path in known and path not in ids
        if gone or (path in there and known.get(path) != content):
            fact = FileObserved(
                at=branch.committed, via=via, path=path, content=content, sha=branch.sha, gone=gone
            )
            yield Keyed(fact, f"file:{path}:{branch.sha}")


def _ids(listed: Callable[[], str | None]) -> dict[str, str] | None:
    """The ids of those of the files that the commit has; None where some of it is not here."""
    try:
        said = listed()
    except Malformed:
        return None
    if said is None or any(line.startswith("?") for line in said.splitlines()):
        return None
    words = (line.split(" ", 1) for line in said.splitlines())
    return {word[1]: word[0] for word in words if len(word) > 1 and word[1] in PATHS}


def _texts(git: Git, ids: Collection[str]) -> dict[str, str]:
    """The texts of the files by their ids, where they are such as somebody wrote by hand."""
    return {
        one.id: one.content.decode("utf-8", "replace")
        for one in git.objects(ids)
        if len(one.content) <= LARGEST and b"\0" not in one.content
    }
