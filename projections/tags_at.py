"""The tags at a commit: the releases that it is, by the names that stand on it."""

from collections.abc import Iterable, Iterator

from domain import subject
from domain.fact import Told
from domain.tag import TagCut, TagMoved
from domain.version import read
from projections.standing import standing
from projections.view import View


def cut_at(told: Iterable[Told]) -> Iterator[str]:
    """The names that ever stood on the commits that the facts are about."""
    for one in told:
        if isinstance(one.fact, TagCut | TagMoved):
            yield one.fact.name


def tags_at(view: View, shas: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By commit, the tags that name it at the view's moment, the highest version first."""
    wanted = dict.fromkeys(shas)
    told = view.about(*map(subject.commit, wanted))
    found: dict[str, list[str]] = {sha: [] for sha in wanted}
    for tag in standing(view, dict.fromkeys(cut_at(told))):
        if tag.sha in found:
            found[tag.sha].append(tag.name)
    return {
        sha: tuple(sorted(names, key=lambda name: read(name).key, reverse=True))
        for sha, names in found.items()
    }
