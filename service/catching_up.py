"""Catching up: how far the worker is, what it found unheard, and what we still may lack."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from service.github.backfill.progress import Progress, found, under_way
from service.github.gaps import Gap, gaps
from service.ledger import Ledger
from service.outbox import states
from service.worker import Run, runs

SHOWN: Final = 20


class CatchingUp(NamedTuple):
    """`gaps` are the stretches of which we may lack something, the open ones first; `reading` the
    first repositories whose history is being read, out of `unread`; `read` counts those that ended.

    `found`        by repository, the facts that a nightly comparison showed and no webhook told;
    `tasks`        the worker's last runs;
    `publications` how many are wanted, done and given up.
    """

    gaps: tuple[Gap, ...]
    reading: tuple[Progress, ...]
    unread: int
    read: int
    found: Mapping[str, int]
    tasks: tuple[Run, ...]
    publications: Mapping[str, int]

    @property
    def open(self) -> tuple[Gap, ...]:
        return tuple(gap for gap in self.gaps if not gap.mended)

    @property
    def failing(self) -> tuple[Run, ...]:
        return tuple(run for run in self.tasks if run.error)


def catching_up(ledger: Ledger) -> CatchingUp:
    """As the tables say now; the worker that fills them may run elsewhere."""
    reading, unread, read = under_way(ledger, SHOWN)
    return CatchingUp(
        gaps=(*gaps(ledger),),
        reading=(*reading,),
        unread=unread,
        read=read,
        found=found(ledger),
        tasks=(*runs(ledger.database),),
        publications=states(ledger.database),
    )
