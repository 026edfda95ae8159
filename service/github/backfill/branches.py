"""Branches and their commits with true parents: the graph, so that nobody needs a clone.

The default branch is read first, then those that releases are made of. Of a branch that was read
before only the commits that it has beside its former head are asked for.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from domain import subject
from domain.branch import BranchFact
from projections.branches import head_of
from service.github.backfill.reading import Reading, Step
from service.github.errors import Gone

# Branches that versions are kept up on: `release/1.2`, `v1`, `1.x`, `stable`, `hotfix-7`.
RELEASE_LINE: Final = re.compile(
    r"(?:release|releases|rel|stable|maint|maintenance|support|hotfix|backport|lts)(?:[-_/.].*)?"
    r"|v?[0-9]+(?:[._][0-9x]+)*(?:[-_.]?(?:x|stable|lts|maintenance))?",
    re.IGNORECASE,
)


def read(reading: Reading, place: Any) -> Iterator[Step]:
    """The place is the head up to which each branch was read, and how far one is under way."""
    place = place or {"read": {}, "line": None}
    heads = dict(_heads(reading))
    default = reading.repository["default_branch"]
    wanted = [name for name in heads if name == default or RELEASE_LINE.fullmatch(name)]
    for name in sorted(wanted, key=lambda name: (name != default, name)):
        yield from _branch(reading, name, heads, place)
        yield Step(place, 0, _tell(reading, name, heads[name]))
    yield Step(place, 0, _gone(reading, heads))


def _heads(reading: Reading) -> Iterator[tuple[str, str]]:
    for _, rows in reading.pages("/branches"):
        yield from ((row["name"], row["commit"]["sha"]) for row in rows)


def _branch(
    reading: Reading, name: str, heads: Mapping[str, str], place: dict[str, Any]
) -> Iterator[Step]:
    """From where it was left, even where the branch moved on meanwhile; then what is newer."""
    line = place["line"]
    if line and line["branch"] == name:
        yield from _line(reading, line, place)
    if place["read"].get(name) != heads[name]:
        bases = (place["read"].get(name), place["read"].get(reading.repository["default_branch"]))
        base = next((base for base in bases if base), None)
        line = {"branch": name, "head": heads[name], "base": base, "page": 1}
        yield from _line(reading, line, place)


def _line(reading: Reading, line: dict[str, Any], place: dict[str, Any]) -> Iterator[Step]:
    place["line"] = line
    try:
        yield from _pages(reading, line, place)
    except Gone:
        if line["base"] is None:
            raise
        # The former head is no more, after a forced push: then all is read, down to the root.
        line["base"], line["page"] = None, 1
        yield from _pages(reading, line, place)
    place["read"][line["branch"]], place["line"] = line["head"], None


def _pages(reading: Reading, line: dict[str, Any], place: dict[str, Any]) -> Iterator[Step]:
    for commits in history(reading, line["base"], line["head"], line["page"]):
        news = told(reading, commits)
        line["page"] += 1
        yield Step(place, len(commits), news)


def history(
    reading: Reading, base: str | None, head: str, first: int = 1
) -> Iterator[list[dict[str, Any]]]:
    """What the head has and the base has not, page by page; without a base all that it has.

    Pages are of one commit's history, so they stay as they are while the branch moves on.
    """
    if base is None:
        for _, rows in reading.pages("/commits", first, sha=head):
            yield rows
        return
    page, more = first, True
    while more:
        path = f"{reading.path}/compare/{base}...{head}"
        answer = reading.calls.read(path, per_page=100, page=page)
        yield answer.json["commits"]
        page, more = page + 1, bool(answer.next)


def told(reading: Reading, commits: list[dict[str, Any]]) -> int:
    """A page of commits is one delivery: they change no more."""
    if not commits:
        return 0
    kept = [_kept(commit) for commit in commits]
    key = f"commits:{kept[0]['sha']}..{kept[-1]['sha']}"
    return reading.tell("polled.commits", key, commits=kept)


def _kept(commit: dict[str, Any]) -> dict[str, Any]:
    """Of GitHub's answer what git says."""
    content = {name: commit["commit"][name] for name in ("author", "committer", "message")}
    parents = [{"sha": parent["sha"]} for parent in commit["parents"]]
    return {"sha": commit["sha"], "commit": content, "parents": parents}


def _tell(reading: Reading, name: str, sha: str) -> int:
    with reading.look() as view:
        known = head_of(view, name)
    before = known.sha if known else None
    if before == sha:
        return 0
    branch = {
        "name": name,
        "sha": sha,
        "before": before,
        "committed_at": reading.committed_at(sha),
        "forced": before is not None and _is_forced(reading, before, sha),
    }
    seen_at = reading.now.isoformat()
    return reading.tell("polled.branch", f"branch:{name}@{sha}", branch=branch, seen_at=seen_at)


def _is_forced(reading: Reading, before: str, sha: str) -> bool:
    """Whether its former head is not in its history any more."""
    try:
        compared = reading.calls.read(
            f"{reading.path}/compare/{before}...{sha}", per_page=1, page=1
        )
    except Gone:
        return True
    return compared.json["status"] not in ("ahead", "identical")


def _gone(reading: Reading, heads: Mapping[str, str]) -> int:
    """The branches that we know and that are not there any more."""
    with reading.look() as view:
        facts = (one.fact for one in view.about(subject.BRANCHES))
        names = {fact.name for fact in facts if isinstance(fact, BranchFact)} - heads.keys()
        known = [head for name in sorted(names) if (head := head_of(view, name))]
    news = 0
    for head in known:
        branch = {"name": head.branch, "before": head.sha, "committed_at": head.since.isoformat()}
        seen_at = reading.now.isoformat()
        key = f"branch:{head.branch}@gone"
        news += reading.tell("polled.branch", key, branch=branch, seen_at=seen_at)
    return news
