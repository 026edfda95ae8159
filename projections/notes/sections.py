"""The sections of notes: where each change stands, and why there or nowhere."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from projections.notes.classify import Classified
from projections.notes.conditions import ANY, excludes, labelled, taken
from projections.notes.dependencies import update
from projections.notes.kinds import ALL, DEPENDENCIES, REST, SECTIONS, kind_of_type
from projections.notes.settings import Section, Settings

GITHUB, DRAFTER, CONVENTIONAL = "github", "drafter", "conventional"


class Sorter:
    """Puts changes into the sections of one set of notes.

    `found` names all sections that a change stands in, with the reason; none where it has none.
    """

    def __init__(self, settings: Settings) -> None:
        self._mode = settings.mode
        self._default = not settings.sections and settings.mode == CONVENTIONAL
        self.sections = SECTIONS if self._default else settings.sections
        self._index = _Index(self.sections)
        # GitHub prints a plain list where there are no sections, and drops where there are.
        self.drops = bool(settings.sections) and settings.mode != DRAFTER

    def found(self, one: Classified) -> list[tuple[int, str]]:
        """Each section by its number, with the reason why the change stands there."""
        if self._mode == GITHUB:
            return self._first(one)
        if self._mode == DRAFTER:
            return self._every(one)
        return self._best(one)

    def titles(self, listed: Iterable[str]) -> Mapping[str, str]:
        """What sections are called otherwise than they are settled.

        Where most changes say nothing of their kind, they are «What's changed», and not a heap of
        others at the end.
        """
        if not self._default:
            return {}
        count = Counter(listed)
        kinds = count.total() - count[REST] - count[DEPENDENCIES]
        return {REST: ALL} if count[REST] > kinds else {}

    def _first(self, one: Classified) -> list[tuple[int, str]]:
        """GitHub's way: the first section that takes it, in the order of the file."""
        for number, section in enumerate(self.sections):
            why = labelled(section.labels, one.labels)
            if why and not excludes(section, one):
                return [(number, why)]
        return []

    def _every(self, one: Classified) -> list[tuple[int, str]]:
        """release-drafter's way: every section that takes it, up to one that is exclusive."""
        found = []
        for number, section in enumerate(self.sections):
            why = "" if excludes(section, one) else taken(section, one)
            if why:
                found.append((number, why))
                if section.exclusive:
                    break
        if not found and self._index.rest is not None:
            return [(self._index.rest, "no other section takes it")]
        return found

    def _best(self, one: Classified) -> list[tuple[int, str]]:
        """Ours: what is breaking or of security first, then by scope, trailer, type and labels."""
        chosen: tuple[int, str] | None = None
        for number, why in self._index.candidates(one, by_kind=self._default):
            if excludes(self.sections[number], one):
                continue
            if number in self._index.leading:
                return [(number, why)]
            if chosen is None:
                chosen = number, why
        if chosen is None and self._index.rest is not None:
            chosen = self._index.rest, "nothing says what kind of change it is"
        return [chosen] if chosen else []


class _Index:
    """The sections by what they take, so that no change is held against each of them."""

    def __init__(self, sections: tuple[Section, ...]) -> None:
        self.scopes: dict[str, list[int]] = defaultdict(list)
        self.types: dict[str, list[int]] = defaultdict(list)
        self.trailers: dict[str, list[int]] = defaultdict(list)
        self.labels: dict[str, list[int]] = defaultdict(list)
        self.special: list[int] = []
        self.breaking = [at for at, one in enumerate(sections) if one.breaking]
        self.leading = {at for at, one in enumerate(sections) if one.breaking or _of_security(one)}
        self.rest = next((at for at, one in enumerate(sections) if _takes_rest(one)), None)
        self.dependencies = next((at for at, one in enumerate(sections) if _of_deps(one)), None)
        self._sections = sections
        for at, section in enumerate(sections):
            self._file(at, section)

    def _file(self, at: int, section: Section) -> None:
        for scope in section.scopes:
            self.scopes[scope.casefold()].append(at)
        for kind in section.types:
            self.types[kind_of_type(kind.lower())].append(at)
        for trailer in section.trailers:
            self.trailers[trailer.casefold()].append(at)
        if section.labels_mode == "any":
            for label in section.labels:
                self.labels[label.casefold()].append(at)
        if section.labels_mode != "any" or section.paths or section.when:
            self.special.append(at)

    def candidates(self, one: Classified, *, by_kind: bool) -> Iterator[tuple[int, str]]:
        """What speaks for which section, the weightier first."""
        if one.breaking:
            yield from ((at, "it is a breaking change") for at in self.breaking)
        yield from self._by_security(one, by_kind=by_kind)
        if one.scope:
            yield from _each(self.scopes, one.scope.casefold(), "its scope is")
        if one.trailer:
            yield from _each(self.trailers, one.trailer, "its trailer says Changelog:")
        if one.own:
            yield from _each(self.types, one.own, "it is of type")
        if one.labels:
            yield from self._by_labels(one, by_kind=by_kind)
        for at in self.special:
            if why := taken(self._sections[at], one):
                yield at, why
        if self.dependencies is not None and update(one.change.title):
            yield self.dependencies, "its title is that of a dependency update"

    def _by_security(self, one: Classified, *, by_kind: bool) -> Iterator[tuple[int, str]]:
        """A label of security, or an advisory in the title, says more than «fix:»."""
        if by_kind and "security" in one.kinds:
            yield from self._by_kind("security", one)
        elif one.advisories and one.advisories[0] in one.change.title:
            for at in self.types.get("security", ()):
                yield at, f"its title names {one.advisories[0]}"
        elif "]" in one.change.title and (found := update(one.change.title)) and found.security:
            for at in self.types.get("security", ()):
                yield at, "its title says that the update is one for the sake of security"

    def _by_labels(self, one: Classified, *, by_kind: bool) -> Iterator[tuple[int, str]]:
        for kind in one.kinds if by_kind else ():
            yield from self._by_kind(kind, one)
        for label in sorted(one.labels) if self.labels else ():
            yield from _each(self.labels, label, "it has the label")

    def _by_kind(self, kind: str, one: Classified) -> Iterator[tuple[int, str]]:
        for at in self.types.get(kind, ()):
            yield at, f"it has the label {one.kinds[kind]}"


def _each(filed: Mapping[str, list[int]], word: str, why: str) -> Iterator[tuple[int, str]]:
    for at in filed.get(word, ()):
        yield at, f"{why} {word}"


def _of_security(section: Section) -> bool:
    said = (*section.types, *section.labels, *section.trailers)
    return any("security" in one.lower() for one in said)


def _of_deps(section: Section) -> bool:
    said = {*section.types, *section.scopes, *section.labels}
    return not said.isdisjoint({"deps", "dependencies"})


def _takes_rest(section: Section) -> bool:
    """`*`; or a section that asks for nothing, as release-drafter has it."""
    asks = (section.labels, section.types, section.scopes, section.paths, section.trailers)
    return ANY in section.labels or not (any(asks) or section.breaking or section.when)
