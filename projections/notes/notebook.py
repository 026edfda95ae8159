"""The notebook as it stands: the fold of people's decisions, in the order of their recording."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from domain import edit
from domain.configuration import version_of
from domain.notebook import Notebook as Decisions
from projections.notes.edits import ChosenBase, Decided, Edit, Notebook, UploadedFile
from projections.recorded import Recorded


def notebook(recorded: Iterable[Recorded], as_at: datetime | None = None) -> Notebook:
    """All that stands of the decisions, which come by position, up to the moment."""
    made = Folding()
    for one in recorded:
        if as_at is None or one.decision.at <= as_at:
            made.take(one)
    return Notebook(made.edits, made.bases, made.yanked, made.files, tuple(made.history))


class Folding:
    """A notebook while it is read."""

    def __init__(self) -> None:
        self.edits: dict[str, Edit] = {}
        self.bases: dict[str, ChosenBase] = {}
        self.yanked: dict[str, str] = {}
        self.files: dict[str, UploadedFile] = {}
        self.history: list[Decided] = []

    def take(self, one: Recorded) -> None:
        kind = type(one.decision)
        if kind in _OF_A_CHANGE:
            self._edit(one, *_OF_A_CHANGE[kind](one.decision))
        else:
            _OF_OTHERS[kind](self, one)
        self.history.append(_told(one))

    def _edit(self, one: Recorded, what: str, value: object) -> None:
        made: Any = one.decision
        signed = {**_signature(one), what: value}
        before = self.edits.get(made.key) or Edit(key=made.key, **_signature(one))
        after = replace(before, **signed)
        if any(getattr(after, name) is not None for name in edit.EDITABLE):
            self.edits[made.key] = after
        else:
            self.edits.pop(made.key, None)

    def base_chosen(self, one: Recorded) -> None:
        made: Any = one.decision
        self.bases[made.tag] = ChosenBase(made.tag, made.base, **_signature(one))

    def base_withdrawn(self, one: Recorded) -> None:
        made: Any = one.decision
        self.bases.pop(made.tag, None)

    def yanked_(self, one: Recorded) -> None:
        made: Any = one.decision
        self.yanked[made.tag] = made.reason

    def unyanked(self, one: Recorded) -> None:
        made: Any = one.decision
        self.yanked.pop(made.tag, None)

    def uploaded(self, one: Recorded) -> None:
        made: Any = one.decision
        self.files[made.path] = UploadedFile(made.path, made.content, **_signature(one))

    def withdrawn(self, one: Recorded) -> None:
        made: Any = one.decision
        self.files.pop(made.path, None)


# Which respect of a change a decision is about, and what is decided.
_OF_A_CHANGE: Final[dict[type, Callable[[Any], tuple[str, object]]]] = {
    Decisions.Retitled: lambda made: (edit.TITLE, made.title),
    Decisions.Reworded: lambda made: (edit.TEXT, made.text),
    Decisions.Filed: lambda made: (edit.SECTION, made.section),
    Decisions.Ordered: lambda made: (edit.ORDER, made.order),
    Decisions.Hidden: lambda _: (edit.HIDDEN, True),
    Decisions.Shown: lambda _: (edit.HIDDEN, False),
    Decisions.Highlighted: lambda _: (edit.HIGHLIGHT, True),
    Decisions.Undone: lambda made: (made.what, None),
}
_OF_OTHERS: Final[dict[type, Callable[[Folding, Recorded], None]]] = {
    Decisions.BaseChosen: Folding.base_chosen,
    Decisions.BaseWithdrawn: Folding.base_withdrawn,
    Decisions.Yanked: Folding.yanked_,
    Decisions.Unyanked: Folding.unyanked,
    Decisions.SettingsUploaded: Folding.uploaded,
    Decisions.SettingsWithdrawn: Folding.withdrawn,
}


def _signature(one: Recorded) -> dict[str, Any]:
    made = one.decision
    return {"by": made.by, "reason": made.reason, "at": made.at, "position": one.position}


def _told(one: Recorded) -> Decided:
    made: Any = one.decision
    what = str(made.TOPIC).partition(".")[2].replace("_", " ")
    version = version_of(made.content) if hasattr(made, "content") else ""
    told = {**_signature(one), "version": version}
    return Decided(what=what, about=_about(made), value=_value(made), **told)


def _about(made: Any) -> str:
    if hasattr(made, "key"):
        return str(made.key)
    return f"tag:{made.tag}" if hasattr(made, "tag") else f"file:{made.path}"


def _value(made: Any) -> str:
    if hasattr(made, "content"):
        return f"{len(made.content.encode()):,} bytes"
    names = ("title", "text", "section", "order", "what", "base")
    return next((str(getattr(made, name)) for name in names if hasattr(made, name)), "")
