"""The security advisories of a range: those that its changes name, and those that it patches."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from domain import subject
from domain.artifact import AdvisoryPublished
from domain.fact import Told
from projections.change import Change
from projections.fold import in_order
from projections.notes.answer import Advisory
from projections.notes.dependencies import update
from projections.view import View

_ID = re.compile(r"\b(?:GHSA(?:-[23456789cfghjmpqrvwx]{4}){3}|CVE-[0-9]{4}-[0-9]{4,9})\b")
_VERSION = re.compile(r"[0-9][\w.+-]*")


def named(change: Change) -> tuple[str, ...]:
    """The ids that it names, each once.

    A tool that updates a dependency quotes that one's release notes: there the title alone counts.
    """
    own, quoted = ids(change.title), (*ids(change.body), *ids(change.message))
    if not quoted or update(change.title) is not None:
        return tuple(dict.fromkeys(own))
    return tuple(dict.fromkeys((*own, *quoted)))


def ids(text: str) -> list[str]:
    return _ID.findall(text) if "CVE-" in text or "GHSA-" in text else []


def advisories(
    view: View, version: str, naming: Mapping[str, Collection[str]]
) -> tuple[Advisory, ...]:
    """Those that are published of what the changes name (by key), and those that `version` patches.

    An id that no fact tells of is listed by its name alone, if it is a CVE or GHSA id.
    """
    by_id: dict[str, list[str]] = {}
    for key, found in naming.items():
        for one in found:
            by_id.setdefault(one, []).append(key)
    published = _published(view.about(subject.ADVISORIES, *map(subject.advisory, by_id)))
    told = tuple(_told(published, by_id, version))
    known = {alias for _, fact in published for alias in (fact.ghsa, fact.cve)}
    unknown = (
        Advisory(one, "", "", _page(one), tuple(keys), ())
        for one, keys in by_id.items()
        if one not in known
    )
    return (*told, *sorted(unknown, key=lambda one: one.id))


def _published(told: Iterable[Told]) -> list[tuple[int, AdvisoryPublished]]:
    """Each once, as it was published last."""
    last: dict[str, tuple[int, AdvisoryPublished]] = {}
    for position, fact in in_order(told):
        if isinstance(fact, AdvisoryPublished):
            last[fact.ghsa] = position, fact
    return [last[ghsa] for ghsa in sorted(last)]


def _told(
    published: Iterable[tuple[int, AdvisoryPublished]],
    by_id: Mapping[str, list[str]],
    version: str,
) -> Iterator[Advisory]:
    for position, fact in published:
        keys = dict.fromkeys((*by_id.get(fact.ghsa, ()), *by_id.get(fact.cve, ())))
        if keys or _patches(fact, version):
            url = fact.url or _page(fact.ghsa)
            yield Advisory(fact.ghsa, fact.severity, fact.summary, url, tuple(keys), (position,))


def _patches(fact: AdvisoryPublished, version: str) -> bool:
    """«app@1.2.5, 1.3.0»: the version is one of those that no longer have the weakness."""
    ends = (one.rpartition("@")[2] for one in fact.patched)
    return bool(version) and any(version in _VERSION.findall(end) for end in ends)


def _page(id_: str) -> str:
    if id_.startswith("GHSA-"):
        return f"https://github.com/advisories/{id_}"
    return f"https://www.cve.org/CVERecord?id={id_}"
