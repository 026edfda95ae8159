"""The conditions under which a section takes a change, and why it does."""

from collections.abc import Iterator

from projections.change import Change
from projections.notes.classify import Classified
from projections.notes.kinds import kind_of_type
from projections.notes.settings import Component, Condition, Section
from projections.touching import concerns

ANY = "*"


def excludes(section: Section, one: Classified) -> bool:
    """Whether the section itself will not have the change."""
    labels = section.excluded_labels
    if labels and not one.labels.isdisjoint(label.casefold() for label in labels):
        return True
    author = one.change.author
    return author is not None and author.name in section.excluded_authors


def labelled(wanted: tuple[str, ...], labels: frozenset[str], mode: str = "any") -> str:
    """Why the labels are those that are wanted; empty where they are not."""
    if ANY in wanted:
        return "the section takes whatever no earlier one took"
    folded = [one.casefold() for one in wanted]
    if not folded or not _fits(mode, folded, labels):
        return ""
    return f"it has the label {next(one for one in folded if one in labels)}"


def _fits(mode: str, wanted: list[str], labels: frozenset[str]) -> bool:
    """any: one of them; all: each; only: one, and no other; exactly: each, and no other."""
    here = labels.intersection(wanted)
    no_other = len(here) == len(labels)
    every = len(here) == len(set(wanted))
    return {
        "any": bool(here),
        "all": every,
        "only": bool(here) and no_other,
        "exactly": every and no_other,
    }[mode]


def taken(section: Section, one: Classified) -> str:
    """Why a section takes the change, by any of its conditions; empty where none holds."""
    return next(filter(None, _whys(section, one)), "")


def _whys(section: Section, one: Classified) -> Iterator[str]:
    yield labelled(section.labels, one.labels, section.labels_mode)
    if section.types and one.own in {kind_of_type(kind.lower()) for kind in section.types}:
        yield f"it is of type {one.own}"
    if section.breaking and one.breaking:
        yield "it is a breaking change"
    if one.scope and one.scope.casefold() in map(str.casefold, section.scopes):
        yield f"its scope is {one.scope}"
    if one.trailer and one.trailer in map(str.casefold, section.trailers):
        yield f"its trailer says Changelog: {one.trailer}"
    if section.paths and touches(one.change, section.paths):
        yield "of the paths that it touches"
    yield from (holds(when, one) for when in section.when)


def holds(condition: Condition, one: Classified) -> str:
    """Why all of a condition holds; empty where something does not."""
    whys = []
    if condition.labels:
        whys.append(labelled(condition.labels, one.labels, condition.labels_mode))
    if condition.types:
        kinds = {kind_of_type(kind.lower()) for kind in condition.types}
        whys.append(f"it is of type {one.own}" if one.own in kinds else "")
    if condition.scopes:
        scopes = {scope.casefold() for scope in condition.scopes}
        whys.append(f"its scope is {one.scope}" if one.scope.casefold() in scopes else "")
    if condition.breaking is not None:
        named = "a breaking change" if one.breaking else "no breaking change"
        whys.append(f"it is {named}" if condition.breaking == one.breaking else "")
    if condition.paths:
        there = touches(one.change, condition.paths, condition.paths_mode)
        whys.append("of the paths that it touches" if there else "")
    return " and ".join(whys) if whys and all(whys) else ""


def touches(change: Change, globs: tuple[str, ...], mode: str = "any") -> bool:
    """Whether the change touched such paths; where nobody told its paths, it did not."""
    if change.touched is None or not concerns(Component("", paths=globs), change):
        return False
    each = mode in ("all", "exactly")
    alone = mode in ("only", "exactly")
    return (not each or all(concerns(Component("", paths=(one,)), change) for one in globs)) and (
        not alone or not concerns(Component("", paths=("**",), excluded_paths=globs), change)
    )
