"""The edits of notes: what people decided of single changes, kept apart from what happened."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field


class Edit(Struct, frozen=True):
    """All that stands of what was decided about one change; None where nothing was.

    `order`  a smaller number comes first within its section; changes without one come after.
    """

    key: str  # of the change: `pull:12`, `commit:<sha>`
    by: str
    reason: str
    at: datetime
    position: int
    title: str | None = None
    text: str | None = None
    section: str | None = None
    order: int | None = None
    hidden: bool | None = None
    highlight: bool | None = None


class ChosenBase(Struct, frozen=True):
    """A person decided what a release is compared with."""

    tag: str
    base: str
    by: str
    reason: str
    at: datetime
    position: int


class UploadedFile(Struct, frozen=True):
    """Settings that a person gave to the ledger itself; they go before those in the repository."""

    path: str
    content: str
    by: str
    reason: str
    at: datetime
    position: int


class Decided(Struct, frozen=True):
    """One decision as history tells it.

    `what`   retitled, reworded, filed, ordered, hidden, shown, highlighted, undone, base chosen,
             base withdrawn, yanked, unyanked, settings uploaded, settings withdrawn.
    `about`  the change's key, `tag:v1.2.0`, or `file:` with a path.
    `value`  what was decided, as text; of an uploaded file its size.
    `version`  of an uploaded file the beginning of its SHA-256.
    """

    position: int
    what: str
    about: str
    value: str
    by: str
    reason: str
    at: datetime
    version: str = ""


class Notebook(Struct, frozen=True):
    """What people decided about the notes of one repository, as of the view's position.

    `history`  every decision, the oldest first, with those that were taken back.
    """

    edits: Mapping[str, Edit] = field(default_factory=dict)
    bases: Mapping[str, ChosenBase] = field(default_factory=dict)  # by tag
    yanked: Mapping[str, str] = field(default_factory=dict)  # tag: reason, for Keep a Changelog
    files: Mapping[str, UploadedFile] = field(default_factory=dict)  # by path
    history: tuple[Decided, ...] = ()

    @property
    def version(self) -> int:
        """How often something was decided: whoever writes may say which version was read."""
        return len(self.history)


NOTHING = Notebook()
