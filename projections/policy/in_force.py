"""The policy in force: the rules that a team wrote down, and the version that they had then."""

from functools import lru_cache

from msgspec import Struct, field

from domain.configuration import version_of
from domain.errors import Malformed
from projections.notes.found_settings import OURS, files_of, settings_in, settings_of
from projections.notes.yaml_text import load
from projections.policy.sections import POLICY, Sections
from projections.view import View

# With no file nothing is asked for, and everything works.
DEFAULT = "default"


class Policy(Struct, frozen=True):
    """`version` names the content, and so the rules: `default`, or the beginning of its SHA-256.

    `source`    the file and the commit it stands in, or who gave it to the ledger.
    `problems`  what cannot be understood of it. While there are any nothing may be deployed: a
                rule that was mistyped must not be a rule that is not there.
    """

    version: str = DEFAULT
    source: str = "the defaults, for want of a file"
    problems: tuple[str, ...] = ()
    sections: Sections = field(default_factory=Sections)


def policy_of(view: View) -> Policy:
    """The policy in force at the view's position and moment."""
    files = files_of(view)
    path = next((one for one in OURS if one in files), None)
    if path is None:
        return Policy()
    return read_policy(files[path].content, path, files[path].source)


def problems_of(view: View) -> tuple[str, ...]:
    """All that cannot be understood of a team's files: of its settings of notes, and its policy."""
    found = (*settings_of(view).problems, *policy_of(view).problems)
    return tuple(dict.fromkeys(found))


def faults_of(content: str) -> tuple[str, ...]:
    """The same of one file, which is read as ours."""
    found = (*settings_in(OURS[0], content).problems, *read_policy(content, OURS[0], "").problems)
    return tuple(dict.fromkeys(found))


# A file changes rarely, and is asked about at every deployment.
@lru_cache(maxsize=64)
def read_policy(content: str, path: str, source: str) -> Policy:
    """The policy that stands in a file; what is wrong with it is told in `problems`."""
    version = version_of(content)
    try:
        told = load(content) or {}
    except Malformed as wrong:
        return Policy(version, source, (f"{path}: {wrong}",))
    problems: list[str] = []
    values = POLICY.read(told, "", problems)
    sections = Sections.of(values, problems)
    return Policy(version, source, tuple(f"{path}: {one}" for one in problems), sections)
