"""What is nearby: a question about recent commits is walked, rather than read as a whole."""

from collections.abc import Collection

from projections.commit_graph.shelf import Shelf, raw
from projections.commit_graph.walk import Walk
from projections.ownership import Ownership

# To walk so many commits takes some ten milliseconds; far more of them are better kept.
MOST = 4000


def nearby(
    shelf: Shelf, shas: Collection[str], heads: Collection[str], most: int = MOST
) -> dict[str, frozenset[str]] | None:
    """See `projections.view.Commits.containing`; None where some of the commits are far, or not
    known by themselves.
    """
    generations = shelf.generations(set(map(raw, shas)))
    if len(generations) < len(set(shas)):
        return None
    floor = min(generations.values(), default=0)
    if not shas or shelf.above(floor, most) == most:
        return None if shas else {}
    ends = shelf.generations(set(map(raw, heads)))
    above = [head for head, generation in ends.items() if generation >= floor]
    ownership: Ownership[bytes] = Ownership()
    ownership.mark(above)
    walk = Walk(shelf, dict.fromkeys(above, 1))
    ownership.take((commit.sha, commit.parents) for commit, _ in walk.down_to(floor))
    return {
        sha: frozenset(head.hex() for head in ownership.named(ownership.containing(raw(sha))))
        for sha in shas
    }
