"""The part `gates:` of the file: the conditions that a release meets, each by one way."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from domain.gate import (
    Gate,
    Measured,
    NoOpenIssue,
    RequiredChecks,
    SignedOff,
    Soaked,
    Way,
)
from domain.threshold import Threshold
from projections.notes.shape import Flag, Many, Named, Number, Part, Text
from projections.policy.selector import LIMITS, selector
from projections.policy.shapes import Duration, Measure, Optional_

_EVIDENCE = Part(
    {
        "kind": Text("tests, coverage, scan, or a word of your own, as its events say it"),
        "name": Text("a glob of the suites or tools whose evidence counts", "*"),
        "at-least": Named(Measure(), "figures, and the least that each must be"),
        "at-most": Named(Measure(), "figures, and the most that each may be"),
    },
    required=("kind",),
    about="evidence that a tool posts to the event API, at the release's commit",
)
_SIGN_OFF = Part(
    {
        "people": Many(Text(), "logins; with no people, teams and roles, whoever may sign off"),
        "teams": Many(Text(), "teams, of which one member is enough"),
        "roles": Many(Text(), "roles, of which one bearer is enough"),
        "attachments": Number("how many documents it needs, by their digests", 0),
        "proved-within": Duration(
            "how lately the person must have proved who he is, as 15m; tokens and shells never do"
        ),
    },
    about="a person tries the release, and answers for it",
)
_SOAK = Part(
    {
        "environment": Text("where it runs before"),
        "for": Duration("for how long, without a break"),
    },
    required=("environment", "for"),
    about="the commit stays in another environment first",
)
_NO_OPEN = Part(
    {
        "labels": Many(Text(), "labels of issues that hold a release up"),
        "milestone": Text("a milestone whose issues do; {release} stands for the release's name"),
    },
    about="no issue is open that bears a label or is in a milestone",
)
_WAYS = ("checks", "evidence", "sign-off", "soak", "no-open")

SHAPE: Final = Many(
    Part(
        {
            "name": Text("what it is called, in this file and wherever it is told"),
            "layer": Text("unit, integration, performance, security, UAT, or a word of your own"),
            "checks": Many(
                Text(),
                "names or globs of check runs (`build`, `app/build`), statuses, workflows and test"
                " suites; each must have passed",
            ),
            "evidence": Optional_(_EVIDENCE),
            "sign-off": Optional_(_SIGN_OFF),
            "soak": Optional_(_SOAK),
            "no-open": Optional_(_NO_OPEN),
            "max-age": Duration("how old what meets it may be, before it has to be done again"),
            "waivable": Flag("whether it can be waived, for a reason", otherwise=True),
            **LIMITS,
        },
        required=("name",),
        about="a condition; it has one of checks, evidence, sign-off, soak and no-open",
    ),
    "what a release needs before it is deployed",
)


def meaning(told: Sequence[Mapping[str, Any]], problems: list[str]) -> tuple[Gate, ...]:
    """The gates in their order; what is said twice, or by no way, goes into `problems`."""
    gates: dict[str, Gate] = {}
    for one in told:
        name, way = one["name"], _way(one, problems)
        if name in gates:
            problems.append(f"two gates are called «{name}»: waivers could not tell them apart")
        if "/" in name:
            problems.append(f"the gate «{name}» has a / in its name: no address could name it")
        if name and way is not None:
            gates[name] = Gate(
                *(name, way),
                layer=one["layer"],
                selector=selector(one),
                max_age=one["max-age"],
                waivable=one["waivable"],
            )
    return tuple(gates.values())


def _way(one: Mapping[str, Any], problems: list[str]) -> Way | None:
    told = [way for way in _WAYS if one[way] not in (None, ())]
    if len(told) != 1:
        which = " and ".join(told) or "none"
        problems.append(
            f"the gate «{one['name']}» needs one of {', '.join(_WAYS)}, and has {which}"
        )
        return None
    return _READ[told[0]](one, problems)


def _checks(one: Mapping[str, Any], _: list[str]) -> Way:
    return RequiredChecks(one["checks"])


def _measured(one: Mapping[str, Any], _: list[str]) -> Way:
    told = one["evidence"]
    least, most = told["at-least"], told["at-most"]
    bounds = tuple(
        Threshold(figure, least.get(figure), most.get(figure)) for figure in {**least, **most}
    )
    return Measured(told["kind"], told["name"], bounds)


def _signed_off(one: Mapping[str, Any], _: list[str]) -> Way:
    told = one["sign-off"]
    people = tuple(name.lower() for name in told["people"])
    attachments = max(told["attachments"], 0)
    return SignedOff(people, told["teams"], told["roles"], attachments, told["proved-within"])


def _soaked(one: Mapping[str, Any], _: list[str]) -> Way | None:
    told = one["soak"]
    return Soaked(told["environment"], told["for"]) if told["for"] else None


def _no_open(one: Mapping[str, Any], problems: list[str]) -> Way:
    told = one["no-open"]
    if not told["labels"] and not told["milestone"]:
        problems.append(f"the gate «{one['name']}» names neither labels nor a milestone in no-open")
    return NoOpenIssue(told["labels"], told["milestone"])


_READ: Final = {
    "checks": _checks,
    "evidence": _measured,
    "sign-off": _signed_off,
    "soak": _soaked,
    "no-open": _no_open,
}
