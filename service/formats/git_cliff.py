"""The context of git-cliff 2.14, so that templates made for it print our notes.

    git-cliff --from-context notes.json --config cliff.toml

Only what is listed is told, under our sections: a group opens with a comment that keeps their
order, as git-cliff's own do. What the ledger does not know is null or zero: mail addresses, lines
added and removed, submodules. Of the forges `github` is filled, and `remote`, by which templates
name whichever forge it is. The message is the title as it is shown, for templates print that; the
commit's own words are in `raw_message`.
"""

import json
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from typing import Any

from projections.notes.answer import Entry, Heading, Notes
from projections.who import Who
from service.formats import links
from service.formats.elsewhere import elsewhere
from service.formats.options import Options
from service.seen import line

Told = dict[str, Any]

_OTHERS = ("gitlab", "gitea", "bitbucket", "azure_devops")


def many(releases: Sequence[Notes], options: Options) -> str:
    """The releases, the newest first, each with the one before it."""
    told = [_release(notes, options) for notes in releases]
    for later, earlier in pairwise(told):
        later["previous"] = {**earlier, "previous": None}
    return json.dumps(told, ensure_ascii=False) + "\n"


def _release(notes: Notes, options: Options) -> Told:
    entries = [one for heading in notes.headings for one in heading.entries]
    newcomers = {one.first for one in notes.contributors if one.first}
    commits = [
        _commit(notes, entry, _group(index, heading), newcomers)
        for index, heading in enumerate(notes.headings)
        for entry in heading.entries
    ]
    return {
        "version": notes.tag or None,
        "message": notes.note or None,
        "commits": commits,
        "commit_id": notes.head or None,
        "timestamp": _seconds(notes.date),
        "previous": _previous(notes),
        "repository": notes.url or notes.repository,
        "commit_range": _range(entries),
        "submodule_commits": {},
        "statistics": _statistics(notes, entries, commits),
        "extra": {"shipledger": {"left_out": options.left_out, "full_url": options.full_url}},
        "bump_type": notes.next.bump if notes.next and notes.next.bump != "none" else None,
        "github": {"contributors": [_contributor(one, newcomers) for one in entries]},
        **{forge: {"contributors": []} for forge in _OTHERS},
    }


def _group(index: int, heading: Heading) -> str:
    return f"<!-- {index:03} -->{line(heading.title)}"


def _commit(notes: Notes, entry: Entry, group: str, newcomers: set[str]) -> Told:
    change = entry.change
    author = _signature(change.author, change.authored_at or change.at)
    remote = _remote(entry, newcomers)
    return {
        "id": change.sha,
        "message": line(entry.title),
        "body": change.body or None,
        "footers": _footers(entry),
        "group": group,
        "breaking_description": entry.breaking_text or (entry.title if entry.breaking else None),
        "breaking": entry.breaking,
        "scope": entry.scope or None,
        "links": _links(notes, entry),
        "author": author,
        "committer": _signature(change.merged_by or change.author, change.at),
        "conventional": True,
        "merge_commit": change.merge,
        "statistics": {
            "files_changed": len(change.touched or ()),
            "additions": 0,
            "deletions": 0,
        },
        "extra": {"shipledger": {"key": change.key, "also_in": list(elsewhere(notes, entry))}},
        "remote": remote,
        "github": remote,
        **dict.fromkeys(_OTHERS, _REMOTE),
        "raw_message": change.message,
    }


_REMOTE: Told = {
    "username": None,
    "pr_author": None,
    "pr_title": None,
    "pr_number": None,
    "pr_numbers": [],
    "pr_labels": [],
    "is_first_time": False,
}


def _remote(entry: Entry, newcomers: set[str]) -> Told:
    change = entry.change
    name = _account(change.author)
    is_pull = change.number is not None
    return {
        "username": name,
        "pr_author": name if is_pull else None,
        "pr_title": line(change.title) if is_pull else None,
        "pr_number": change.number,
        "pr_numbers": list(links.numbers(entry)),
        "pr_labels": list(change.labels),
        "is_first_time": change.key in newcomers,
    }


def _contributor(entry: Entry, newcomers: set[str]) -> Told:
    remote = _remote(entry, newcomers)
    return {
        name: remote[name]
        for name in ("username", "pr_title", "pr_number", "pr_labels", "is_first_time")
    }


def _account(one: Who | None) -> str | None:
    return None if one is None or one.kind == "git" else line(one.name)


def _signature(one: Who | None, at: datetime | None) -> Told:
    name = None if one is None else line(one.name)
    return {"name": name, "email": None, "timestamp": _seconds(at) or 0}


def _footers(entry: Entry) -> list[Told]:
    if not entry.breaking_text:
        return []
    value = entry.breaking_text
    return [{"token": "BREAKING CHANGE", "separator": ":", "value": value, "breaking": True}]


def _links(notes: Notes, entry: Entry) -> list[Told]:
    closed = ((f"#{one}", links.issue(notes, one)) for one in entry.change.closes)
    return [{"text": text, "href": url} for text, url in closed]


def _previous(notes: Notes) -> Told | None:
    """The release before, as far as the notes of this one tell of it."""
    if not notes.previous:
        return None
    return {
        "version": notes.previous,
        "message": None,
        "commits": [],
        "commit_id": notes.base.sha if notes.base else None,
        "timestamp": None,
        "previous": None,
        "repository": notes.url or notes.repository,
        "commit_range": None,
        "submodule_commits": {},
        "statistics": None,
        "extra": None,
        "bump_type": None,
        **{forge: {"contributors": []} for forge in ("github", *_OTHERS)},
    }


def _range(entries: Sequence[Entry]) -> Told | None:
    """From the earliest change to the latest."""
    known = [(one.change.at, one.change.sha) for one in entries if one.change.at is not None]
    return {"from": min(known)[1], "to": max(known)[1]} if known else None


def _statistics(notes: Notes, entries: Sequence[Entry], commits: Sequence[Told]) -> Told:
    moments = sorted(one.change.at for one in entries if one.change.at is not None)
    counted = Counter((one["text"], one["href"]) for told in commits for one in told["links"])
    linked = [{"text": text, "href": url, "count": count} for (text, url), count in counted.items()]
    return {
        "commit_count": notes.size,
        "commits_timespan": (moments[-1] - moments[0]).days if moments else None,
        "conventional_commit_count": sum(1 for one in entries if one.type),
        "links": linked,
        "days_passed_since_last_release": None,
    }


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
