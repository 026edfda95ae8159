"""The event API: what other tools tell, and what they are told where they tell too little."""

from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from domain import check
from domain.artifact import PackagePublished
from domain.check import CheckReported
from domain.deployment import (
    Deployment,
    DeploymentDeactivated,
    DeploymentFailed,
    DeploymentProgressed,
    DeploymentSucceeded,
    EnvironmentObserved,
    EnvironmentSighted,
)
from domain.errors import Malformed, NotFound
from domain.evidence import EvidenceReported, Figure
from domain.fact import Actor, Fact
from domain.health import HealthRead
from domain.incident import IncidentReported, IncidentResolved
from domain.repository import stream_of
from domain.topics import decode, encode
from tests.payloads import minute, sha
from tests.payloads.events import cdevent, structured
from webhooks.events import EVENTS, MalformedEvent, read_events, translate
from webhooks.translation import Translation

DOOR = stream_of("github", "42")
VIA = "event:/deployer 1"
TOOL = Actor("/deployer", kind="tool")
PRODUCTION = {"environment": {"id": "production"}}


def resolve(name: str) -> UUID:
    if name not in ("octo/door", "42"):
        raise NotFound(f"no repository {name} is known here")
    return DOOR


def translated(event: dict[str, Any]) -> Translation:
    (read,) = read_events(*structured(event))
    translation = translate(read, resolve)
    for chapter in translation.told:
        assert all(decode(encode(one.fact)) == one.fact for one in chapter.facts)
    return translation


def facts(event: dict[str, Any]) -> list[Fact]:
    (chapter,) = translated(event).told
    assert chapter.stream == DOOR
    return [one.fact for one in chapter.facts]


def tell(what: str, subject: str, content: dict[str, Any], **custom: Any) -> dict[str, Any]:
    """An event of octo/door at the third commit, unless told otherwise."""
    known = {"repository": "octo/door", "commit": sha(3)}
    return cdevent(what, subject, content, minute(9), **(known | custom))


def faults(event: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(MalformedEvent) as refused:
        translated(event)
    return dict(refused.value.errors)


def deployment(**changed: Any) -> Deployment:
    whole = {"id": "/deployer 1", "sha": sha(3), "environment": "production"}
    return Deployment(**(whole | changed))


@pytest.mark.parametrize(
    ("what", "task"),
    [
        ("service.deployed", "deploy"),
        ("service.upgraded", "deploy"),
        ("service.rolledback", "rollback"),
    ],
)
def test_something_runs_in_an_environment(what: str, task: str) -> None:
    event = tell(what, "service/door", PRODUCTION, production=True, tag="v1.2.0", url="https://x")
    assert facts(event) == [
        EnvironmentSighted(at=minute(9), via=VIA, name="production"),
        DeploymentSucceeded(
            at=minute(9),
            via=VIA,
            by=TOOL,
            deployment=deployment(task=task, production=True, ref="v1.2.0", url="https://x"),
        ),
    ]


def test_a_package_url_names_repository_and_commit() -> None:
    content = {**PRODUCTION, "artifactId": f"pkg:github/octo/door@{sha(3)}"}
    succeeded = facts(cdevent("service.deployed", "service/door", content, minute(9)))[1]
    assert isinstance(succeeded, DeploymentSucceeded)
    assert succeeded.deployment == deployment()


def test_a_tag_in_a_package_url_is_no_commit() -> None:
    content = {**PRODUCTION, "artifactId": "pkg:github/octo/door@v1.2.0"}
    assert "customData/commit" in str(
        faults(cdevent("service.deployed", "service/door", content, minute(9)))
    )
    succeeded = facts(
        cdevent("service.deployed", "service/door", content, minute(9), commit=sha(3))
    )[1]
    assert isinstance(succeeded, DeploymentSucceeded)
    assert succeeded.deployment == deployment(ref="v1.2.0")


@pytest.mark.parametrize(
    "custom", [{"repository": {"id": 42}}, {"repository": " octo/door "}, {"repository": ""}]
)
def test_a_repository_is_named_in_several_ways(custom: dict[str, Any]) -> None:
    content = {**PRODUCTION, "repository": {"id": "octo/door", "source": "https://github.com"}}
    event = cdevent("service.deployed", "service/door", content, minute(9), commit=sha(3), **custom)
    assert len(facts(event)) == 2


def test_a_deployment_goes_its_way_under_one_name() -> None:
    type_ = "dev.cdeventsx.shipledger-deployment.{}.0.1.0"
    started = facts(tell(type_.format("started"), "door", PRODUCTION, deployment="run-7"))[1]
    failed = facts(tell(type_.format("failed"), "door", PRODUCTION, deployment="run-7"))[1]
    deployed = facts(tell("service.deployed", "door", PRODUCTION, deployment="run-7"))[1]
    removed = facts(tell("service.removed", "door", PRODUCTION, deployment="run-7"))[0]

    of = deployment(id="/deployer run-7")
    common: dict[str, Any] = {"at": minute(9), "via": VIA, "by": TOOL, "deployment": of}
    assert started == DeploymentProgressed(**common, state="in_progress")
    assert failed == DeploymentFailed(**common, state="failure")
    assert deployed == DeploymentSucceeded(**common)
    assert removed == DeploymentDeactivated(**common)


def test_a_number_is_githubs_deployment() -> None:
    succeeded = facts(tell("service.deployed", "door", PRODUCTION, deployment=145))[1]
    assert isinstance(succeeded, DeploymentSucceeded)
    assert succeeded.deployment.id == "145"


def test_what_is_removed_must_be_said() -> None:
    assert (
        "say what is undone"
        in faults(tell("service.removed", "door", PRODUCTION))["/data/customData/deployment"]
    )


def test_an_environment_is_new() -> None:
    event = tell("environment.created", "production", {"name": "Production"})
    assert facts(event) == [EnvironmentSighted(at=minute(9), via=VIA, name="production")]
    assert translated(event).told[0].facts[0].once == "environment:production"


@pytest.mark.parametrize(
    ("outcome", "conclusion"),
    [
        ("success", "success"),
        ("failure", "failure"),
        ("error", "failure"),
        ("cancel", "cancelled"),
    ],
)
@pytest.mark.parametrize("kind", ["task", "pipeline"])
def test_a_run_is_a_check(kind: str, outcome: str, conclusion: str) -> None:
    content = {"outcome": outcome, f"{kind}Name": "build", "uri": "https://ci.example.org/7"}
    assert facts(tell(f"{kind}run.finished", "run-7", content)) == [
        CheckReported(
            at=minute(9),
            via=VIA,
            by=TOOL,
            sha=sha(3),
            app="cdevents:/deployer",
            app_id=0,
            name="build",
            run="run-7",
            status="completed",
            conclusion=conclusion,
            completed_at=minute(9),
            url="https://ci.example.org/7",
        )
    ]


def test_an_unknown_outcome_is_not_guessed() -> None:
    for what in ("taskrun.finished", "testsuiterun.finished"):
        told = faults(tell(what, "run-7", {"outcome": "meh"}))["/data/subject/content/outcome"]
        assert told.startswith("must be one of success, pass,")
        assert faults(tell(what, "run-7", {})) == {"/data/subject/content/outcome": "is missing"}


def test_tests_ended() -> None:
    suite = {"id": "92", "name": "Doors", "uri": "https://ci.example.org/suite"}
    content = {"outcome": "fail", "testSuite": suite, **PRODUCTION}
    assert facts(
        tell("testsuiterun.finished", "run-7", content, passed=5, failed=1, skipped=0)
    ) == [
        check.TestsReported(
            at=minute(9),
            via=VIA,
            by=TOOL,
            sha=sha(3),
            suite="Doors",
            outcome="fail",
            run="run-7",
            passed=5,
            failed=1,
            skipped=0,
            url="https://ci.example.org/suite",
        )
    ]
    (bare,) = facts(tell("testsuiterun.finished", "run-7", {"outcome": "success"}))
    assert isinstance(bare, check.TestsReported)
    assert (bare.suite, bare.outcome) == ("run-7", "pass")


def test_a_tool_measured_something() -> None:
    content = {
        "type": "scan",
        "name": "trivy",
        "outcome": "success",
        "figures": {"high": 2, "critical": 0},
        "uri": "https://ci.example.org/88",
        "digest": f"sha256:{'ab' * 32}",
    }
    assert facts(tell("shipledger-evidence.reported", "run-8", content)) == [
        EvidenceReported(
            at=minute(9),
            via=VIA,
            by=TOOL,
            sha=sha(3),
            kind="scan",
            name="trivy",
            run="run-8",
            outcome="pass",
            figures=(Figure("critical", 0), Figure("high", 2)),
            url="https://ci.example.org/88",
            digest=f"sha256:{'ab' * 32}",
        )
    ]


def test_evidence_that_names_no_tool_is_of_its_source() -> None:
    (bare,) = facts(tell("shipledger-evidence.reported", "run-8", {"type": "coverage"}))
    assert isinstance(bare, EvidenceReported)
    assert (bare.name, bare.outcome, bare.figures) == ("/deployer", "", ())


def test_evidence_whose_outcome_or_figures_nobody_understands_is_refused() -> None:
    def wrong(**content: Any) -> dict[str, str]:
        return faults(
            tell("shipledger-evidence.reported", "run-8", {"type": "coverage", **content})
        )

    assert wrong(outcome="meh") == {
        "/data/subject/content/outcome": "must be one of pass, fail, error"
    }
    assert list(wrong(figures={"lines": "many"})) == ["/data/subject/content/figures"]
    assert list(wrong(digest="ab")) == ["/data/subject/content/digest"]


HEALTH = {"measure": "error_rate", "value": 0.002, **PRODUCTION}


def test_a_figure_of_what_runs_was_read() -> None:
    more = {"sample": 1200, "target": "eu-1", "uri": "https://grafana.example.org/d/1"}
    assert facts(tell("shipledger-health.read", "door", HEALTH | more)) == [
        HealthRead(
            at=minute(9),
            via=VIA,
            by=TOOL,
            environment="production",
            measure="error_rate",
            value=0.002,
            sample=1200,
            sha=sha(3),
            target="eu-1",
            url="https://grafana.example.org/d/1",
        )
    ]
    bare = cdevent("shipledger-health.read", "door", HEALTH, minute(9), repository="octo/door")
    (read,) = facts(bare)
    assert read == HealthRead(
        at=minute(9),
        via=VIA,
        by=TOOL,
        environment="production",
        measure="error_rate",
        value=0.002,
    )


@pytest.mark.parametrize(
    "value", ["NaN", "Infinity", "-Infinity", "1e999", '"0.1"', "null", "1e31"]
)
def test_a_reading_that_is_no_figure_is_refused(value: str) -> None:
    headers, body = structured(tell("shipledger-health.read", "door", HEALTH))
    (read,) = read_events(headers, body)
    with pytest.raises(MalformedEvent, match="data"):
        translate(replace(read, data=read.data.replace(b"0.002", value.encode())), resolve)


@pytest.mark.parametrize("wrong", [{"sample": -1}, {"measure": ""}, {"target": "a\nb"}])
def test_a_reading_of_nothing_is_refused(wrong: dict[str, Any]) -> None:
    (place,) = wrong
    told = faults(tell("shipledger-health.read", "door", HEALTH | wrong))
    assert list(told) == [f"/data/subject/content/{place}"]


def test_somebody_looked_what_runs() -> None:
    content = {**PRODUCTION, "target": "eu-1", "version": "1.1.9", "uri": "https://x"}
    assert facts(tell("shipledger-environment.observed", "door", content)) == [
        EnvironmentSighted(at=minute(9), via=VIA, name="production"),
        EnvironmentObserved(
            at=minute(9),
            via=VIA,
            by=TOOL,
            environment="production",
            target="eu-1",
            sha=sha(3),
            version="1.1.9",
            url="https://x",
        ),
    ]


def test_a_tag_that_was_found_running_is_a_version() -> None:
    event = tell("shipledger-environment.observed", "door", PRODUCTION, tag="v1.2.0", commit=None)
    found = facts(event)[1]
    assert isinstance(found, EnvironmentObserved)
    assert (found.version, found.sha) == ("v1.2.0", "")


def test_whoever_looked_says_what_was_found() -> None:
    told = faults(tell("shipledger-environment.observed", "door", PRODUCTION, commit=None))
    assert told == {
        "/data/subject/content/version": "say what was found: a version here,"
        " or a commit in customData.commit"
    }


def test_a_package_comes_out() -> None:
    (wheel,) = facts(tell("artifact.published", "pkg:pypi/door@1.2.0", {}, tag="v1.2.0"))
    assert wheel == PackagePublished(
        at=minute(9),
        via=VIA,
        by=TOOL,
        name="door",
        ecosystem="pypi",
        version="1.2.0",
        tag_name="v1.2.0",
    )
    digest = f"sha256:{'ab' * 32}"
    image = f"pkg:oci/door@{digest.replace(':', '%3A')}?repository_url=ghcr.io"
    (container,) = facts(tell("artifact.published", image, {}))
    assert isinstance(container, PackagePublished)
    assert (container.name, container.version, container.digest) == ("door", digest, digest)
    source = cdevent("artifact.published", "pkg:github/octo/door@v1.2.0", {}, minute(9))
    (tagged,) = facts(source)
    assert isinstance(tagged, PackagePublished)
    assert (tagged.name, tagged.tag_name) == ("octo/door", "v1.2.0")


@pytest.mark.parametrize("subject", ["door", "pkg:pypi/door", "pkg:", "http://door@1"])
def test_a_package_without_a_version_is_none(subject: str) -> None:
    assert "package URL" in faults(tell("artifact.published", subject, {}))["/data/subject/id"]


@pytest.mark.parametrize("what", ["incident.detected", "incident.reported"])
def test_an_incident_is_reported(what: str) -> None:
    content = {
        "description": "It does not open",
        "ticketURI": "https://tickets.example.org/345",
        **PRODUCTION,
    }
    assert facts(tell(what, "incident-1", content, severity="high", deployment=145)) == [
        IncidentReported(
            at=minute(9),
            via=VIA,
            by=TOOL,
            incident="incident-1",
            title="It does not open",
            environment="production",
            deployment="145",
            sha=sha(3),
            url="https://tickets.example.org/345",
            severity="high",
        )
    ]


def test_an_incident_is_resolved_without_a_commit() -> None:
    event = cdevent("incident.resolved", "incident-1", {}, minute(9), repository="octo/door")
    assert facts(event) == [IncidentResolved(at=minute(9), via=VIA, by=TOOL, incident="incident-1")]
    event = cdevent("incident.reported", "incident-1", {}, minute(9), repository="octo/door")
    assert facts(event) == [IncidentReported(at=minute(9), via=VIA, by=TOOL, incident="incident-1")]


@pytest.mark.parametrize(
    "what",
    [
        "change.merged",
        "testcaserun.finished",
        "dev.cdeventsx.othertool-thing.done.0.1.0",
        "com.example.door.opened",
        "dev.cdevents.service.deployed",
    ],
)
def test_anything_else_is_noted(what: str) -> None:
    event = cdevent(what, "x", {}, minute(9))
    assert translated(event) == Translation(note=f"unfollowed: {event['type']}")


@pytest.mark.parametrize("version", ["0.1.1", "0.4.0", "1.0.0", "0.6.0-draft"])
def test_the_version_of_a_type_is_not_asked_for(version: str) -> None:
    event = tell(f"dev.cdevents.service.deployed.{version}", "door", PRODUCTION)
    assert len(facts(event)) == 2


def test_an_unknown_repository_is_not_found() -> None:
    with pytest.raises(NotFound, match="octo/window"):
        translated(tell("service.deployed", "door", PRODUCTION, repository="octo/window"))


def test_all_that_is_missing_is_told_at_once() -> None:
    told = faults(cdevent("service.deployed", "door", PRODUCTION, minute(9)))
    assert list(told) == ["/data/customData/commit", "/data/customData/repository"]


@pytest.mark.parametrize(
    ("custom", "content", "place"),
    [
        ({"commit": "1c8f3ab"}, PRODUCTION, "/data/customData/commit"),
        ({"repository": 42}, PRODUCTION, "/data/customData/repository"),
        ({"repository": {"id": -1}}, PRODUCTION, "/data/customData/repository/id"),
        ({"tag": "v1\n"}, PRODUCTION, "/data/customData/tag"),
        ({}, {}, "/data/subject/content/environment"),
        ({}, {"environment": {"id": ""}}, "/data/subject/content/environment/id"),
    ],
)
def test_a_fault_is_told_with_its_place(
    custom: dict[str, Any], content: dict[str, Any], place: str
) -> None:
    assert list(faults(tell("service.deployed", "door", content, **custom))) == [place]


def test_an_event_must_say_one_type_and_hold_something() -> None:
    event = tell("service.deployed", "door", PRODUCTION)
    event["data"]["context"]["type"] = "dev.cdevents.service.removed.0.3.0"
    assert list(faults(event)) == ["/data/context/type"]
    del event["data"]
    assert faults(event) == {"/data": "is missing: it holds the CDEvent"}
    assert list(faults({**event, "data": None})) == ["/data"]


def test_a_moment_outside_of_the_years_is_refused() -> None:
    event = tell("service.deployed", "door", PRODUCTION)
    event["data"]["context"]["timestamp"] = "0001-01-01T00:00:00+02:00"
    assert list(faults(event)) == ["/data/context/timestamp"]


def test_a_moment_is_told_in_utc() -> None:
    event = tell("environment.created", "production", {})
    event["data"]["context"]["timestamp"] = "2026-03-02T11:00:00+02:00"
    (sighted,) = facts(event)
    assert sighted.at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert sighted.at.tzinfo is UTC


def test_a_nul_in_a_text_is_replaced_and_in_a_name_refused() -> None:
    (reported,) = facts(tell("incident.reported", "incident-1", {"description": "a\x00b"}))
    assert isinstance(reported, IncidentReported)
    assert reported.title == "a\ufffdb"
    assert list(faults(tell("incident.reported", "a\x00b", {}))) == ["/data/subject/id"]


def test_sending_it_again_tells_nothing_new() -> None:
    event = tell("service.deployed", "door", PRODUCTION)
    keys = [one.once for one in translated(event).told[0].facts]
    assert keys == ["environment:production", "event:/deployer 1 deployment.succeeded.1"]


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.just("0" * 40),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)
CONTENT = ["environment", "artifactId", "outcome", "testSuite", "repository", "uri", "description"]
CUSTOM = ["repository", "commit", "tag", "deployment", "production", "passed", "severity", "url"]


@given(
    st.sampled_from([*EVENTS]),
    json | st.text(),
    json | st.dictionaries(st.sampled_from(CONTENT), json),
    json | st.dictionaries(st.sampled_from(CUSTOM), json),
)
def test_no_data_breaks_the_reader(what: str, subject: Any, content: Any, custom: Any) -> None:
    prefix = "dev.cdeventsx." if what.startswith("shipledger") else "dev.cdevents."
    event = tell(f"{prefix}{what}.0.3.0", subject, content)
    event["data"]["customData"] = custom
    with suppress(MalformedEvent, NotFound):
        translated({**event, "subject": "x"})


@given(st.sampled_from([*EVENTS]), st.binary())
def test_no_bytes_break_the_reader(what: str, data: bytes) -> None:
    prefix = "dev.cdeventsx." if what.startswith("shipledger") else "dev.cdevents."
    (read,) = read_events(*structured(tell(f"{prefix}{what}.0.3.0", "x", {})))
    with pytest.raises(Malformed):
        translate(replace(read, data=data), resolve)
