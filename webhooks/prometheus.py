"""Prometheus: what it answers to an instant query, and what that tells of an environment's health.

No data is no zero, and an error is no silence: each is told as what it is, and neither as a value.
"""

import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final, Literal, NamedTuple
from urllib.parse import quote
from uuid import UUID

import msgspec
from msgspec import Struct

from domain.fact import Actor, Keyed
from domain.health import MOST, HealthRead
from webhooks.cloudevent import UNREADABLE

VALUES, NO_DATA, ERROR = "values", "no data", "error"
TOOL: Final = Actor("Prometheus", kind="tool")
# A figure of health is one, or one for each region: thousands are a query that forgot to add up.
MOST_SERIES: Final = 100
LONGEST_LINK: Final = 2000
_VALUED: Final = ("vector", "scalar")


class Part(msgspec.Struct, frozen=True, gc=False, kw_only=True, rename="camel"):
    """A piece of an answer; what is not declared is skipped."""


class Data(Part, frozen=True):
    result_type: Literal["vector", "scalar", "matrix", "string"]
    result: msgspec.Raw


class Body(Part, frozen=True):
    status: Literal["success", "error"]
    data: Data | None = None
    error_type: str = ""
    error: str = ""
    warnings: tuple[str, ...] = ()


Sample = tuple[float, str]


class Series(Part, frozen=True):
    metric: dict[str, str] = msgspec.field(default_factory=dict)
    value: Sample | None = None


class Value(NamedTuple):
    """A figure at a moment; `target` is what its labels tell it from others by."""

    at: datetime
    value: float
    target: str = ""


class Heard(Struct, frozen=True):
    """What became of a question: values, no data or an error; `why` says the latter two."""

    state: str
    values: tuple[Value, ...] = ()
    why: str = ""


class Wanted(NamedTuple):
    """A measure of an environment of a repository, and the query that gives it.

    `sha` is the commit that it is a measure of, where the query is of that commit alone.
    """

    stream: UUID
    environment: str
    measure: str
    promql: str
    sha: str = ""


def read_answer(body: bytes) -> Heard:
    """What is in the body of an answer, whatever its status."""
    try:
        said = msgspec.json.decode(body, type=Body)
        if said.status == "error" or said.data is None:
            return failed(f"{said.error_type}: {said.error}" if said.error else "it says no more")
        if said.warnings:
            # A part of the stores did not answer, or a part of the series was left out.
            return failed(f"it warns of its own answer: {'; '.join(said.warnings)}")
        return _heard(said.data)
    except (*UNREADABLE, ValueError, OverflowError) as error:
        return failed(f"its answer is none of Prometheus': {error}")


def failed(why: str) -> Heard:
    """An error, and nothing else."""
    return Heard(ERROR, why=why[:500])


def _heard(data: Data) -> Heard:
    if data.result_type not in _VALUED:
        return failed(
            f"the query gives a {data.result_type}: write one that gives a value at a moment"
        )
    if data.result_type == "scalar":
        series = [Series(value=msgspec.json.decode(data.result, type=Sample))]
    else:
        series = msgspec.json.decode(data.result, type=list[Series])
    if len(series) > MOST_SERIES:
        return failed(f"the query gives {len(series)} series: add them up, by region at most")
    values = tuple(_values(series))
    if values:
        return Heard(VALUES, values)
    why = "no series has a number" if series else "no series is there"
    return Heard(NO_DATA, why=f"{why} at the moment that was asked about")


def _values(series: list[Series]) -> Iterator[Value]:
    """NaN is what comes of dividing nothing by nothing, and infinity is no figure either."""
    for one in series:
        if one.value is None:
            continue  # a native histogram
        at, text = one.value
        value = float(text)
        if math.isfinite(value) and abs(value) <= MOST:
            yield Value(datetime.fromtimestamp(at, UTC), value, _target(one.metric))


def _target(labels: Mapping[str, str]) -> str:
    """One label says by its value alone what it is of; several need their names."""
    told = {name: value for name, value in labels.items() if name != "__name__"}
    if len(told) == 1:
        (value,) = told.values()
        return value
    return ",".join(f"{name}={value}" for name, value in sorted(told.items()))


def readings(wanted: Wanted, heard: Heard, address: str) -> tuple[Keyed, ...]:
    """The facts, each recorded once for its moment; `address` is where people look."""
    query = f"{address}/graph?g0.expr={quote(wanted.promql, safe='')}"
    return tuple(
        Keyed(
            HealthRead(
                at=one.at,
                via="poll:prometheus",
                by=TOOL,
                environment=wanted.environment,
                measure=wanted.measure,
                value=one.value,
                sha=wanted.sha,
                target=one.target,
                url=query if len(query) <= LONGEST_LINK else "",
            ),
            f"prometheus {one.at.isoformat()} {wanted[1:]} {one.target}",
        )
        for one in heard.values
    )
