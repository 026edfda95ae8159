"""The links of incidents: a person confirms or denies, each time for a reason."""

from datetime import UTC, datetime

import pytest

from domain.deed import Signing
from domain.edit import AlreadySo
from domain.errors import Refused
from domain.incident_link import IncidentLink

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SIGN = Signing("mira", NOON, reason="The stack trace names the new code.")


@pytest.fixture
def link() -> IncidentLink:
    return IncidentLink.of("a repository", "incident-1", at=NOON)


def test_a_link_is_confirmed_and_names_both(link: IncidentLink) -> None:
    link.confirm("145", SIGN)
    made = link.pending_events[-1]
    assert isinstance(made, IncidentLink.Confirmed)
    assert (made.incident, made.deployment, made.reason) == ("incident-1", "145", SIGN.reason)
    assert made.about() == ("incident:incident-1", "incidents")


def test_whoever_decides_says_why(link: IncidentLink) -> None:
    for decide in (link.confirm, link.deny):
        with pytest.raises(Refused, match="Say why"):
            decide("145", SIGN._replace(reason=" "))


def test_what_stands_is_not_decided_again(link: IncidentLink) -> None:
    link.confirm("145", SIGN)
    with pytest.raises(AlreadySo, match="linked to deployment 145 already"):
        link.confirm("145", SIGN)
    link.deny("144", SIGN)
    with pytest.raises(AlreadySo, match="by deployment 144 was denied"):
        link.deny("144", SIGN)


def test_to_deny_what_was_confirmed_takes_it_back(link: IncidentLink) -> None:
    link.confirm("145", SIGN)
    link.deny("144", SIGN)
    assert link.confirmed == "145"
    link.deny("145", SIGN)
    link.confirm("145", SIGN)
    assert link.denied == {"144"}


def test_to_deny_all_takes_back_whatever_was_confirmed(link: IncidentLink) -> None:
    link.confirm("145", SIGN)
    link.deny("", SIGN)
    with pytest.raises(AlreadySo, match="any deployment"):
        link.deny("", SIGN)
    link.confirm("145", SIGN)
    assert (link.confirmed, link.denied) == ("145", set())


def test_each_incident_of_each_repository_has_its_own() -> None:
    keys = [("a", "1"), ("a", "2"), ("b", "1")]
    assert len({IncidentLink.create_id(*key) for key in keys}) == 3
