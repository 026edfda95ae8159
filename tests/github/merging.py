"""GitHub's three ways to merge a pull request, as commits for git to write."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from tests.github.answers import Refused
from tests.github.git import Change, Draft, Signature

if TYPE_CHECKING:
    from tests.github.pulls import Pull


def trial(pull: "Pull", who: Signature) -> Draft | None:
    """The merge as it would be, kept under a ref of its own; None where it would conflict."""
    try:
        changes = _theirs(pull, pull.base_sha)
    except Refused:
        return None
    text = f"Merge {pull.head_sha} into {pull.base_sha}"
    parents = (pull.base_sha, pull.head_sha)
    ref = f"refs/pull/{pull.number}/merge"
    return Draft(ref, text, who, who, parents, changes=changes)


def merge(pull: "Pull", who: Signature, title: str | None) -> Sequence[Draft]:
    base = _base(pull)
    text = title or (
        f"Merge pull request #{pull.number} from {pull.repo.owner.login}/{pull.head_ref}\n\n"
        f"{pull.title}"
    )
    parents = (base, pull.head_sha)
    return [Draft(_ref(pull), text, who, who, parents, changes=_theirs(pull, base))]


def squash(pull: "Pull", who: Signature, title: str | None) -> Sequence[Draft]:
    """One commit with the number at the end of its first line, and the former messages below."""
    base = _base(pull)
    git = pull.repo.git
    messages = [one.message.strip() for one in git.read(pull.commits)]
    several = "\n\n".join(f"* {text}" for text in messages) if len(messages) > 1 else ""
    text = f"{title or pull.title} (#{pull.number})\n\n{several}".strip()
    author = pull.repo.signature(pull.user.login)
    return [Draft(_ref(pull), text, author, who, (base,), changes=_theirs(pull, base))]


def rebase(pull: "Pull", who: Signature, title: str | None) -> Sequence[Draft]:
    """Each of its commits once more, on the base: several commits belong to it then."""
    git, base = pull.repo.git, _base(pull)
    _theirs(pull, base)
    drafts = []
    for number, one in enumerate(git.read(pull.commits)):
        parents: tuple[str | int, ...] = (base,) if number == 0 else (number - 1,)
        changes = git.changes(one.parents[0], one.sha)
        drafts.append(Draft(_ref(pull), one.message, one.author, who, parents, changes=changes))
    return drafts


WAYS: dict[str, Callable[["Pull", Signature, str | None], Sequence[Draft]]] = {
    "merge": merge,
    "squash": squash,
    "rebase": rebase,
}


def _ref(pull: "Pull") -> str:
    return f"refs/heads/{pull.base_ref}"


def _base(pull: "Pull") -> str:
    return pull.repo.head(pull.base_ref)


def _theirs(pull: "Pull", base: str) -> list[Change]:
    """What the branch changes since the fork; refused where the base changed the same otherwise."""
    git = pull.repo.git
    fork = git.fork_point(base, pull.head_sha)
    theirs = git.changes(fork, pull.head_sha)
    ours = {one.path: one.blob for one in git.changes(fork, base)}
    if any(one.path in ours and ours[one.path] != one.blob for one in theirs):
        raise Refused(405, "Pull Request is not mergeable")
    return theirs
