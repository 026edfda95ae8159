"""The base of a release: the release that it is compared with, and why that one."""

from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from projections.notes.edits import ChosenBase
from projections.notes.policies import POLICIES, Alternative, Choice
from projections.notes.series import Lineup
from projections.notes.settings import ANCESTOR, Settings
from projections.standing import tags
from projections.tag_state import TagState
from projections.view import View

_SHOWN = 5
_DEFAULT = Settings()


class Base(Struct, frozen=True):
    """What a release is compared with; with no tag, its whole history is new."""

    tag: str | None
    sha: str | None
    why: str
    alternatives: tuple[Alternative, ...]
    positions: tuple[int, ...]


def base_of(view: View, tag: TagState, settings: Settings = _DEFAULT) -> Base:
    """The release that this one is compared with, at the view's moment."""
    return base_in(view, tag, Lineup(view, settings))


def base_in(view: View, tag: TagState, lineup: Lineup) -> Base:
    """The same, for many tags of one lineup. What a person chose goes before every rule."""
    choice = _by_policy(view, tag, lineup)
    chosen = view.notebook().bases.get(tag.name)
    if chosen is None:
        return _base(choice)
    return _as_chosen(view, choice, chosen)


def _by_policy(view: View, tag: TagState, lineup: Lineup) -> Choice:
    """A name without a version says nothing of its neighbours: its history does."""
    policy = lineup.series_of(tag.name).policy if lineup.read(tag.name).versioned else ANCESTOR
    return POLICIES[policy](view, tag, lineup)


def _as_chosen(view: View, choice: Choice, chosen: ChosenBase) -> Base:
    """Of the rule's own choice, and of what a person chose, the one is an alternative."""
    ((name, tag),) = tags(view, (chosen.base,))
    if tag is None or not tag.exists or tag.sha is None:
        why_not = f"{chosen.by} chose it ({chosen.reason}), but no such tag stands now"
        missing = Alternative(name, tag.sha if tag else None, why_not)
        return _base(replace(choice, alternatives=chain((missing,), choice.alternatives)))
    alternatives = choice.alternatives
    if choice.tag and choice.tag.name != name:
        why_not = f"{choice.why}; {chosen.by} chose {name} instead"
        by_rule = Alternative(choice.tag.name, choice.tag.sha, why_not)
        others = (one for one in alternatives if one.tag != name)
        alternatives = chain((by_rule,), others)
    why = f"chosen by {chosen.by} on {chosen.at:%Y-%m-%d}: {chosen.reason}"
    base = _base(Choice(tag, why, alternatives))
    return replace(base, positions=tuple(sorted({*base.positions, chosen.position})))


def _base(choice: Choice) -> Base:
    shown = tuple(islice(choice.alternatives, _SHOWN))
    if choice.tag is None:
        return Base(None, None, choice.why, shown, ())
    return Base(choice.tag.name, choice.tag.sha, choice.why, shown, choice.tag.positions)
