"""A health rule: by which readings a rollout goes on, stops, or waits for a person.

What is not known never passes: no reading, an old one, or one of too few requests is told as such.
Readings count from when the step began, and a rule fails where more of them are bad than it bears.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from domain.threshold import Threshold

HEALTHY, BREACHED = "healthy", "breached"
NO_DATA, INCONCLUSIVE, WAITING = "no data", "inconclusive", "waiting"
# What a breach does. A pause waits for a person; a halt ends the rollout where it stands.
PAUSE, HALT, ROLL_BACK = "pause", "halt", "roll-back"
ACTIONS: Final = (PAUSE, HALT, ROLL_BACK)
SILENCE: Final = timedelta(minutes=5)


class Measurement(NamedTuple):
    """A figure at a moment, of so many requests, users or devices where that was told."""

    at: datetime
    measure: str
    value: float
    sample: int | None = None
    position: int = 0


class Alarm(NamedTuple):
    """An alert that fired; `until` is None while it does."""

    at: datetime
    alert: str
    until: datetime | None = None
    position: int = 0


class HealthRule(Struct, frozen=True):
    """`healthy` and `unhealthy` bound the figure: what is within neither is inconclusive.

    `unhealthy` is None where everything that is not healthy is bad. `failures` are borne; more are
    a breach. `silence` is how long nothing may be heard. `sample` is the least that a reading is
    of. `when` are other measures that have to be within bounds for the rule to mean anything.
    `alert` is the name, or a glob, of alerts any of which is a breach; then there is no figure.
    """

    name: str
    measure: str = ""
    healthy: Threshold | None = None
    unhealthy: Threshold | None = None
    failures: int = 0
    sample: int = 0
    silence: timedelta = SILENCE
    when: tuple[Threshold, ...] = ()
    alert: str = ""
    query: str = ""
    action: str = HALT


class Health(NamedTuple):
    """How a rule stands, and why, in a sentence."""

    rule: str
    state: str
    why: str
    action: str
    positions: tuple[int, ...] = ()


def by_alarms(rule: HealthRule, alarms: Sequence[Alarm], since: datetime) -> Health:
    """Of a rule about alerts: only those that are told of are known. Silence is no proof.

    One that fired before the step began, and still does, says nothing about the step.
    """
    if not alarms:
        return Health(rule.name, HEALTHY, f"no alert {rule.alert} was told of", rule.action)
    new = [one for one in alarms if one.at >= since]
    first = (new or alarms)[0]
    why = f"{first.alert} fired on {first.at:%Y-%m-%d %H:%M} UTC"
    positions = tuple(one.position for one in new or alarms)
    if new:
        return Health(rule.name, BREACHED, why, rule.action, positions)
    why = f"{why}, before this step began, and nobody can say what the step does to it"
    return Health(rule.name, INCONCLUSIVE, why, rule.action, positions)


def by_measurements(
    rule: HealthRule, found: Iterable[Measurement], since: datetime, now: datetime
) -> Health:
    """Of a rule about a figure: by the readings since the step began."""
    readings = sorted(one for one in found if since <= one.at <= now)
    own = [one for one in readings if one.measure == rule.measure]
    counted = [one for one in own if not rule.sample or (one.sample or 0) >= rule.sample]
    bad = [one for one in counted if _is_bad(rule, one.value)]
    if len(bad) > rule.failures:
        return _breach(rule, bad)
    if not own or own[-1].at < now - rule.silence:
        return _silent(rule, own, since, now)
    figures = {one.measure: one.value for one in readings}  # the latest of each
    why = _doubt(rule, figures, own, counted)
    last = (counted or own)[-1]
    state = INCONCLUSIVE if why else HEALTHY
    return Health(
        *(rule.name, state, why or f"{rule.measure} is {last.value:g}", rule.action),
        (last.position,),
    )


def _breach(rule: HealthRule, bad: Sequence[Measurement]) -> Health:
    last = bad[-1]
    told = f"{rule.measure} was {last.value:g} on {last.at:%Y-%m-%d %H:%M} UTC"
    borne = f", bad {len(bad)} times where {rule.failures} are borne" if rule.failures else ""
    places = tuple(one.position for one in bad)
    return Health(rule.name, BREACHED, told + borne, rule.action, places)


def _silent(rule: HealthRule, own: Sequence[Measurement], since: datetime, now: datetime) -> Health:
    """Nothing was heard for too long, or nothing yet and there is time."""
    heard = own[-1].at if own else since
    quiet = now - heard > rule.silence
    told = f"nothing was heard of {rule.measure} since {heard:%Y-%m-%d %H:%M} UTC"
    positions = tuple(one.position for one in own[-1:])
    return Health(rule.name, NO_DATA if quiet else WAITING, told, rule.action, positions)


def _doubt(
    rule: HealthRule,
    figures: dict[str, float],
    own: Sequence[Measurement],
    counted: Sequence[Measurement],
) -> str:
    """Why nobody can say that it is healthy; empty where one can."""
    for bound in rule.when:
        if bound.missing(figures):
            return f"nothing was heard of {bound.figure}, without which {rule.name} says nothing"
        if told := bound.breach(figures):
            return f"{told} for {rule.name} to say anything"
    if not counted:
        return f"{rule.measure} is of {own[-1].sample or 0}, and has to be of {rule.sample}"
    last = counted[-1]
    if rule.healthy is not None and (told := rule.healthy.breach({rule.measure: last.value})):
        return f"{told}; it is not yet so bad that it fails"
    return ""


def _is_bad(rule: HealthRule, value: float) -> bool:
    """Within what is called unhealthy; or, where nothing is, not within what is healthy."""
    figures = {rule.measure: value}
    if rule.unhealthy is not None:
        return not rule.unhealthy.breach(figures)
    return rule.healthy is not None and bool(rule.healthy.breach(figures))
