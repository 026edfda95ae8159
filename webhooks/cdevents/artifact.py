"""`artifact`: a package came out."""

from domain.artifact import PackagePublished
from domain.fact import Keyed
from webhooks.cdevents.cdevent import CDEvent, Telling, once, purl


def published(event: CDEvent, telling: Telling) -> tuple[Keyed, ...]:
    """The subject's id is the package's URL; a container's version is its digest."""
    package = purl(event.subject.id)
    if package is None or not package.version:
        raise telling.wrong(
            "/subject/id", "must be a package URL with a version, such as pkg:pypi/door@1.2.0"
        )
    fact = PackagePublished(
        at=telling.at,
        via=telling.via,
        by=telling.by,
        name="/".join(filter(None, (package.namespace, package.name))),
        ecosystem=package.type,
        version=package.version,
        digest=package.version if package.version.startswith("sha256:") else "",
        tag_name=telling.tag(),
        url=event.custom_data.url,
    )
    return (once(fact, telling),)
