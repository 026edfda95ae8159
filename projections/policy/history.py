"""The history of a policy: every version that a file of it had, when, and who or what told it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from msgspec import Struct

from domain import subject
from domain.configuration import FileObserved, version_of
from projections.notes.found_settings import OURS
from projections.view import View

_FILES: Final = {f"file:{path}": path for path in OURS}


class PolicyVersion(Struct, frozen=True):
    """What a file said from then on; one that was given to the ledger goes before all others.

    `version` is empty where the file was taken away; `sha` is the commit that it was read at, and
    `by` who gave it to the ledger.
    """

    at: datetime
    version: str
    path: str
    sha: str
    by: str
    reason: str
    position: int


def history_of(view: View) -> tuple[PolicyVersion, ...]:
    """The newest first."""
    found = sorted((*_observed(view), *_given(view)), key=lambda one: (one.at, one.position))
    return tuple(found[::-1])


def _observed(view: View) -> Iterator[PolicyVersion]:
    for position, fact in view.about(*map(subject.file, OURS)):
        if isinstance(fact, FileObserved):
            version = "" if fact.gone else version_of(fact.content)
            yield PolicyVersion(fact.at, version, fact.path, fact.sha, "", "", position)


def _given(view: View) -> Iterator[PolicyVersion]:
    for one in view.notebook().history:
        if path := _FILES.get(one.about):
            told = (one.at, one.version, path, "", one.by, one.reason, one.position)
            yield PolicyVersion(*told)
