"""What commits touched: the paths that each of them changed, as far as anybody told."""

from collections.abc import Collection, Iterable, Mapping

from domain import subject
from domain.commit import MORE, CommitMade, CommitPushed, CommitTouched
from domain.fact import Told
from projections.view import View


def paths_of(view: View, shas: Collection[str]) -> Mapping[str, tuple[str, ...] | None]:
    """By commit, its paths; None where nobody told them, or they were too many to be kept."""
    told = paths_in(view.about(*map(subject.commit, shas)))
    return {sha: told.get(sha) for sha in shas}


def paths_in(told: Iterable[Told]) -> dict[str, tuple[str, ...]]:
    """The same out of facts that are read already; of those commits that are told whole.

    A merge touches nothing by itself: what it brings in, the commits of its branch touched.
    """
    paths: dict[str, set[str]] = {}
    merges: set[str] = set()
    for _, fact in told:
        if isinstance(fact, CommitTouched):
            paths.setdefault(fact.sha, set()).update(fact.paths)
        elif isinstance(fact, CommitPushed) and fact.touched is not None:
            paths.setdefault(fact.sha, set()).update(fact.touched)
        elif isinstance(fact, CommitMade) and len(fact.parents) > 1:
            merges.add(fact.sha)
    whole = {sha: tuple(sorted(some)) for sha, some in paths.items() if MORE not in some}
    return whole | dict.fromkeys(merges, ())
