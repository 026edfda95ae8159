"""Deciding: what people ask for about notes, as decisions of the notebook."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, Final

from domain import edit, subject
from domain.edit import Signature
from domain.errors import NotFound, Refused
from domain.notebook import Notebook
from projections.notes.found_settings import PATHS
from projections.view import View
from service.notebook import Decide

_EDITS: Final[Mapping[str, Callable[[Notebook, str, Any, Signature], None]]] = {
    edit.TITLE: Notebook.retitle,
    edit.TEXT: Notebook.reword,
    edit.SECTION: Notebook.file,
    edit.ORDER: Notebook.order,
    edit.HIDDEN: lambda one, key, hidden, sign: (one.hide if hidden else one.show)(key, sign),
    edit.HIGHLIGHT: lambda one, key, _, sign: one.highlight(key, sign),
}


def of_change(key: str, wanted: Mapping[str, Any]) -> Iterator[Decide]:
    """What is wanted of one change; None in a respect takes back what was decided in it."""
    for what, value in wanted.items():
        if value is None:
            yield partial(_undo, key, what)
        else:
            yield partial(_edit, _EDITS[what], key, value)


def _edit(
    how: Callable[[Notebook, str, Any, Signature], None],
    key: str,
    value: object,
    notebook: Notebook,
    sign: Signature,
) -> None:
    how(notebook, key, value, sign)


def _undo(key: str, what: str, notebook: Notebook, sign: Signature) -> None:
    notebook.undo(key, what, sign)


def of_base(tag: str, base: str | None) -> Decide:
    """What a release is compared with; None lets the rules find it."""
    if base is None:
        return lambda one, sign: one.withdraw_base(tag, sign)
    return lambda one, sign: one.choose_base(tag, base, sign)


def of_yank(tag: str, *, yanked: bool) -> Decide:
    """Whether readers are told not to use a release."""
    return lambda one, sign: (one.yank if yanked else one.unyank)(tag, sign)


def of_settings(path: str, content: str | None) -> Decide:
    """What stands in a file of settings; None withdraws it."""
    if content is None:
        return lambda one, sign: one.withdraw_settings(path, sign)
    if path not in PATHS:
        raise Refused(f"No settings are read from {path}. They are read from {', '.join(PATHS)}.")
    return lambda one, sign: one.upload(path, content, sign)


def known_change(view: View, text: str) -> str:
    """The key of a change of the repository: `pull:12`, `#12`, `12`, or a commit by its beginning.

    Raises `NotFound` where nothing was told of it.
    """
    kind, _, name = text.rpartition(":")
    if kind == "commit" or (not kind and not name.lstrip("#").isdecimal()):
        sha = view.commits.expand(name.lower())
        if sha is None:
            raise NotFound(f"No commit, or more than one, that is known here begins with {name}.")
        return subject.commit(sha)
    key = edit.key(f"pull:{name.lstrip('#')}" if kind in ("", "pull") else text)
    if not view.about(key):
        raise NotFound(f"Nothing was told here of {key}.")
    return key


def known_tag(view: View, name: str) -> str:
    """A tag that somebody told of; raises `NotFound`."""
    if not view.about(subject.tag(name)):
        raise NotFound(f"Nothing was told here of a tag {name}.")
    return name
