"""The classification of a change: what its title, message, labels and trailers say that it is."""

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from domain import conventional, trailer
from domain.conventional import Header
from domain.message import below_title, first_line
from domain.override import overrides
from domain.release_note import release_note
from projections.change import REVERTS, Change
from projections.notes.advisories import named
from projections.notes.kinds import BREAKING, kind_of_label, kind_of_type
from projections.notes.settings import Settings


class Classified(Struct):
    """A change, and what is said of it.

    `labels`  without regard to case, as GitHub compares them.
    `kinds`   what its labels say that it is, by the common words for it, each with its label.
    `type`    what its own words say, else what its labels say; `own` the former alone.
    `note`    the text of its release note; empty where it says that readers need none, else None.
    """

    change: Change
    title: str
    type: str
    own: str
    scope: str
    breaking: bool
    breaking_text: str
    trailer: str
    labels: frozenset[str]
    kinds: Mapping[str, str]
    note: str | None
    diagnosis: str
    advisories: tuple[str, ...]


_NO_LABELS: tuple[frozenset[str], Mapping[str, str]] = frozenset(), {}


class Classifier:
    """Reads changes under the settings of one set of notes."""

    def __init__(self, settings: Settings) -> None:
        named = (
            kind
            for section in settings.sections
            for types in (section.types, *(one.types for one in section.when))
            for kind in types
        )
        self._types = conventional.TYPES.union(kind.lower() for kind in named)
        self._lenient = settings.lenient
        self._shortens = settings.mode == "conventional"

    def classified(self, change: Change) -> list[Classified]:
        """The change; or each of those that its pull request puts in its place."""
        if "BEGIN_COMMIT_OVERRIDE" in change.body and (told := overrides(change.body)):
            return [self._classified(one) for one in _instead(change, told)]
        return [self._classified(change)]

    def _classified(self, change: Change) -> Classified:
        header = self._header(change)
        labels, kinds = _labels(change.labels) if change.labels else _NO_LABELS
        category = _trailer(change)
        told = _breaking(change)
        own = kind_of_type(header.type) if header else ""
        if not own:
            own = "revert" if change.net == REVERTS else kind_of_type(category)
        marked = header is not None and header.breaking
        return Classified(
            change=change,
            title=self._title(change, header),
            type=own or next((kind for kind in kinds if kind != BREAKING), ""),
            own=own,
            scope=header.scope if header else "",
            breaking=bool(told) or marked or BREAKING in kinds,
            breaking_text="\n\n".join(told),
            trailer=category,
            labels=labels,
            kinds=kinds,
            note=release_note(change.body),
            diagnosis=header.diagnosis if header else "",
            advisories=named(change),
        )

    def _header(self, change: Change) -> Header | None:
        """Of the title, or of the commit's first line, that a squash may keep beside another."""
        found = self._known(change.title) if ":" in change.title else None
        if found is None and change.number is not None and ":" in change.message:
            return self._known(change.message.partition("\n")[0])
        return found

    def _known(self, line: str) -> Header | None:
        """«note: see below» has a type by the letter; one that nobody uses tells nothing."""
        found = conventional.header(line)
        if found is None or (found.diagnosis and not self._lenient):
            return None
        return found if found.type in self._types else None

    def _title(self, change: Change, header: Header | None) -> str:
        """Without its prefix, but where the settings are of a tool that keeps it."""
        described = header is not None and change.title.endswith(header.description)
        return header.description if header and described and self._shortens else change.title


def _instead(change: Change, messages: tuple[str, ...]) -> list[Change]:
    """The first keeps the key of the change, so that what was decided about it stays."""
    return [
        replace(
            change,
            key=change.key if at == 1 else f"{change.key}/{at}",
            title=first_line(message),
            body=below_title(message),
            message=message,
        )
        for at, message in enumerate(messages, 1)
    ]


@lru_cache(maxsize=4096)
def _labels(labels: tuple[str, ...]) -> tuple[frozenset[str], Mapping[str, str]]:
    kinds: dict[str, str] = {}
    for label in labels:
        if kind := kind_of_label(label):
            kinds.setdefault(kind, label)
    return frozenset(one.casefold() for one in labels), kinds


def _trailer(change: Change) -> str:
    """GitLab's `Changelog: added`, of the commit or of the description."""
    said = trailer.changelog(change.message)
    if not said and change.number is not None and "hangelog:" in change.body:
        return trailer.changelog(f"{change.title}\n\n{change.body}")
    return said


def _breaking(change: Change) -> tuple[str, ...]:
    if "BREAKING" in change.message:
        told = conventional.breaking_footers(change.message.partition("\n")[2])
        if told:
            return told
    return conventional.breaking_footers(change.body)
