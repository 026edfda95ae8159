"""`testsuiterun`: a suite of tests came to its end at a commit."""

from domain.check import TestsReported
from domain.fact import Keyed
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Telling, once

OUTCOMES = {
    "success": "pass",
    "pass": "pass",
    "failure": "fail",
    "fail": "fail",
    "error": "error",
    "cancel": "cancel",
}


class Suite(cdevent.Part, frozen=True):
    id: str
    name: str = ""
    uri: str = ""


class Content(cdevent.Content, frozen=True, kw_only=True):
    outcome: str
    test_suite: Suite | None = None


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def finished(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """How many passed, failed and were skipped is in `customData`: CDEvents do not count."""
    content, custom = event.subject.content, event.custom_data
    suite = content.test_suite or Suite(event.subject.id)
    outcome = OUTCOMES.get(content.outcome)
    if outcome is None:
        raise telling.wrong("/subject/content/outcome", f"must be one of {', '.join(OUTCOMES)}")
    fact = TestsReported(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        sha=telling.sha(),
        suite=suite.name or suite.id,
        outcome=outcome,
        run=event.subject.id,
        passed=custom.passed,
        failed=custom.failed,
        skipped=custom.skipped,
        url=custom.url or suite.uri,
    )
    return (once(fact, telling),)
