"""The kinds of a change, and the words by which projects without any settings name them."""

import re
from functools import lru_cache

from projections.notes.settings import Section

BREAKING = "breaking"

# By the type of Conventional Commits that is the usual one: further words for it, in types, labels
# and GitLab's trailers.
_WORDS: dict[str, tuple[str, ...]] = {
    BREAKING: (
        *("breaking change", "breaking changes", "breaking api change", "semver major"),
        *("major", "backwards incompatible", "backward incompatible", "incompatible"),
        *("api breaking", "api change", "breaks", "action required"),
    ),
    "security": ("vulnerability", "security fix", "security vulnerability", "cve", "sec"),
    "feat": (
        *("feature", "features", "new feature", "enhancement", "enhancements", "minor", "added"),
        *("improvement", "improvements", "semver minor", "feature request", "new"),
    ),
    "fix": (
        *("bug", "bugs", "bugfix", "bug fix", "bugfixes", "fixes", "hotfix", "fixed", "patch"),
        *("regression", "semver patch", "crash", "defect"),
    ),
    "perf": ("performance", "optimization", "speed"),
    "deprecate": ("deprecation", "deprecations", "deprecated"),
    "remove": ("removal", "removals", "removed"),
    "docs": ("doc", "documentation", "document"),
    "deps": ("dependencies", "dependency", "dependency update", "dependency upgrade", "dep"),
    "changed": ("change", "changes"),
    "revert": ("reverts", "reverted"),
    "refactor": ("refact", "refactoring", "cleanup", "internal", "maintenance", "tech debt"),
    "chore": ("chores", "housekeeping"),
    "test": ("tests", "testing"),
    "build": ("build system", "packaging"),
    "ci": ("continuous integration", "github actions", "github_actions", "infrastructure"),
    "style": ("code style", "formatting", "lint"),
    "release": (),
    "types": ("typing",),
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in (kind, *words)}
_FRONT = re.compile(
    r"(?:type|kind|category|cat|t|c|k|changelog|change|pr|semver|release.note)\s*[:/-]+\s*"
)
_PICTURES = re.compile(r"[^\w\s:/.*+()-]+|:\w+:")

# Labels by which common tools, ours among them, leave a change out.
EXCLUDING = frozenset(
    {
        *("ignore-for-release", "ignore for release", "skip-changelog", "skip changelog"),
        *("no-changelog", "no changelog", "changelog: skip", "changelog:skip", "changelog/skip"),
        *("skip-release-notes", "no-release-notes", "release-note-none", "exclude-from-changelog"),
    }
)

SCOPES_OF_DEPENDENCIES = ("deps", "deps-dev", "dep", "dependencies", "dependency", "dev-deps")

BREAKING_CHANGES = "Breaking changes"
DEPENDENCIES = "Dependencies"
REST, ALL = "Other changes", "What's changed"

# The sections of a project that settled nothing.
SECTIONS = (
    Section(BREAKING_CHANGES, breaking=True, types=(BREAKING,)),
    Section("Security", types=("security",)),
    Section("Features", types=("feat",)),
    Section("Bug fixes", types=("fix",)),
    Section("Performance", types=("perf",)),
    Section("Changes", types=("changed",)),
    Section("Deprecations and removals", types=("deprecate", "remove")),
    Section("Reverted", types=("revert",)),
    Section("Documentation", types=("docs",)),
    Section(DEPENDENCIES, types=("deps",), scopes=SCOPES_OF_DEPENDENCIES),
    Section(REST, labels=("*",)),
    Section(
        "Internal",
        types=("refactor", "chore", "test", "build", "ci", "style", "release", "types"),
        internal=True,
    ),
)


@lru_cache(maxsize=4096)
def kind_of_type(name: str) -> str:
    """`feature` is `feat`; a type that is nobody's custom stays as it is."""
    kind = _KIND.get(name)
    return name if kind is None or kind == BREAKING else kind


@lru_cache(maxsize=4096)
def kind_of_label(label: str) -> str:
    """What a label says a change is: of `bug`, `kind/bug`, `type: bug` and «🐛 Bug» alike `fix`."""
    word = _PICTURES.sub(" ", label.casefold()).strip()
    for text in (word, _FRONT.sub("", word, count=1)):
        plain = " ".join(text.replace("-", " ").replace("_", " ").split())
        if kind := _KIND.get(plain) or _KIND.get(text):
            return kind
    return ""
