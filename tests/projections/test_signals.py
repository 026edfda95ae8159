"""What was measured in an environment, and which alerts fired there."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.alert import AlertFired, AlertResolved
from domain.health import HealthRead
from domain.health_rule import Alarm, Measurement
from projections.signals import Watched, alarms, measurements
from tests.story import Story, minute, sha

DAY = timedelta(days=1)
HOME = {"environment": "production"}
HERE = Watched("production")


def measured(story: Story, at: datetime, value: float, **more: Any) -> None:
    story.tell(HealthRead, at, **(HOME | {"measure": "errors", "value": value} | more))


def values(found: list[Measurement]) -> list[float]:
    return [one.value for one in found]


def test_readings_count_from_one_moment_to_another_over_midnight() -> None:
    story = Story()
    for at, value in ((1, 0.1), (1439, 0.2), (1441, 0.3), (2881, 0.4)):
        measured(story, minute(at), value)
    view = story.view()
    assert values(measurements(view, HERE, minute(5), minute(1450))) == [0.2, 0.3]
    assert values(measurements(view, HERE, minute(1), minute(2881))) == [0.1, 0.2, 0.3, 0.4]
    assert measurements(view, HERE, minute(5), minute(4)) == []
    assert measurements(view, Watched("staging"), minute(1), minute(2881)) == []


def test_a_reading_says_where_it_was_told() -> None:
    story = Story()
    measured(story, minute(3), 0.1, sample=20)
    assert measurements(story.view(), HERE, minute(0), minute(9)) == [
        Measurement(minute(3), "errors", 0.1, 20, 1)
    ]


def test_a_reading_of_another_commit_or_target_is_left_out_where_one_is_asked_for() -> None:
    story = Story()
    measured(story, minute(1), 1)
    measured(story, minute(2), 2, sha=sha("one"), target="eu-1")
    measured(story, minute(3), 3, sha=sha("two"), target="us-1")
    span = (minute(0), minute(9))
    one, us = Watched("production", sha=sha("one")), Watched("production", target="us-1")
    assert values(measurements(story.view(), HERE, *span)) == [1, 2, 3]
    assert values(measurements(story.view(), one, *span)) == [1, 2]
    assert values(measurements(story.view(), us, *span)) == [1, 3]


def test_a_moment_in_ages_is_not_looked_up_to_day_by_day() -> None:
    story = Story()
    measured(story, minute(1), 1)
    ages = datetime(9999, 12, 31, 23, 59, tzinfo=UTC)
    assert measurements(story.view(), HERE, minute(0), ages) == []
    assert values(measurements(story.view(), HERE, minute(0), minute(0) + 360 * DAY)) == [1]


def fired(story: Story, at: float, fingerprint: str = "f1", alert: str = "HighErrors") -> None:
    story.tell(AlertFired, minute(at), alert=alert, fingerprint=fingerprint, **HOME)


def resolved(story: Story, at: float, fingerprint: str = "f1") -> None:
    told = {"alert": "HighErrors", "fingerprint": fingerprint}
    story.tell(AlertResolved, minute(at), **told, **HOME)


def test_an_alert_fires_until_it_is_resolved_and_may_fire_again() -> None:
    story = Story()
    fired(story, 1)
    fired(story, 2)
    resolved(story, 3)
    fired(story, 5)
    fired(story, 4, "f2", "Slow")
    assert alarms(story.view(), "production", minute(0)) == [
        Alarm(minute(1), "HighErrors", minute(3), 1),
        Alarm(minute(4), "Slow", None, 5),
        Alarm(minute(5), "HighErrors", None, 4),
    ]
    for seed in range(5):
        found = alarms(story.shuffled(seed), "production", minute(0))
        assert [one[:3] for one in found] == [
            (minute(1), "HighErrors", minute(3)),
            (minute(4), "Slow", None),
            (minute(5), "HighErrors", None),
        ]


def test_an_alert_that_was_over_before_is_of_no_account() -> None:
    story = Story()
    fired(story, 1)
    resolved(story, 3)
    assert alarms(story.view(), "production", minute(4)) == []
    assert alarms(story.view(), "staging", minute(0)) == []
    assert len(alarms(story.view(), "production", minute(2))) == 1


def test_an_end_without_a_beginning_is_no_alarm() -> None:
    story = Story()
    resolved(story, 3)
    assert alarms(story.view(), "production", minute(0)) == []
