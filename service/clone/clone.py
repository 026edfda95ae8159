"""A clone on this machine's disk: its whole history, told as facts."""

import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING

from domain.fact import Fact, Keyed
from domain.repository import RepositoryNamed
from service.clone.account import Account, accounting
from service.clone.files import files_told
from service.clone.git import Git
from service.clone.identity import Identity, identify
from service.clone.listing import Listing, listing
from service.clone.names import branches_told, tags_told, vanished
from service.clone.past import read_past
from service.clone.paths import touched_told
from service.clone.refs import Refs, read_refs
from service.clone.view import CloneView
from service.clone.walk import Walk
from service.scratch import scratch

if TYPE_CHECKING:
    from service.clone.history import History

_SHALLOW = "the clone is shallow, and what lies before it is not known: `git fetch --unshallow`"
_PARTIAL = "known tags that the clone lacks were not taken for deleted: it may not hold all tags"


class Clone:
    """A git repository that somebody cloned; it is only read, and nothing in it is run."""

    def __init__(self, path: Path, account: Account | None = None) -> None:
        """Raises `Malformed` where there is none, or none that git reads for us.

        What it tells of itself may be known already.
        """
        self._git = Git(path)
        self._account = account or _account(self._git)

    @property
    def is_shallow(self) -> bool:
        """Whether what lies before some of its commits is missing."""
        return self._account.is_shallow

    def identify(self) -> Identity:
        """What the repository is called, and the branch that it is about."""
        with listing(self._git) as listed:
            return self._identity(listed)

    @contextmanager
    def history(
        self,
        *,
        via: str,
        seen: datetime,
        since: Collection[str] = (),
        known_tags: Mapping[str, str] | None = None,
        known_files: Mapping[str, str] | None = None,
    ) -> Iterator["History"]:
        """All that there is to tell at the moment `seen`, to be read while the context lasts.

        `since` are commits that an earlier import told with all that they reach, as that of a
        shallow clone did not: they are not told again. `known_tags` are the objects of the tags
        that earlier imports of this clone told, `GONE` for those that were deleted since;
        `known_files` are the files of settings by their contents.
        """
        # Late, so that a view is there before all that a ledger needs were.
        from service.clone.history import History  # noqa: PLC0415

        with listing(self._git) as listed:
            identity, refs = self._names(listed)
        with self._files(identity, refs, known_files or {}, via) as files, scratch() as ids:
            yield History(
                git=self._git,
                ids=ids,
                commits=self._listed(refs, since, ids),
                before=(_named(identity, via, seen),),
                after=(*self._standing(refs, known_tags or {}, via, seen), *files),
                notes=tuple(self._notes(refs, known_tags or {})),
                repository=identity.name,
                via=via,
            )

    def paths(self, *, via: str) -> Iterator[Keyed]:
        """The paths that each commit touched; `Malformed` where the clone lacks their folders."""
        with listing(self._git) as listed:
            refs = read_refs(self._git, listed)
        return touched_told(self._git, refs, via=via)

    def view(self, walk: Walk, *, seen: datetime, as_at: datetime | None = None) -> CloneView:
        """The same facts for questions, without a ledger: each is told only when asked for."""
        identity, refs = self._names(walk.listed)
        via = f"git:{identity.name}"
        with self._files(identity, refs, {}, via) as files:
            past = read_past(walk.commits)
            after = [one.fact for one in (*self._standing(refs, {}, via, seen), *files)]
        return CloneView(
            past,
            # What was never told before the moment could not be asked for at it.
            named=_named(identity, via, min(seen, as_at or seen)).fact,
            after=after,
            tags=[tag.name for tag in refs.tags],
            repository=identity.name,
            via=via,
            seen=seen,
            as_at=as_at,
            notes=tuple(self._notes(refs, {})),
        )

    def touched(self) -> Iterator[Fact]:
        """The paths that each commit touched, which a clone without trees does not know."""
        return (one.fact for one in self.paths(via=f"git:{self.identify().name}"))

    def _names(self, listed: Listing) -> tuple[Identity, Refs]:
        return self._identity(listed), read_refs(self._git, listed)

    def _identity(self, listed: Listing) -> Identity:
        return identify(self._git.path, self._account, listed)

    def _listed(self, refs: Refs, since: Collection[str], ids: IO[bytes]) -> int:
        """The commits to be told, written into the file; how many they are."""
        if not refs.tips:
            return 0
        known = (f"^{id_}" for id_ in self._git.kinds(since))
        order = ("rev-list", "--topo-order", "--reverse", "--stdin")
        self._git.into(ids, *order, given=[*refs.tips, *known])
        size = ids.seek(0, os.SEEK_END)
        ids.seek(0)
        return size // (len(next(iter(refs.tips))) + 1)

    def _standing(
        self, refs: Refs, known: Mapping[str, str], via: str, seen: datetime
    ) -> Iterator[Keyed]:
        """The names, which lead to commits, and come after them."""
        yield from tags_told(refs.tags, known, via=via, seen=seen)
        if self._holds_all(refs):
            yield from vanished(refs.tags, known, via=via, seen=seen)
        yield from branches_told(refs.branches, via=via)

    def _files(
        self, identity: Identity, refs: Refs, known: Mapping[str, str], via: str
    ) -> AbstractContextManager[Iterator[Keyed]]:
        named = (one for one in refs.branches if one.name == identity.default_branch)
        return files_told(self._git, next(named, None), known, via=via)

    def _holds_all(self, refs: Refs) -> bool:
        # `git clone --depth` and `--no-tags` leave out tags that are still there.
        return bool(refs.tags) and not self.is_shallow

    def _notes(self, refs: Refs, known: Mapping[str, str]) -> Iterator[str]:
        yield from refs.notes
        if self.is_shallow:
            yield _SHALLOW
        if any(known.values()) and not self._holds_all(refs):
            yield _PARTIAL


def _account(git: Git) -> Account:
    with accounting(git) as account:
        return account()


def _named(identity: Identity, via: str, seen: datetime) -> Keyed:
    fact = RepositoryNamed(
        at=seen,
        via=via,
        name=identity.name,
        forge="git",
        forge_id=identity.name,
        default_branch=identity.default_branch,
        url=identity.url,
    )
    return Keyed(fact, f"named:{identity.name}:{identity.default_branch}:{identity.url}")
