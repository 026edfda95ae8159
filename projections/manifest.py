"""The manifest: what is shown to whoever is to give his word for a release, and its digest."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import Struct

from domain import subject
from domain.artifact import PackagePublished
from projections.base import Base, base_of
from projections.case import Case
from projections.condition import OPEN, Condition
from projections.contents import Contents, contents
from projections.tag_state import TagState, tag_of
from projections.texts import texts_of
from projections.view import View

# A difference is read by a person: what is longer is counted.
SHOWN: Final = 20


class Item(Struct, frozen=True):
    """A change of the release: a pull request, or a commit of none."""

    key: str
    title: str
    author: str


class GateShown(Struct, frozen=True):
    """A gate's state, as it was shown."""

    name: str
    state: str


class ArtifactShown(Struct, frozen=True):
    """A package of the release, by its content."""

    name: str
    version: str
    digest: str


class Manifest(Struct, frozen=True):
    """`digest` is of all of it; `material` is of what voids an approval when it changes: the
    commit, what it is compared with, the policy, the artifacts. A gate that got worse does so, too.

    Both are SHA-256 over JSON with its keys in alphabetical order.
    """

    release: str
    environment: str
    sha: str | None
    base: str | None
    base_sha: str | None
    policy: str
    changes: tuple[Item, ...]
    gates: tuple[GateShown, ...]
    artifacts: tuple[ArtifactShown, ...]
    position: int
    digest: str
    material: str


def manifest_of(case: Case, gates: Iterable[Condition], scope: Contents | None) -> Manifest:
    """What is to be shown of the case, with its gates as they were judged."""
    base = _base(case)
    artifacts = tuple(_artifacts(case))
    material = {
        "release": case.release,
        "sha": case.sha,
        "base": base.sha if base else None,
        "policy": case.policy.version,
        "artifacts": [[one.name, one.version, one.digest] for one in artifacts],
    }
    shown = tuple(GateShown(one.name, one.state) for one in gates)
    changes = tuple(_items(scope)) if scope else ()
    whole = {
        **material,
        "environment": case.environment,
        "changes": [[one.key, one.title, one.author] for one in changes],
        "gates": [[one.name, one.state] for one in shown],
    }
    return Manifest(
        release=case.release,
        environment=case.environment,
        sha=case.sha,
        base=base.tag if base else None,
        base_sha=base.sha if base else None,
        policy=case.policy.version,
        changes=changes,
        gates=shown,
        artifacts=artifacts,
        position=case.view.position,
        digest=_digest(whole),
        material=_digest(material),
    )


def scope_of(case: Case) -> Contents | None:
    """The changes that the release brings; None before it has a commit."""
    if case.sha is None:
        return None
    base = _base(case)
    return contents(case.view, base.sha if base else None, case.sha, reach=False)


def _base(case: Case) -> Base | None:
    """What the release is compared with; before its tag, what it will be once that is cut."""
    if case.sha is None:
        return None
    tag = tag_of(case.release, case.view.about(subject.tag(case.release)))
    if tag is None or not tag.exists or tag.sha is None:
        tag = _as_if_cut(case.release, case.sha, case.now)
    return base_of(case.view, tag)


def _as_if_cut(name: str, sha: str, now: datetime) -> TagState:
    return TagState(
        name=name,
        exists=True,
        sha=sha,
        cut_at=now,
        cut_by=None,
        named_at=now,
        moved=False,
        note="",
        history=(),
        positions=(),
    )


def _digest(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()


def _items(scope: Contents) -> Iterator[Item]:
    for one in (*scope.pulls, *scope.commits):
        yield Item(one.key, one.title, one.author.name if one.author else "")


def _artifacts(case: Case) -> Iterator[ArtifactShown]:
    """The last word about each package that says it is of the tag."""
    known: dict[tuple[str, str], ArtifactShown] = {}
    for one in case.view.about(subject.tag(case.release)):
        if isinstance(one.fact, PackagePublished) and one.fact.tag_name == case.release:
            fact = one.fact
            known[fact.name, fact.version] = ArtifactShown(fact.name, fact.version, fact.digest)
    yield from sorted(known.values(), key=lambda one: (one.name, one.version))


def worse(then: Mapping[str, str], now: Manifest) -> tuple[str, ...]:
    """The gates that let the release pass when they were shown, and do not any more."""
    return tuple(
        f"gate «{one.name}» was {then[one.name]} and is {one.state.replace('_', ' ')}"
        for one in now.gates
        if then.get(one.name) in OPEN and one.state not in OPEN
    )


def difference(view: View, vote: Any, now: Manifest) -> tuple[str, ...]:
    """What makes an earlier vote void, in sentences; nothing where it still counts."""
    told = list(worse(vote.gates, now))
    if vote.material == now.material:
        return tuple(told)
    before = len(told)
    if vote.sha != (now.sha or ""):
        sha = now.sha or ""
        moved = f"its commit was {vote.sha[:10] or 'not cut'}, and is {sha[:10] or 'gone'}"
        told = [moved, *_commits(view, vote.sha, sha), *told]
    if vote.policy != now.policy:
        told.append(f"the policy was {vote.policy}, and is {now.policy}")
    if len(told) == before:
        told.append("what it is compared with, or what is made of it, is not the same")
    return tuple(told)


def _commits(view: View, old: str, new: str) -> Iterator[str]:
    for word, base, head in (("more", old, new), ("less", new, old)):
        if not base or not head:
            continue
        shas = [one.sha for one in view.commits.between(base, head).commits]
        texts = texts_of(view.about(*map(subject.commit, shas[:SHOWN])))
        for sha in shas[:SHOWN]:
            title = texts[sha].title if sha in texts else ""
            yield f"one commit {word}: {sha[:10]} {title}".strip()
        if len(shas) > SHOWN:
            yield f"{len(shas) - SHOWN} further commits {word}"
