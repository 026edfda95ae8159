"""The trace: why a pull request or a commit is listed in notes, or is not, step by step."""

from collections.abc import Iterator

from msgspec import Struct

from domain import subject
from projections.notes.answer import Entry, Notes
from projections.pull_state import pulls_of
from projections.view import View


class Trace(Struct, frozen=True):
    """`sentence` is the answer, `chain` what it was concluded from; `entry` where there is one."""

    asked: str
    listed: bool
    sentence: str
    chain: tuple[str, ...]
    entry: Entry | None


def why(notes: Notes, asked: int | str, view: View | None = None) -> Trace:
    """Of a pull request's number, or a commit's SHA or its beginning.

    With a view, what lies outside of the range is explained as well.
    """
    text = str(asked).removeprefix("#")
    number = int(text) if text.isdigit() and len(text) < 10 else None
    entries = [
        *(entry for heading in notes.headings for entry in heading.entries),
        *notes.unlisted,
    ]
    for one in entries:
        if number is not None and one.change.number == number:
            return _of(notes, one, f"#{number}", ())
    sha = text.lower()
    for one in entries:
        full = next((commit for commit in _shas(one) if commit.startswith(sha)), None)
        if full is not None and len(sha) >= 4:
            return _of_commit(notes, one, full)
    return _outside(notes, text, number, view)


def _shas(one: Entry) -> tuple[str, ...]:
    return one.change.sha, *one.change.commits


def _of_commit(notes: Notes, one: Entry, sha: str) -> Trace:
    short = sha[:10]
    if one.change.number is None:
        return _of(notes, one, short, ())
    belongs = f"{short} belongs to #{one.change.number}"
    return _of(notes, one, f"#{one.change.number}, to which {short} belongs,", (belongs,))


def _of(notes: Notes, one: Entry, what: str, first: tuple[str, ...]) -> Trace:
    how = "is listed" if one.listed else "is not listed"
    return Trace(
        asked=what,
        listed=one.listed,
        sentence=f"{what} {how}{' ' if one.listed else ': '}{_said(one)}.",
        chain=(*first, *_chain(notes, one)),
        entry=one,
    )


def _said(one: Entry) -> str:
    return one.why if one.listed else f"because {one.why}"


def _chain(notes: Notes, one: Entry) -> Iterator[str]:
    change = one.change
    what = f"#{change.number}" if change.number is not None else "It"
    via = f" ({change.how})" if change.how else ""
    yield f"{what} came in as {change.sha[:10]}{via}, which {_range(notes)}"
    if change.inferred:
        yield f"That is inferred: {change.inferred}"
    if change.net_why:
        yield change.net_why
    if one.type:
        yield f"It is of type {one.type}"
    if one.diagnosis:
        yield f"Its title is near to Conventional Commits: {one.diagnosis}"
    if one.edit is not None:
        yield f"{one.edit.by} edited it on {one.edit.at:%Y-%m-%d}: {one.edit.reason}"
    yield f"The sections are those of {notes.settings}"
    yield one.why


def _range(notes: Notes) -> str:
    """In words: `…, which v1.3.0 has and v1.2.0 has not`."""
    if notes.previous:
        return f"{notes.name} has and {notes.previous} has not"
    return f"lies in {notes.name}"


def _outside(notes: Notes, asked: str, number: int | None, view: View | None) -> Trace:
    what = f"#{number}" if number is not None else asked[:10]
    steps = tuple(_steps_outside(notes, asked, number, view)) if view is not None else ()
    told = f": {steps[-1]}" if steps else ""
    sentence = f"{what} is not in {notes.name}{told}."
    return Trace(what, listed=False, sentence=sentence, chain=steps, entry=None)


def _steps_outside(notes: Notes, asked: str, number: int | None, view: View) -> Iterator[str]:
    sha: str | None
    if number is not None:
        pull = pulls_of(view.about(subject.pull(number))).get(number)
        if pull is None:
            yield f"no fact tells of #{number}"
            return
        if pull.merge_sha is None:
            yield f"it was not merged: it is {pull.state}"
            return
        sha = pull.merge_sha
        yield f"#{number} was merged as {sha[:10]}"
    else:
        sha = view.commits.expand(asked.lower())
    if sha is None:
        yield "no commit that is known here begins so"
    elif not view.commits.is_ancestor(sha, notes.head):
        yield f"{notes.name} does not contain {sha[:10]}"
    elif notes.previous:
        yield f"{notes.previous} contains {sha[:10]} already, or another release does"
    else:
        yield f"{sha[:10]} is in its history, and concerns another component"
