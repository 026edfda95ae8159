"""The surroundings of changes: reverts, origins, and the releases that have them by any commit."""

from collections.abc import Collection, Mapping

from msgspec.structs import replace

from domain.errors import NotFound
from domain.version import read
from projections.brought import Brought
from projections.change import Origin
from projections.contained import Around
from projections.origins import origins, picks_of
from projections.reach import releases_of
from projections.repositories import repository
from projections.reverts import PLAIN, Reckoning
from projections.targets import targets
from projections.texts import Text
from projections.view import View

Releases = Mapping[str, tuple[str, ...]]


def surroundings(  # noqa: PLR0913, PLR0917 - the parts of a range
    view: View,
    head: str,
    changes: Mapping[str, Brought],
    texts: Mapping[str, Text],
    others: Mapping[str, Text],
    order: Mapping[str, int],
    component: str,
    *,
    reach: bool,
) -> dict[str, Around]:
    """By key; `others` are commits outside of the range that say they were picked from it.

    All releases are asked for at once, since that is what costs; without `reach` they are asked for
    of no more than reverts and what they revert.
    """
    name = _name(view)
    claimed = targets(view, head, changes, texts, order, name)
    found = origins(view, changes.values(), texts, name)
    picks = picks_of(others)
    asked = {
        *(one.sha for one in changes.values() if reach),
        *(sha for target in claimed if not target.inside for sha in target.commits),
        *(target.claim.by for target in claimed),
        *(origin.sha for origin in found.values() if origin.sha and reach),
        *(pick for some in picks.values() if reach for pick in some),
    }
    releases = releases_of(view, asked) if asked else {}
    nets = Reckoning(
        claimed, changes=changes, texts=texts, order=order, releases=releases, component=component
    ).nets()
    around = {key: Around(releases=releases.get(one.sha, ())) for key, one in changes.items()}
    for key in nets.keys() | found.keys() | _picked(changes, picks):
        origin, one = found.get(key), changes[key]
        every = _every(one, texts, origin, picks, releases)
        around[key] = Around(nets.get(key, PLAIN), _with_releases(origin, releases), every)
    return around


def _picked(changes: Mapping[str, Brought], picks: Collection[str]) -> set[str]:
    """The keys of those that something was picked from."""
    if not picks:
        return set()
    return {key for key, one in changes.items() if any(sha in picks for sha in one.commits)}


def _with_releases(origin: Origin | None, releases: Releases) -> Origin | None:
    held = releases.get(origin.sha) if origin else None
    return replace(origin, releases=held) if origin and held else origin


def _every(
    one: Brought,
    texts: Mapping[str, Text],
    origin: Origin | None,
    picks: Mapping[str, tuple[str, ...]],
    releases: Releases,
) -> tuple[str, ...]:
    """The releases that have it by itself, as its origin, or as what was picked from it."""
    own = releases.get(one.sha, ())
    # One commit that was picked is not all of a pull request of several.
    plain = [sha for sha in one.commits if sha in texts and len(texts[sha].parents) < 2]
    picked = {one.sha, *plain} if len(plain) == 1 else {one.sha}
    others = [origin.sha] if origin and origin.sha else []
    others += [pick for sha in picked for pick in picks.get(sha, ())]
    names = {name for sha in others for name in releases.get(sha, ())}
    return own if names.issubset(own) else tuple(sorted(names.union(own), key=_place))


def _place(name: str) -> tuple[str, bytes]:
    version = read(name)
    return version.component, version.key


def _name(view: View) -> str:
    try:
        return repository(view).name
    except NotFound:
        return ""
