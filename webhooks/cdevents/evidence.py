"""`shipledger-evidence`: a tool measured something at a commit, in CDEvents' form."""

from typing import Annotated, Final

import msgspec

from domain.evidence import OUTCOMES, EvidenceReported, Figure
from domain.fact import Keyed, Name
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Telling, once
from webhooks.cdevents.testsuiterun import OUTCOMES as WORDS

Figures = Annotated[
    dict[
        Annotated[str, msgspec.Meta(pattern=r"^[^\x00-\x1f\x7f]+\Z", max_length=100)],
        Annotated[float, msgspec.Meta(ge=-1e15, le=1e15)],
    ],
    msgspec.Meta(max_length=100),
]
DIGEST: Final = r"^(?:[a-z0-9]+:[0-9a-f]{32,128})?\Z"


class Content(cdevent.Content, frozen=True, kw_only=True):
    """`digest` is of the report, as `sha256:` and its digits."""

    type: Name
    name: Name | None = None
    outcome: str = ""
    figures: Figures = msgspec.field(default_factory=dict)
    uri: str = ""
    digest: Annotated[str, msgspec.Meta(pattern=DIGEST)] = ""


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def reported(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """Our own type: CDEvents have no word for coverage, or for what a scan finds."""
    content = event.subject.content
    outcome = WORDS.get(content.outcome, content.outcome)
    if outcome not in ("", *OUTCOMES):
        raise telling.wrong("/subject/content/outcome", f"must be one of {', '.join(OUTCOMES)}")
    fact = EvidenceReported(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        sha=telling.sha(),
        kind=content.type,
        name=content.name or telling.source,
        run=event.subject.id,
        outcome=outcome,
        figures=tuple(Figure(name, value) for name, value in sorted(content.figures.items())),
        url=content.uri or event.custom_data.url,
        digest=content.digest,
    )
    return (once(fact, telling),)
