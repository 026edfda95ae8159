"""A notebook: what people decide about the release notes of one repository, and take back."""

from datetime import datetime
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from eventsourcing.domain import event

from domain import edit
from domain.aggregate import Aggregate, Beginning, Decision
from domain.edit import AlreadySo, Signature
from domain.errors import Refused

MOST_FILES: Final = 32


class Signed(Decision):
    """A decision of somebody, for a reason."""

    by: str
    reason: str
    at: datetime


class Notebook(Aggregate):
    """One for each repository. What stands is kept by what it is about: a change, a tag, a path."""

    TOPIC = "notebook"

    class Opened(Beginning):
        TOPIC = "notebook.opened"
        repository: str
        at: datetime

    class Retitled(Signed):
        TOPIC = "notebook.retitled"
        key: str
        title: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.TITLE] = self.title

    class Reworded(Signed):
        TOPIC = "notebook.reworded"
        key: str
        text: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.TEXT] = self.text

    class Filed(Signed):
        TOPIC = "notebook.filed"
        key: str
        section: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.SECTION] = self.section

    class Ordered(Signed):
        TOPIC = "notebook.ordered"
        key: str
        order: int

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.ORDER] = self.order

    class Hidden(Signed):
        TOPIC = "notebook.hidden"
        key: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.HIDDEN] = True

    class Shown(Signed):
        TOPIC = "notebook.shown"
        key: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.HIDDEN] = False

    class Highlighted(Signed):
        TOPIC = "notebook.highlighted"
        key: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.edits.setdefault(self.key, {})[edit.HIGHLIGHT] = True

    class Undone(Signed):
        TOPIC = "notebook.undone"
        key: str
        what: str

        def apply(self, notebook: "Notebook") -> None:
            del notebook.edits[self.key][self.what]

    class BaseChosen(Signed):
        TOPIC = "notebook.base_chosen"
        tag: str
        base: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.bases[self.tag] = self.base

    class BaseWithdrawn(Signed):
        TOPIC = "notebook.base_withdrawn"
        tag: str

        def apply(self, notebook: "Notebook") -> None:
            del notebook.bases[self.tag]

    class Yanked(Signed):
        TOPIC = "notebook.yanked"
        tag: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.yanks[self.tag] = self.reason

    class Unyanked(Signed):
        TOPIC = "notebook.unyanked"
        tag: str

        def apply(self, notebook: "Notebook") -> None:
            del notebook.yanks[self.tag]

    class SettingsUploaded(Signed):
        TOPIC = "notebook.settings_uploaded"
        path: str
        content: str

        def apply(self, notebook: "Notebook") -> None:
            notebook.files[self.path] = self.content

    class SettingsWithdrawn(Signed):
        TOPIC = "notebook.settings_withdrawn"
        path: str

        def apply(self, notebook: "Notebook") -> None:
            del notebook.files[self.path]

    @staticmethod
    def create_id(repository: UUID | str) -> UUID:
        """By the repository's stream."""
        return uuid5(NAMESPACE_URL, f"shipledger:/notebook/{repository}")

    @classmethod
    def of(cls, stream: UUID, *, at: datetime) -> "Notebook":
        """An empty one, for the repository of the stream."""
        return cls(repository=str(stream), at=at)

    @event(Opened)
    def __init__(self, repository: str, at: datetime) -> None:
        self.repository = repository
        self.at = at
        self.edits: dict[str, dict[str, object]] = {}
        self.bases: dict[str, str] = {}
        self.yanks: dict[str, str] = {}
        self.files: dict[str, str] = {}

    def _decide(self, kind: type[Signed], sign: Signature, **what: object) -> None:
        self.trigger_event(kind, **what, **sign._asdict())

    # -- one change -------------------------------------------------------------------------------

    def retitle(self, key: str, title: str, sign: Signature) -> None:
        """Give its line another title."""
        title = edit.line("title", title, edit.LONGEST_TITLE)
        self._prove_news(key, edit.TITLE, title)
        self._decide(self.Retitled, sign, key=key, title=title)

    def reword(self, key: str, text: str, sign: Signature) -> None:
        """Give its line a paragraph of Markdown."""
        text = edit.paragraphs(text)
        self._prove_news(key, edit.TEXT, text)
        self._decide(self.Reworded, sign, key=key, text=text)

    def file(self, key: str, section: str, sign: Signature) -> None:
        """Put its line under another heading."""
        section = edit.line("section", section, edit.LONGEST_SECTION)
        self._prove_news(key, edit.SECTION, section)
        self._decide(self.Filed, sign, key=key, section=section)

    def order(self, key: str, order: int, sign: Signature) -> None:
        """Put its line before those with a larger number, and those with none."""
        self._prove_news(key, edit.ORDER, edit.place(order))
        self._decide(self.Ordered, sign, key=key, order=order)

    def hide(self, key: str, sign: Signature) -> None:
        """Leave its line out."""
        self._prove_news(key, edit.HIDDEN, True)
        self._decide(self.Hidden, sign, key=key)

    def show(self, key: str, sign: Signature) -> None:
        """Print its line, whatever the settings say."""
        self._prove_news(key, edit.HIDDEN, False)
        self._decide(self.Shown, sign, key=key)

    def highlight(self, key: str, sign: Signature) -> None:
        """Put its line among the highlights, too."""
        self._prove_news(key, edit.HIGHLIGHT, True)
        self._decide(self.Highlighted, sign, key=key)

    def undo(self, key: str, what: str, sign: Signature) -> None:
        """Let the change speak for itself again, in one respect."""
        if what not in edit.EDITABLE:
            raise Refused(f"Undo one of {', '.join(edit.EDITABLE)}; there is no {what}.")
        if what not in self.edits.get(edit.key(key), {}):
            raise AlreadySo(
                f"There is nothing to undo: nobody decided on the {edit.EDITABLE[what]} of {key}."
            )
        self._decide(self.Undone, sign, key=key, what=what)

    def _prove_news(self, key: str, what: str, value: object) -> None:
        if self.edits.get(edit.key(key), {}).get(what) == value:
            raise AlreadySo(f"The {edit.EDITABLE[what]} of {key} is the same as before.")

    # -- one release ------------------------------------------------------------------------------

    def choose_base(self, tag: str, base: str, sign: Signature) -> None:
        """Compare a release with this tag, rather than with the one that the rules find."""
        tag, base = _tag(tag), _tag(base)
        if tag == base:
            raise Refused(f"{tag} cannot be compared with itself: nothing would be new.")
        if self.bases.get(tag) == base:
            raise AlreadySo(f"{tag} is compared with {base} already.")
        self._decide(self.BaseChosen, sign, tag=tag, base=base)

    def withdraw_base(self, tag: str, sign: Signature) -> None:
        """Let the rules find what a release is compared with."""
        if tag not in self.bases:
            raise AlreadySo(f"There is nothing to undo: nobody chose a base for {tag}.")
        self._decide(self.BaseWithdrawn, sign, tag=tag)

    def yank(self, tag: str, sign: Signature) -> None:
        """Tell readers not to use a release; the reason is what they read."""
        tag = _tag(tag)
        if tag in self.yanks:
            raise AlreadySo(f"{tag} was yanked already: {self.yanks[tag]}")
        self._decide(self.Yanked, sign, tag=tag)

    def unyank(self, tag: str, sign: Signature) -> None:
        """Let readers use it again."""
        if tag not in self.yanks:
            raise AlreadySo(f"There is nothing to undo: {tag} is not yanked.")
        self._decide(self.Unyanked, sign, tag=tag)

    # -- settings ---------------------------------------------------------------------------------

    def upload(self, path: str, content: str, sign: Signature) -> None:
        """Have notes made by this file, before any of the repository's own."""
        path, content = edit.path(path), edit.content(content)
        if self.files.get(path) == content:
            raise AlreadySo(f"{path} holds the same as before.")
        if path not in self.files and len(self.files) == MOST_FILES:
            raise Refused(f"There are {MOST_FILES} files already; withdraw one that is not needed.")
        self._decide(self.SettingsUploaded, sign, path=path, content=content)

    def withdraw_settings(self, path: str, sign: Signature) -> None:
        """Have notes made without the file that was uploaded."""
        if path not in self.files:
            raise AlreadySo(f"There is nothing to undo: nobody uploaded {path}.")
        self._decide(self.SettingsWithdrawn, sign, path=path)


def _tag(text: str) -> str:
    return edit.line("tag", text, edit.LONGEST_NAME)
