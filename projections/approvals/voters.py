"""The voters: who may stand in a layer, and who has too much of a hand in the release."""

from collections.abc import Iterator, Mapping

from domain import subject
from domain.approval import AUTHORS, CO_AUTHORS, MERGERS, TRIGGERER, Layer, Place
from domain.directory import ADMIN, APPROVER
from domain.fact import Actor
from domain.trailer import trailers
from projections.case import Case
from projections.contents import Contents
from projections.directory import Directory
from projections.shipments import shipments_of
from projections.tag_state import tag_of
from projections.texts import Text, texts_of
from projections.who import Who


def layers_of(case: Case) -> tuple[Layer, ...]:
    """The layers that hold for the case, in their order."""
    sections = case.policy.sections
    template = sections.template(case.type_)
    return tuple(
        one
        for one in sections.approvals.layers
        if template.holds_approval(one.name)
        and one.selector.selects(
            type_=case.type_, component=case.component, environment=case.environment
        )
    )


def place_of(layer: Layer, case: Case, directory: Directory, deputies: Mapping[str, str]) -> Place:
    """The layer with all who may stand in it now; `deputies` by whom they stand in for."""
    named = named_in(layer, directory, case.environment)
    if named is not None:
        named = frozenset(deputies.get(one, one) for one in named)
    return Place(layer.name, layer.required, named, layer.meaning)


def named_in(rule: Layer, directory: Directory, environment: str) -> frozenset[str] | None:
    """The keys of all that a rule names; None where it names nobody and nobody has a role."""
    if rule.people or rule.teams or rule.roles:
        return directory.among(rule.people, rule.teams, rule.roles, environment)
    if not directory.granted:
        return None
    return directory.among((), (), (APPROVER, ADMIN), environment)


def excluded_from(case: Case, scope: Contents | None, directory: Directory) -> dict[str, str]:
    """Those whom the policy keeps from approving this release, each with why."""
    why: dict[str, str] = {}
    for kind, person, told in _hands(case, scope):
        key = directory.key_of(person)
        if key and kind in case.policy.sections.approvals.excluded:
            why.setdefault(key, told)
    return why


def _hands(case: Case, scope: Contents | None) -> Iterator[tuple[str, Actor | Who | None, str]]:
    view = case.view
    tag = tag_of(case.release, view.about(subject.tag(case.release)))
    if tag is not None and tag.exists:
        yield TRIGGERER, tag.history[-1].by, f"they cut the tag {case.release}"
    if case.sha is not None:
        for one in shipments_of(view.about(subject.shipped(case.sha))):
            told = f"they asked for its deployment to {one.environment}"
            yield TRIGGERER, one.requested_by, told
    for pull in scope.pulls if scope else ():
        yield AUTHORS, pull.author, f"they opened #{pull.number}, which is in it"
        yield MERGERS, pull.merged_by, f"they merged #{pull.number}, which is in it"
    if scope is not None:
        yield from _writers(case, scope)


def _writers(case: Case, scope: Contents) -> Iterator[tuple[str, Actor, str]]:
    """By the commits themselves, which tell addresses too."""
    shas = {sha for one in (*scope.pulls, *scope.commits) for sha in one.commits}
    texts = texts_of(case.view.about(*map(subject.commit, sorted(shas))))
    for text in texts.values():
        yield AUTHORS, text.authorship.author, f"they wrote {text.sha[:10]}, which is in it"
        for one in _co_authors(text):
            yield CO_AUTHORS, one, f"they wrote {text.sha[:10]} with others, which is in it"


def _co_authors(text: Text) -> Iterator[Actor]:
    for one in trailers(text.authorship.message):
        if one.token.lower() == "co-authored-by":
            name, _, address = one.value.partition("<")
            yield Actor(name.strip(), None, "git", address.partition(">")[0].strip())
