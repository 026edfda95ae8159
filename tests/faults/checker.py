"""The one checker, run after every fault: what was acknowledged is there once, in one order."""

from collections import Counter
from collections.abc import Collection
from contextlib import closing

from domain.repository import stream_of
from domain.tag import TagCut
from service.following import TABLES
from service.ledger import open_ledger

STREAM = stream_of("github", "7")


def check(url: str, acknowledged: Collection[str]) -> int:
    """Raise where an invariant is broken; how many deliveries the ledger holds."""
    with closing(open_ledger(url)) as ledger:
        with ledger.look(STREAM) as view:
            told = list(view.everything())
        positions = [one.position for one in told]
        assert positions == sorted(set(positions)), "positions rise, and none is given twice"
        cut = Counter(one.fact.name for one in told if isinstance(one.fact, TagCut))
        doubled = [name for name, times in cut.items() if times > 1]
        assert not doubled, f"told twice: {doubled}"
        kept = {name.removeprefix("v-") for name in cut}
        lost = set(acknowledged) - kept
        assert not lost, f"{len(lost)} acknowledged deliveries are lost"
        for name in TABLES:
            assert ledger.rebuild(name).equal, f"{name} is not what the ledger says"
        return len(kept)
