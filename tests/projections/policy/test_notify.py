"""The part `notify:`: who is told of what, and what cannot be meant is a problem."""

from projections.policy.in_force import faults_of, read_policy
from projections.policy.notify import Subscription


def subscriptions(text: str) -> tuple[Subscription, ...]:
    return read_policy(f"notify: {text}", ".shipledger.yml", "").sections.notify


def test_a_channel_is_told_of_the_events_that_it_names_by_name_or_glob() -> None:
    (one,) = subscriptions("[{to: room, events: [release.published, freeze.*]}]")

    assert one.to == ("room",)
    assert one.wants("release.published")
    assert one.wants("freeze.overridden")
    assert not one.wants("release.withdrawn")


def test_a_subscription_may_be_limited_as_any_rule() -> None:
    (one,) = subscriptions("[{to: [a, b], events: '*', types: hotfix, environments: [prod*]}]")

    assert one.to == ("a", "b")
    assert one.selector.selects(type_="hotfix", component="", environment="production")
    assert not one.selector.selects(type_="regular", component="", environment="production")


def test_an_event_or_a_type_that_there_is_not_is_a_problem() -> None:
    (unknown,) = faults_of("notify: [{to: room, events: [relese.published]}]")
    assert unknown.endswith("no event «relese.published»: did you mean release.published?")
    (type_,) = faults_of("notify: [{to: room, events: '*', types: hotfx}]")
    assert "an entry of notify holds for the type «hotfx»" in type_


def test_a_channel_that_nobody_could_name_so_is_a_problem_and_is_told_nothing() -> None:
    text = 'notify: [{to: ["A room\\0", room], events: "*"}]'
    (wrong,) = faults_of(text)
    assert "and channels have names of small letters" in wrong
    (one,) = read_policy(text, ".shipledger.yml", "").sections.notify
    assert one.to == ("room",)


def test_without_a_channel_or_an_event_it_says_nothing() -> None:
    assert faults_of("notify: [{to: room}]") == (".shipledger.yml: notify needs a events: add one",)
    assert faults_of("notify: [{to: room, events: '*'}]") == ()
