"""`taskrun` and `pipelinerun`: a tool's own check of a commit came to its end."""

from domain.check import CheckReported
from domain.fact import Keyed
from webhooks.cdevents import cdevent
from webhooks.cdevents.cdevent import Telling, once

# In GitHub's words, by which checks are judged.
CONCLUSIONS = {
    "success": "success",
    "pass": "success",
    "failure": "failure",
    "fail": "failure",
    "error": "failure",
    "cancel": "cancelled",
}


class Content(cdevent.Content, frozen=True, kw_only=True):
    """Older versions of CDEvents say `url` for `uri`."""

    outcome: str
    task_name: str = ""
    pipeline_name: str = ""
    uri: str = ""
    url: str = ""


class Subject(cdevent.Subject, frozen=True, kw_only=True):
    content: Content


class CDEvent(cdevent.CDEvent, frozen=True, kw_only=True):
    subject: Subject


def finished(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    content = event.subject.content
    conclusion = CONCLUSIONS.get(content.outcome)
    if conclusion is None:
        raise telling.wrong("/subject/content/outcome", f"must be one of {', '.join(CONCLUSIONS)}")
    fact = CheckReported(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        sha=telling.sha(),
        app=f"cdevents:{telling.source}",
        app_id=0,
        name=content.task_name or content.pipeline_name or event.subject.id,
        run=event.subject.id,
        status="completed",
        conclusion=conclusion,
        completed_at=telling.at,
        url=content.uri or content.url or event.custom_data.url,
    )
    return (once(fact, telling),)
