"""The files by which a team configures its notes, as the head of the default branch has them."""

from collections.abc import Collection, Iterator, Mapping

from domain.configuration import LARGEST, FileObserved
from domain.errors import Malformed
from domain.fact import Keyed
from service.clone.git import Git
from service.clone.refs import Branch
from service.scratch import scratch


def files_told(
    git: Git, branch: Branch, paths: Collection[str], known: Mapping[str, str], *, via: str
) -> Iterator[Keyed]:
    """What stands otherwise than was `known`, by its content; and what is gone.

    A clone without trees, as a partial one may be, tells nothing of files.
    """
    listed = _listed(git, branch.sha, paths)
    if listed is None:
        return
    texts = _texts(git, set(listed.values())) if listed else {}
    there = {path: texts[id_] for path, id_ in listed.items() if id_ in texts}
    for path in paths:
        content = there.get(path, "")
        gone = path in known and path not in listed
        if gone or (path in there and known.get(path) != content):
            fact = FileObserved(
                at=branch.committed, via=via, path=path, content=content, sha=branch.sha, gone=gone
            )
            yield Keyed(fact, f"file:{path}:{branch.sha}")


def _listed(git: Git, sha: str, paths: Collection[str]) -> dict[str, str] | None:
    """The ids of those of the files that the commit has; None where some of it is not here."""
    with scratch() as answer:
        try:
            # Of what a partial clone lacks nothing is fetched: it is only marked.
            walk = ("rev-list", "--objects", "--no-walk", "--missing=print", sha)
            git.into(answer, *walk, "--", *paths)
        except Malformed:
            return None
        lines = answer.read().decode("utf-8", "replace").splitlines()
    if any(line.startswith("?") for line in lines):
        return None
    words = (line.split(" ", 1) for line in lines)
    return {word[1]: word[0] for word in words if len(word) > 1 and word[1] in paths}


def _texts(git: Git, ids: Collection[str]) -> dict[str, str]:
    """The texts of the files by their ids, where they are such as somebody wrote by hand."""
    return {
        one.id: one.content.decode("utf-8", "replace")
        for one in git.objects(ids)
        if len(one.content) <= LARGEST and b"\0" not in one.content
    }
