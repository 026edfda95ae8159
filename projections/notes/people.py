"""The people of a range: who wrote what, without bots."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import lru_cache

from projections.change import Change
from projections.notes.answer import Contributor
from projections.notes.settings import Settings
from projections.who import Who

# Accounts without `[bot]` that are no people all the same.
BOTS = frozenset(
    {
        *("dependabot", "dependabot-preview", "renovate", "renovate-bot", "github-actions"),
        *("pre-commit-ci", "greenkeeper", "snyk-bot", "mergify", "allcontributors", "web-flow"),
        *("semantic-release-bot", "release-please", "imgbot", "codecov", "bors", "homu", "copilot"),
        *("github-merge-queue", "pyup-bot", "whitesource-bolt-for-github", "transifex-integration"),
    }
)
_SUFFIX = "[bot]"


def is_bot(who: Who, settings: Settings) -> bool:
    """By its account's kind, or by its name, with and without `[bot]`."""
    if who.kind == "bot" or who.name.endswith(_SUFFIX):
        return True
    name = who.name.casefold().replace(" ", "-")
    return name in BOTS or name in _named(settings.bot_names)


def is_named(who: Who, names: tuple[str, ...]) -> bool:
    """Whether it is one of those, with and without `[bot]`."""
    return bool(names) and plain(who.name) in _named(names)


@lru_cache(maxsize=64)
def _named(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(plain, names))


def plain(name: str) -> str:
    return name.casefold().removeprefix("@").removesuffix(_SUFFIX)


class People:
    """Those of many ranges, under one set of settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._names: dict[Who, str | None] = {}

    def of(
        self, changes: Iterable[Change], authors: Callable[[], Iterable[Who]]
    ) -> tuple[Contributor, ...]:
        """Each person once, by name; accounts before names.

        `authors` are those of all commits. A merge commit does not say who wrote what it merges, so
        where no account is known they stand beside the changes, without one of their own.
        """
        wrote: dict[Who, dict[str, None]] = defaultdict(dict)
        for change in changes:
            if change.author is not None:
                wrote[change.author][change.key] = None
            for who in change.co_authors:
                wrote[who][change.key] = None
        if not any(who.kind == "user" for who in wrote):
            wrote = {who: {} for who in authors()} | wrote
        people: dict[str, tuple[Who, dict[str, None]]] = {}
        for who, keys in wrote.items():
            name = self._name(who)
            if name is not None:
                known = people.get(name)
                people[name] = (who, keys) if known is None else _one_of(known, who, keys)
        return tuple(
            Contributor(who, tuple(keys), "", None, "name" if who.kind == "git" else "login")
            for _, (who, keys) in sorted(people.items())
            if not is_named(who, self._settings.excluded_contributors)
        )

    def _name(self, who: Who) -> str | None:
        """What two spellings of one person have in common; None where it is a bot."""
        if who not in self._names:
            self._names[who] = None if is_bot(who, self._settings) else plain(who.name)
        return self._names[who]


def _one_of(
    known: tuple[Who, dict[str, None]], who: Who, keys: dict[str, None]
) -> tuple[Who, dict[str, None]]:
    return (who if known[0].kind == "git" else known[0]), known[1] | keys
