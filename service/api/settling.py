"""Settling: a decision that came over HTTP, from what was proved to what stands afterwards."""

import re
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Final

from flask import request
from msgspec import Struct

from projections.notes.edits import ChosenBase, Edit, Notebook
from projections.notes.found_settings import OURS
from projections.policy.in_force import problems_of
from service import deciding
from service.api.asked import Asked
from service.api.bodies import wanted
from service.api.errors import UnreadableSettings
from service.api.permission import prove
from service.api.reading import Reading, named
from service.api.sight import prove_sees_after
from service.api.traces import trace
from service.looking import Look
from service.notebook import Decide, Notebooks, Pen, Stale
from service.version import fingerprint

NOW: Final = Asked()
_VERSION = re.compile(r'"(?:[0-9a-f]+-)?notebook-([0-9]{1,9})"')


class YankedRelease(Struct, frozen=True):
    """A release that readers are told not to use, and why."""

    tag: str
    reason: str


class SettingsFile(Struct, frozen=True):
    """A file of settings that was uploaded; its content is in the answer about settings."""

    path: str
    size: int
    by: str
    reason: str
    at: datetime
    position: int


class Standing(Struct, frozen=True):
    """What stands of people's decisions. `version` counts all of them, for `If-Match`."""

    version: int
    edits: tuple[Edit, ...]
    bases: tuple[ChosenBase, ...]
    yanked: tuple[YankedRelease, ...]
    files: tuple[SettingsFile, ...]


class Settlement(Struct, frozen=True):
    """What became of a decision: `already` says what of it stood before; `now` is what stands of
    the change, the tag or the file that it is about.
    """

    changed: bool
    already: tuple[str, ...]
    now: Standing


class Settling:
    """Records decisions for the caller of the request; thread-safe."""

    def __init__(self, reading: Reading, notebooks: Notebooks) -> None:
        self._reading = reading
        self._notebooks = notebooks

    def opened(self, owner: str, name: str) -> AbstractContextManager[Look]:
        """The repository as it is now."""
        return self._reading.repository(owner, name, NOW)

    def settle(
        self, owner: str, name: str, reason: str, decisions: list[Decide], about: str
    ) -> Settlement:
        """Record the decisions; what stands of what they are about is the answer."""
        with self.opened(owner, name) as view:
            prove(view, deed_of(about))
            if about in OURS:
                prove_sees_after(self.tried(view, reason, decisions))
            stream = view.stream
        pen = Pen(trace().caller, reason, expected())
        settled = self._notebooks.settle(stream, pen, *decisions)
        with self.opened(owner, name) as view:
            notebook = view.notebook()
            tagged(notebook)
            return Settlement(bool(settled.new), settled.already, standing(notebook, about))

    def tried(self, view: Look, reason: str, decisions: list[Decide]) -> Look:
        """The repository, if these were decided."""
        pen = Pen(trace().caller, reason)
        return view.supposing(self._notebooks.tried(view.stream, pen, *decisions))

    def prove_readable(self, owner: str, name: str, reason: str, decision: Decide) -> None:
        """Raise `UnreadableSettings` where a file would bring problems that there are not now."""
        with self.opened(owner, name) as view:
            before = problems_of(view)
            after = problems_of(self.tried(view, reason, [decision]))
        if fresh := tuple(one for one in after if one not in before):
            raise UnreadableSettings(fresh)


def deed_of(about: str) -> str:
    """What a role must allow: a file of ours holds the policy, which is more than notes."""
    return "administer" if about in OURS else "notes"


def steps_of(view: Look, body: Mapping[str, Any]) -> Iterator[Decide]:
    """All that a preview supposes."""
    for one in body.get("edits", ()):
        yield from deciding.of_change(deciding.known_change(view, one["change"]), wanted(one))
    for one in body.get("bases", ()):
        base = one["base"] and deciding.known_tag(view, one["base"])
        yield deciding.of_base(deciding.known_tag(view, one["tag"]), base)
    if file := body.get("settings"):
        yield deciding.of_settings(file["path"], file["content"])


def standing(notebook: Notebook, about: str | None = None) -> Standing:
    """What stands; of one change, tag or file, or of all."""
    return Standing(
        version=notebook.version,
        edits=tuple(one for key, one in notebook.edits.items() if about in (None, key)),
        bases=tuple(one for tag, one in notebook.bases.items() if about in (None, tag)),
        yanked=tuple(
            YankedRelease(tag, why) for tag, why in notebook.yanked.items() if about in (None, tag)
        ),
        files=tuple(
            SettingsFile(
                one.path, len(one.content.encode()), one.by, one.reason, one.at, one.position
            )
            for path, one in notebook.files.items()
            if about in (None, path)
        ),
    )


def tagged(notebook: Notebook) -> None:
    """Name the answer by the notebook's version alone, since it changes with nothing else."""
    named(f"{fingerprint()}-notebook-{notebook.version}")


def expected() -> int | None:
    """The version of the notebook that `If-Match` names; None where any will do."""
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = _VERSION.fullmatch(given)
    if found is None:
        raise Stale("If-Match names no version of the notebook: take the ETag of …/notes/edits.")
    return int(found[1])
