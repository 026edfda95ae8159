"""The entries of notes: each change as it is shown, or the reason why it is not."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from projections.change import GONE, REVERTS, Change
from projections.kept import Kept
from projections.notes.answer import Entry
from projections.notes.classify import Classified, Classifier
from projections.notes.conditions import holds, touches
from projections.notes.dependencies import update
from projections.notes.edits import Edit, Notebook
from projections.notes.folding import fold
from projections.notes.kinds import EXCLUDING
from projections.notes.people import is_bot, is_named
from projections.notes.sections import CONVENTIONAL, GITHUB, Sorter
from projections.notes.settings import Settings

LISTED, INTERNAL = "listed", "internal"
_Reason = tuple[str, str]  # as a word, and as a sentence
_NONE = ("", "")


class Entries:
    """Makes entries under one set of settings; of a change that comes again, no others."""

    def __init__(self, settings: Settings, sorter: Sorter, notebook: Notebook) -> None:
        self._placed = Kept(_Placing(settings, sorter, notebook).of)
        self._sorter = sorter
        self._folds = settings.fold_dependencies

    def of(self, changes: Sequence[Change]) -> list[Entry]:
        """All of them, in the order of the changes; a change may stand in several sections."""
        placed = [one for change in changes for one in self._placed.of(change)]
        titles = self._sorter.titles(
            one.place.section for one in placed if one.place.reason == LISTED
        )
        told = [one.entry(titles) for one in placed]
        return fold(told, (one.update for one in placed)) if self._folds else told


class _Placing:
    """Finds the places of a change, whatever else came with it."""

    def __init__(self, settings: Settings, sorter: Sorter, notebook: Notebook) -> None:
        self._classifier, self._judge = Classifier(settings), _Judge(settings)
        self._sorter = sorter
        self._edits = notebook.edits

    def of(self, change: Change) -> "list[_Placed]":
        return [
            _Placed(one, edit, place)
            for one in self._classifier.classified(change)
            for edit in (self._edits.get(one.change.key),)
            for place in _of(one, self._judge, self._sorter, edit)
        ]


class _Placed:
    """A change in one of its places, with the entry that was made of it last."""

    __slots__ = ("_edit", "_entry", "_one", "_title", "place", "update")

    def __init__(self, one: Classified, edit: Edit | None, place: "_Place") -> None:
        self._one, self._edit, self.place = one, edit, place
        self.update = update(one.change.title)
        self._title = place.section
        self._entry: Entry | None = None

    def entry(self, titles: Mapping[str, str]) -> Entry:
        """Under the title that its section has among these changes."""
        title = titles.get(self.place.section, self.place.section) if titles else self.place.section
        if self._entry is None or title != self._title:
            self._title = title
            self._entry = _entry(self._one, self._edit, self.place, title)
        return self._entry


class _Place(Struct, frozen=True):
    """Where an entry stands; or, as a word and as a sentence, why it stands nowhere."""

    section: str
    reason: str
    why: str
    internal: bool = False


def _of(one: Classified, judge: "_Judge", sorter: Sorter, edit: Edit | None) -> Iterable[_Place]:
    if edit and edit.hidden:
        return (_Place("", "hidden", f"{edit.by} hid it: {edit.reason}"),)
    shown = edit is not None and edit.hidden is False
    reason, why = _NONE if shown else judge.reason(one)
    if reason:
        return (_Place("", reason, why),)
    if edit and edit.section is not None:
        return (_Place(edit.section, LISTED, f"{edit.by} put it here: {edit.reason}"),)
    return _places(one, sorter, edit if shown else None)


def _places(one: Classified, sorter: Sorter, shown: Edit | None) -> Iterator[_Place]:
    found = sorter.found(one)
    for number, because in found:
        section = sorter.sections[number]
        yield _Place(section.title, LISTED, because, section.internal)
    if found:
        return
    if shown:
        yield _Place("", LISTED, f"{shown.by} lets it be shown: {shown.reason}")
    elif sorter.drops:
        why = "no section takes it, and there is none for all others (labels: ['*'])"
        yield _Place("", "no-section", why)
    else:
        yield _Place("", LISTED, "none of the sections takes it")


def _entry(one: Classified, edit: Edit | None, place: _Place, title: str) -> Entry:
    change, why, section = one.change, place.why, place.section
    listed = place.reason == LISTED
    if listed:
        section = title
        why = f"under «{section}»: {why}" if section else f"before all sections: {why}"
        if change.net == REVERTS:
            why = f"{why}; {change.net_why}"
    return Entry(
        change=change,
        title=edit.title if edit and edit.title is not None else one.title,
        text=edit.text if edit and edit.text is not None else one.note or "",
        type=one.type,
        scope=one.scope,
        breaking=one.breaking,
        breaking_text=one.breaking_text,
        section=section,
        internal=place.internal,
        highlighted=bool(edit and edit.highlight),
        listed=listed,
        reason=INTERNAL if place.internal else place.reason,
        why=why,
        folds=(),
        fold_numbers=(),
        advisories=one.advisories,
        also_in=change.releases,
        diagnosis=one.diagnosis,
        edit=edit,
    )


class _Judge:
    """Says of a change why it is not listed at all, whatever sections there are."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        defaults = settings.source == "defaults"
        labels = settings.excluded_labels or (EXCLUDING if defaults else ())
        self._excluded = frozenset(label.casefold() for label in labels)
        self._included = frozenset(label.casefold() for label in settings.included_labels)
        self._pulls_only = settings.mode != CONVENTIONAL
        self._exact = settings.mode == GITHUB
        paths = (*settings.included_paths, *settings.excluded_paths)
        self._conditions = bool(paths or settings.included or settings.excluded)

    def reason(self, one: Classified) -> _Reason:
        change = one.change
        if change.number is None and change.merge:
            return "merge", "a merge commit brings nothing of its own"
        if change.net == GONE:
            return self._gone(change)
        if one.note == "":
            return "note-none", "its description says that readers need no note of it"
        if self._pulls_only and change.number is None:
            return "commit", "it belongs to no pull request, and only those are listed"
        return self._excluding(one) or self._of_author(change) or self._backport(change) or _NONE

    def _gone(self, change: Change) -> _Reason:
        inside = any(one.inside for one in change.reverts)
        return ("revert-inside" if inside else "reverted-inside"), change.net_why

    def _excluding(self, one: Classified) -> _Reason | None:
        if found := one.labels & self._excluded:
            return "excluded-label", f"it has the label {min(found)}, which is left out"
        if self._included and not one.labels & self._included:
            return "excluded-label", "it has none of the labels that are to be listed"
        return next(self._by_conditions(one), None) if self._conditions else None

    def _by_conditions(self, one: Classified) -> Iterator[_Reason]:
        settings = self._settings
        if settings.excluded_paths and touches(one.change, settings.excluded_paths, "only"):
            yield "excluded-path", "it touched nothing but paths that are left out"
        if settings.included_paths and not touches(one.change, settings.included_paths):
            yield "excluded-path", "it touched none of the paths that are to be listed"
        if settings.included and not any(holds(when, one) for when in settings.included):
            yield "excluded-label", "no category of type pre-include takes it"
        for when in settings.excluded:
            if why := holds(when, one):
                yield "excluded-label", f"a category of type pre-exclude takes it: {why}"

    def _of_author(self, change: Change) -> _Reason | None:
        author, settings = change.author, self._settings
        if author is None:
            return None
        excluded = settings.excluded_authors
        if author.name in excluded or (not self._exact and is_named(author, excluded)):
            return "excluded-author", f"{author.name} is left out"
        if not settings.bots and is_bot(author, settings):
            return "bot", f"{author.name} is a bot, and changes by bots are left out"
        return None

    def _backport(self, change: Change) -> _Reason | None:
        if self._settings.backports == "drop" and change.origin and change.origin.releases:
            return "backport", f"{change.origin.releases[0]} released it before"
        return None
