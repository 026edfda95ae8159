"""The next version: what the net set of changes asks for, and which change asks for the most."""

from collections.abc import Iterable, Sequence
from datetime import date

from domain import calver
from domain.bump import MAJOR, MINOR, NONE, PATCH, RANK, begun, bumped, following, tagged
from domain.trailer import release_as
from domain.version import Version
from projections.notes.answer import Entry, NextVersion
from projections.notes.settings import Section, Settings

FIRST = "0.1.0"  # as the questions and answers of SemVer have it

# What brings nothing asks for nothing.
_NOT_COUNTED = frozenset({"merge", "reverted-inside", "revert-inside"})
# Of these types nobody who uses the software sees anything.
_UNSEEN = frozenset({"docs", "refactor", "chore", "test", "build", "ci", "style", "release"})


def next_version(
    current: Version,
    entries: Sequence[Entry],
    sections: Iterable[Section],
    settings: Settings,
    day: date | None,
) -> NextVersion:
    """The version after the current one, which may be none. `day` is for CalVer."""
    counted = [one for one in entries if one.reason not in _NOT_COUNTED]
    said = ((release_as(one.change.message), one) for one in counted)
    for wanted, one in said:
        if wanted:
            why = f"{_named(one)} says Release-As: {wanted}"
            return NextVersion(current.text, wanted, _tag(current, wanted), _step(current), why)
    bump, why = _asked(counted, {one.title: one.bump for one in sections if one.bump}, settings)
    if settings.versioning != "semver" or current.scheme == "calver":
        return _by_date(current, bump, why, settings.versioning, day)
    return _by_number(current, bump, why)


def _step(current: Version) -> str:
    return NONE if not current.versioned else PATCH


def _tag(current: Version, text: str) -> str:
    return tagged(current, text) if current.versioned else ""


def _named(one: Entry) -> str:
    change = one.change
    return f"#{change.number}" if change.number is not None else change.sha[:10]


def _asked(entries: Iterable[Entry], bumps: dict[str, str], settings: Settings) -> tuple[str, str]:
    """The most that any change asks for, and that change with its reason."""
    most, why = NONE, "no change asks for a new version"
    for one in entries:
        bump, because = _bump(one, bumps, settings)
        if RANK[bump] > RANK[most]:
            most, why = bump, f"{_named(one)} {because}"
            if most == MAJOR:
                break
    return most, why


def _bump(one: Entry, bumps: dict[str, str], settings: Settings) -> tuple[str, str]:
    folded = {label.casefold(): label for label in one.change.labels}
    for bump, labels in settings.bumps:
        if found := next((label for label in labels if label.casefold() in folded), None):
            return bump, f"has the label {found}"
    if one.breaking:
        return MAJOR, "is a breaking change"
    if one.section in bumps:
        return bumps[one.section], f"stands under «{one.section}»"
    if settings.default_bump:
        return settings.default_bump, "has no label that asks for more"
    return _by_type(one.type)


def _by_type(kind: str) -> tuple[str, str]:
    if kind in _UNSEEN:
        return NONE, ""
    if kind == "feat":
        return MINOR, "is a feature"
    return PATCH, f"is of type {kind}" if kind else "changes something"


def _by_number(current: Version, bump: str, why: str) -> NextVersion:
    if not current.versioned:
        version = FIRST if bump != NONE else ""
        return NextVersion("", version, "", bump, f"the first version: {why}")
    if bump == NONE:
        return NextVersion(current.text, current.text, current.name, bump, why)
    if current.prerelease is not None:
        text, why = following(current), f"the prerelease after {current.text}: {why}"
    elif bump == MAJOR and not begun(current) and len(current.numbers) > 1:
        text, why = bumped(current, MINOR), f"{why}; below 1.0.0 that is a minor version"
    else:
        text = bumped(current, bump)
    return NextVersion(current.text, text, tagged(current, text), bump, why)


def _by_date(current: Version, bump: str, why: str, pattern: str, day: date | None) -> NextVersion:
    if pattern == "semver":
        why = f"{current.text} is a date: set notes.versioning to its pattern, as YYYY.0M.MICRO"
    elif day is None:
        why = "the date is not known, and the version is one"
    elif bump != NONE:
        text = calver.next_version(pattern, current.text, day, bump)
        if text == current.text:
            why = f"{pattern} has no count for a second version of {day}: add MICRO to it"
        return NextVersion(current.text, text, _tag(current, text), bump, why)
    else:
        return NextVersion(current.text, current.text, current.name, bump, why)
    return NextVersion(current.text, "", "", bump, why)
