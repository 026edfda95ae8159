"""The surroundings of changes: reverts, origins, and the releases that have them by any commit.

In most ranges a change has what it has by itself, which is found out once: where it is from, and
the releases that have it. A range adds what is taken back in it, and what was picked from it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from domain.errors import NotFound
from domain.version import read
from projections import kept
from projections.brought import Brought
from projections.change import Origin
from projections.claims import Claim, claims
from projections.contained import Around
from projections.identity import identity
from projections.inside import Target
from projections.origins import origins, picks_of
from projections.reach import releases_of
from projections.reverts import PLAIN, Net, Reckoning
from projections.targets import targets
from projections.texts import Text
from projections.view import View

Releases = Mapping[str, tuple[str, ...]]
Picks = Mapping[str, tuple[str, ...]]


class _Alone(Struct, frozen=True):
    """A change by itself: what it says that it takes back, the releases that have its commit, and
    what it has in a range of nothing else.
    """

    one: Brought
    claims: tuple[Claim, ...]
    releases: tuple[str, ...]
    around: Around


class Surroundings:
    """Those of the changes of many ranges of one view.

    Releases are asked for at once, since that is what costs; without `reach` they are asked for of
    no more than reverts and what they revert.
    """

    def __init__(self, view: View, *, reach: bool) -> None:
        self._view, self._reach = view, reach
        self._repository = _name(view)
        self._known: dict[str, _Alone] = {}

    def of(  # noqa: PLR0913, PLR0917 - the parts of a range
        self,
        head: str,
        inside: Sequence[str],
        changes: Mapping[str, Brought],
        texts: Mapping[str, Text],
        others: Mapping[str, Text],
        component: str,
    ) -> dict[str, Around]:
        """By key; `inside` are the commits of the range in their order, and `others` those outside
        of it that say they were picked from one of them.
        """
        alone = self._alone(changes, texts)
        around = {key: one.around for key, one in alone.items()}
        claimed = [claim for one in alone.values() if one.claims for claim in one.claims]
        picks = picks_of(others)
        if not claimed and not picks:
            return around
        order = {sha: place for place, sha in enumerate(inside)}
        found = targets(self._view, head, claimed, changes, texts, order) if claimed else []
        releases = self._releases(found, picks)
        nets = Reckoning(
            found, changes=changes, texts=texts, order=order, releases=releases, component=component
        ).nets()
        # Without `reach`, all are told what was asked for the sake of reverts.
        touched = nets.keys() | _picked(changes, picks) if self._reach else changes.keys()
        for key in touched:
            one = alone[key]
            own = one.releases or releases.get(one.one.sha, ())
            also = _also(one.one, texts, picks, releases)
            net = nets.get(key, PLAIN)
            around[key] = _around(own, one.around.origin, releases, net=net, also=also)
        return around

    def _alone(
        self, changes: Mapping[str, Brought], texts: Mapping[str, Text]
    ) -> dict[str, _Alone]:
        known = self._known
        new = [
            one
            for key, one in changes.items()
            if (before := known.get(key)) is None or before.one != one
        ]
        if new:
            self._ask(new, texts)
        alone = {key: known[key] for key in changes}
        if len(known) > kept.MOST:
            self._known = dict(alone)
        return alone

    def _ask(self, new: Sequence[Brought], texts: Mapping[str, Text]) -> None:
        found = origins(self._view, new, texts, self._repository)
        asked = {*(one.sha for one in new), *(one.sha for one in found.values() if one.sha)}
        releases: Releases = releases_of(self._view, asked) if self._reach else {}
        for one in new:
            said = tuple(claims(one, texts, self._repository))
            own, origin = releases.get(one.sha, ()), found.get(one.key)
            self._known[one.key] = _Alone(one, said, own, _around(own, origin, releases))

    def _releases(self, found: Iterable[Target], picks: Picks) -> Releases:
        asked = {one.claim.by for one in found}
        asked.update(sha for one in found if not one.inside for sha in one.commits)
        if self._reach:
            asked.update(pick for some in picks.values() for pick in some)
        return releases_of(self._view, asked) if asked else {}


def _picked(changes: Mapping[str, Brought], picks: Collection[str]) -> set[str]:
    """The keys of those that something was picked from."""
    if not picks:
        return set()
    return {key for key, one in changes.items() if any(sha in picks for sha in one.commits)}


def _around(
    own: tuple[str, ...],
    origin: Origin | None,
    releases: Releases,
    *,
    net: Net = PLAIN,
    also: Iterable[tuple[str, ...]] = (),
) -> Around:
    """By its own releases, those of its origin, and those that have it besides."""
    if origin is not None:
        if held := releases.get(origin.sha):
            origin = replace(origin, releases=held)
        also = (origin.releases, *also)
    names = {name for some in also for name in some}
    if not names or names.issubset(own):
        return Around(net, origin, own)
    return Around(net, origin, tuple(sorted(names.union(own), key=_place)))


def _also(
    one: Brought, texts: Mapping[str, Text], picks: Picks, releases: Releases
) -> Iterable[tuple[str, ...]]:
    """The releases that have what was picked from it."""
    if not picks:
        return ()
    # One commit that was picked is not all of a pull request of several.
    plain = [sha for sha in one.commits if sha in texts and len(texts[sha].parents) < 2]
    picked = {one.sha, *plain} if len(plain) == 1 else {one.sha}
    return [releases.get(pick, ()) for sha in picked for pick in picks.get(sha, ())]


def _place(name: str) -> tuple[str, bytes]:
    version = read(name)
    return version.component, version.key


def _name(view: View) -> str:
    try:
        return identity(view).name
    except NotFound:
        return ""
