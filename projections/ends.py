"""The ends of a range: a tag, a branch, a commit or a moment, as people name them."""

from dataclasses import dataclass

from projections.view import View


@dataclass(frozen=True, slots=True)
class End:
    """`kind` is tag, branch, commit or moment; `why` says how the name was read."""

    asked: str
    kind: str
    sha: str
    why: str
    positions: tuple[int, ...]


def end(view: View, asked: str) -> End:
    """The commit that is meant; `NotFound` with what was tried where there is none.

    A tag goes before a branch of the same name, as in git; `tag:`, `branch:`, `commit:` and `at:`
    before it leave no doubt.
    """
    raise NotImplementedError
