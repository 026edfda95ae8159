"""Drafts: what somebody wrote into a form about notes, as decisions."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from domain import edit
from domain.errors import Refused
from projections.notes.answer import Entry, Notes
from projections.notes.edits import Decided, Edit
from projections.view import View
from service import deciding
from service.notebook import Decide


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError as error:
        raise Refused(f"The place of a line is a whole number, such as 3; not {text[:40]}.") from (
            error
        )


_RESPECTS: Final = {
    "retitled": edit.TITLE,
    "reworded": edit.TEXT,
    "filed": edit.SECTION,
    "ordered": edit.ORDER,
    "hidden": edit.HIDDEN,
    "shown": edit.HIDDEN,
    "highlighted": edit.HIGHLIGHT,
}
_READ: Final[Mapping[str, Callable[[str], Any]]] = {
    edit.ORDER: _number,
    edit.HIDDEN: lambda text: text == "true",
    edit.HIGHLIGHT: lambda _: True,
}


class Line(NamedTuple):
    """A change as its form shows it; `edit` is what stands of what was decided about it."""

    entry: Entry
    edit: Edit | None

    @property
    def key(self) -> str:
        return self.entry.change.key

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the form, as they are filled at first."""
        told = self.edit
        hidden = told.hidden if told else None
        return {
            edit.TITLE: self.entry.title,
            edit.SECTION: self.entry.section,
            edit.TEXT: self.entry.text,
            edit.ORDER: "" if told is None or told.order is None else str(told.order),
            edit.HIDDEN: {None: "", True: "true", False: "false"}[hidden],
            edit.HIGHLIGHT: "true" if told and told.highlight else "",
        }

    def draft(self, form: Mapping[str, str]) -> Iterator[Decide]:
        """What the fields that are not as they were decide; one that is empty takes back."""
        wanted: dict[str, Any] = {}
        for name, before in self.fields.items():
            told = form.get(name, "").replace("\r\n", "\n").strip()
            if told != before.strip():
                wanted[name] = _READ.get(name, str)(told) if told else None
        return deciding.of_change(self.key, wanted)


def line_of(notes: Notes, key: str, edits: Mapping[str, Edit]) -> Line | None:
    """A change of the notes, listed or not."""
    found = next((one for one in entries_of(notes) if one.change.key == key), None)
    return Line(found, edits.get(key)) if found else None


def entries_of(notes: Notes) -> Iterator[Entry]:
    """All changes, in the order of the page."""
    for heading in notes.headings:
        yield from heading.entries
    yield from notes.unlisted


def of_release(view: View, tag: str, form: Mapping[str, str]) -> Iterator[Decide]:
    """What a form about a whole release decides: its base, or whether it is yanked."""
    if form.get("kind") == "base":
        base = form.get("base", "").strip()
        yield deciding.of_base(tag, deciding.known_tag(view, base) if base else None)
    elif form.get("kind") == "yank":
        yield deciding.of_yank(tag, yanked=form.get("yanked") == "yes")


def undoing(one: Decided) -> Decide | None:
    """What takes a decision back; None where it took something back itself."""
    name = one.about.partition(":")[2]
    if one.what in _RESPECTS:
        (step,) = deciding.of_change(one.about, {_RESPECTS[one.what]: None})
        return step
    others: dict[str, Callable[[], Decide]] = {
        "base chosen": lambda: deciding.of_base(name, None),
        "yanked": lambda: deciding.of_yank(name, yanked=False),
        "settings uploaded": lambda: deciding.of_settings(name, None),
    }
    made = others.get(one.what)
    return made() if made else None
