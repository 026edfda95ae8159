"""The gates of a policy: what is written means what it says, or is a problem with its name."""

import re
from datetime import timedelta
from textwrap import dedent

import pytest

from domain.gate import Gate, Measured, NoOpenIssue, RequiredChecks, SignedOff, Soaked
from domain.selector import Selector
from domain.threshold import Threshold
from projections.policy.in_force import DEFAULT, Policy, policy_of, read_policy
from tests.house import text
from tests.story import Story

QUARTER = timedelta(minutes=15)
WHOLE = """
gates:
  - name: unit tests
    layer: unit
    checks: [build, "CI/*"]
  - name: coverage
    layer: unit
    evidence: {kind: coverage, at-least: {lines: 80}}
    max-age: 7d
  - name: security scan
    layer: security
    evidence: {kind: scan, name: trivy, at-most: {critical: 0, high: 2}}
    waivable: false
  - name: UAT
    layer: UAT
    sign-off: {roles: [qa], people: [Mira], attachments: 1, proved-within: 15m}
    types: [regular]
  - name: soak
    soak: {environment: staging, for: 1d 12h}
    environments: [production]
  - name: blockers
    no-open: {labels: [blocker], milestone: "{release}"}
types:
  emergency: {gates: none, about: The house is on fire.}
  hotfix: {gates: ["unit*", soak], approvals: captain}
  nightly: {}
"""


def read(content: str) -> Policy:
    return read_policy(dedent(content), ".shipledger.yml", "a test")


def test_with_no_file_nothing_is_asked_for() -> None:
    policy = policy_of(Story().view())

    assert (policy.version, policy.problems, policy.sections.gates) == (DEFAULT, (), ())


def test_each_way_is_read() -> None:
    policy = read(WHOLE)

    assert policy.problems == ()
    assert policy.sections.gates == (
        Gate("unit tests", RequiredChecks(("build", "CI/*")), "unit"),
        Gate(
            "coverage",
            Measured("coverage", "*", (Threshold("lines", least=80),)),
            "unit",
            max_age=timedelta(days=7),
        ),
        Gate(
            "security scan",
            Measured("scan", "trivy", (Threshold("critical", most=0), Threshold("high", most=2))),
            "security",
            waivable=False,
        ),
        Gate(
            "UAT",
            SignedOff(("mira",), (), ("qa",), 1, QUARTER),
            "UAT",
            Selector(types=("regular",)),
        ),
        Gate(
            "soak",
            Soaked("staging", timedelta(hours=36)),
            selector=Selector(environments=("production",)),
        ),
        Gate("blockers", NoOpenIssue(("blocker",), "{release}")),
    )


def test_a_type_says_which_of_them_hold() -> None:
    sections = read(WHOLE).sections

    def held(type_: str) -> list[str]:
        template = sections.template(type_)
        return [one.name for one in sections.gates if template.holds_gate(one.name)]

    assert held("emergency") == []
    assert held("hotfix") == ["unit tests", "soak"]
    assert held("nightly") == held("regular") == [one.name for one in sections.gates]
    assert sections.template("hotfix").holds_approval("captain")
    assert not sections.template("hotfix").holds_approval("security")
    assert sections.template("emergency").about == "The house is on fire."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("gates: [{name: a}]", "the gate «a» needs one of checks, evidence"),
        (
            "gates: [{name: a, checks: b, soak: {environment: c, for: 1h}}]",
            "needs one of checks, evidence, sign-off, soak, no-open, and has checks and soak",
        ),
        ("gates: [{checks: b}]", "gates needs a name: add one"),
        ("gates: [{name: a, checks: b}, {name: a, checks: c}]", "two gates are called «a»"),
        ("gates: [{name: a, chekcs: b}]", "no key 'chekcs': did you mean checks?"),
        ("gates: [{name: a, checks: b, max-age: soon}]", "gates.max-age is no duration: write"),
        ("gates: [{name: a, soak: {environment: c}}]", "gates.soak needs a for: add one"),
        ("gates: [{name: a, soak: {environment: c, for: 7}}]", "gates.soak.for is no duration"),
        (
            "gates: [{name: a, evidence: {kind: scan, at-most: {high: none}}}]",
            "gates.evidence.at-most.high must be a number",
        ),
        ("gates: [{name: a, evidence: {}}]", "gates.evidence needs a kind: add one"),
        ("gates: [{name: a, no-open: {}}]", "«a» names neither labels nor a milestone"),
        (
            "gates: [{name: a, checks: b, types: [hotfx]}]",
            "the gate «a» holds for the type «hotfx», and there are regular, hotfix, emergency",
        ),
        ("types: {hotfix: {gates: [a]}}", "types.hotfix.gates names «a», and no gate is called so"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(content: str, problem: str) -> None:
    (told, *_) = read(content).problems

    assert problem in told
    assert told.startswith(".shipledger.yml: ")


def test_the_example_of_the_docs_is_understood() -> None:
    (example, *_) = re.findall(r"```yaml\n(.*?)```", text("docs", "policy.md"), re.DOTALL)

    policy = read(example)
    assert policy.problems == ()
    assert len(policy.sections.gates) == 6


def test_a_gate_whose_name_no_address_could_hold_is_a_problem() -> None:
    assert "has a / in its name" in read("gates: [{name: a/b, checks: c}]").problems[0]


def test_a_sign_off_of_anybody_is_written_with_its_key_alone() -> None:
    (gate,) = read("gates: [{name: UAT, sign-off: }]").sections.gates

    assert isinstance(gate.way, SignedOff)
    assert gate.way.anybody


def test_the_version_is_the_contents() -> None:
    assert read(WHOLE).version == read(WHOLE).version != read("gates: []").version
