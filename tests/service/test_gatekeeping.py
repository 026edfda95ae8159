"""Gatekeeping by many at once: none of what they decide is lost, and nothing counts twice."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from domain.deed import Signing
from domain.errors import NotFound, Refused
from domain.gatekeeping import ACCEPTED
from projections.case import Case, case_of
from projections.gates.kept import Kept, kept_of
from service.gatekeeping import Gatekeepers, sign_off, waive
from service.ledger import Ledger
from tests.gated import TAG, Gated
from tests.ledgers import tell
from tests.pages import STREAM

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = "gates: [{name: UAT, sign-off: {}}, {name: unit, checks: build}]"
CROWD = 20


class Gatehouse:
    """v1.2.0 under a policy, in a ledger."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.keepers = Gatekeepers(ledger)
        tell(ledger, STREAM, Gated(POLICY).facts)

    def signed_off(self, by: str) -> int:
        with self.ledger.look(STREAM) as view:
            case = self.case(view)
            told = {"sha": case.sha or "", "outcome": ACCEPTED}
            step = sign_off(case, "UAT", attachments=(), **told)
        return self.keepers.settle(step, Signing(by, NOW, "Tried.")).new

    def waived(self, by: str, *, bound: bool = True) -> int:
        with self.ledger.look(STREAM) as view:
            case = self.case(view)
            sha = (case.sha or "") if bound else ""
            step = waive(case, "unit", sha=sha, expires_at=None)
        return self.keepers.settle(step, Signing(by, NOW, "Not now.")).new

    def kept(self) -> Kept:
        with self.ledger.look(STREAM) as view:
            return kept_of(self.case(view))

    @staticmethod
    def case(view: object) -> Case:
        return case_of(view, TAG, "", NOW)  # type: ignore[arg-type]  # a look is a view


@pytest.fixture
def gatehouse(ledger: Ledger) -> Gatehouse:
    return Gatehouse(ledger)


def test_of_many_who_sign_off_at_once_each_is_recorded(gatehouse: Gatehouse) -> None:
    people = [f"person-{number}" for number in range(CROWD)]
    with ThreadPoolExecutor(CROWD) as crowd:
        assert list(crowd.map(gatehouse.signed_off, people)) == [1] * CROWD

    kept = gatehouse.kept().sign_offs
    assert sorted(one.by for one in kept) == sorted(people)
    assert [one.number for one in kept] == list(range(1, CROWD + 1))


def test_of_many_who_waive_the_same_at_once_one_is_recorded(gatehouse: Gatehouse) -> None:
    with ThreadPoolExecutor(CROWD) as crowd:
        new = list(crowd.map(gatehouse.waived, ["mira", "noor"] * (CROWD // 2)))

    assert sum(new) == 1
    assert len(gatehouse.kept().waivers) == 1


def test_a_gate_that_is_not_in_the_policy_is_not_found(gatehouse: Gatehouse) -> None:
    with gatehouse.ledger.look(STREAM) as view:
        case = gatehouse.case(view)
        with pytest.raises(NotFound, match="no gate «load»: there is «UAT», «unit»"):
            waive(case, "load", sha="", expires_at=None)


def test_what_was_refused_is_remembered_with_who_tried(gatehouse: Gatehouse) -> None:
    with pytest.raises(Refused, match="A waiver is no rule"):
        gatehouse.waived("eve", bound=False)

    (denial,) = gatehouse.kept().denials
    assert (denial.by, denial.gate, denial.what) == ("eve", "unit", "waiver")
