"""Everything that can be asked of a repository, as one value to compare."""

from itertools import pairwise
from typing import Any

import msgspec

from domain.errors import NotFound
from domain.issue import IssueFact
from domain.pull_request import PullRequestFact
from projections.changelog import changelog
from projections.environments import environments
from projections.release import release
from projections.releases import releases
from projections.repositories import repository
from projections.timeline import timeline
from projections.unreleased import unreleased
from projections.view import View
from projections.where import where_is_commit, where_is_issue, where_is_pull

# Where and when we heard of it differs from telling to telling, and may.
OF_THE_TELLING = frozenset({"position", "positions", "recorded", "via", "stream", "forge_id"})


def every_answer(view: View) -> dict[str, Any]:
    """By question; a question that is refused has its refusal as the answer."""
    numbers, issues, shas = subjects(view)
    tags = sorted(view.names.all())
    asked = {
        "repository": lambda: repository(view),
        "releases": lambda: releases(view),
        "environments": lambda: environments(view),
        **{f"unreleased {one}": lambda one=one: unreleased(view, one) for one in components(view)},
        **{f"release {tag}": lambda tag=tag: release(view, tag) for tag in tags},
        **{f"timeline {tag}": lambda tag=tag: timeline(view, tag) for tag in tags},
        **{f"changelog {a} {b}": lambda a=a, b=b: changelog(view, a, b) for a, b in pairwise(tags)},
        **{f"pull {n}": lambda n=n: where_is_pull(view, n) for n in numbers},
        **{f"issue {n}": lambda n=n: where_is_issue(view, n) for n in issues},
        **{f"commit {sha}": lambda sha=sha: where_is_commit(view, sha) for sha in shas},
    }
    return {question: told(ask) for question, ask in asked.items()}


def told(ask: Any) -> Any:
    try:
        return bare(msgspec.to_builtins(ask()))
    except NotFound as refusal:
        return f"refused: {refusal}"


def bare(value: Any) -> Any:
    """Without what is of the telling."""
    if isinstance(value, dict):
        return {key: bare(one) for key, one in value.items() if key not in OF_THE_TELLING}
    if isinstance(value, list | tuple):
        return [bare(one) for one in value]
    return value


def components(view: View) -> list[str]:
    return sorted({"", *view.names.components()})


def subjects(view: View) -> tuple[list[int], list[int], list[str]]:
    """The pull requests, issues and (some) commits that the facts are about."""
    facts = [told.fact for told in view.everything()]
    pulls = {fact.pull.number for fact in facts if isinstance(fact, PullRequestFact)}
    issues = {fact.issue.number for fact in facts if isinstance(fact, IssueFact)}
    named = {subject for fact in facts for subject in fact.about()}
    shas = sorted(one.removeprefix("commit:") for one in named if one.startswith("commit:"))
    return sorted(pulls), sorted(issues), shas[:12]


def differences(one: Any, other: Any, path: str = "$") -> list[str]:
    """Where two answers part, as paths with both values."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted(one.keys() | other.keys())
        return [d for k in keys for d in differences(one.get(k), other.get(k), f"{path}.{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [d for nth, (a, b) in pairs for d in differences(a, b, f"{path}[{nth}]")]
    return [] if one == other else [f"{path}: {one!r} != {other!r}"]
