"""Permission: a role of a person, in one repository and environment, beside what a token opens."""

from datetime import UTC, datetime

import pytest

from domain.deed import Signing
from domain.directory import ADMIN, APPROVER, DEPLOYER, MANAGER, VIEWER, Directory
from domain.token import APPROVE, READ
from service.deeds import Deeds
from tests.service.api.test_approvals import RELEASE, Company
from tests.site import Site, prove_problem


def granted(site: Site, to: str, role: str, environment: str = "") -> None:
    sign = Signing("root", datetime.now(UTC), reason="She is to do it.")
    Deeds(site.ledger, Directory).settle(
        (), sign, lambda one, signed: one.grant(to, role, "", environment, signed)
    )


def vote(site: Site, person: str) -> int:
    digest = site.get(f"{RELEASE}/approvals").json["manifest"]["digest"]
    body = {"decision": "approve", "digest": digest}
    token = site.token(APPROVE, READ, person=person)
    answer = site.post(f"{RELEASE}/approvals", token=token, json=body)
    if answer.status_code == 403:
        assert "may approve" in prove_problem(answer)["detail"]
    return answer.status_code


@pytest.mark.parametrize("role", [VIEWER, MANAGER, DEPLOYER])
def test_once_somebody_has_a_role_a_token_alone_does_not_do(demo: Site, role: str) -> None:
    Company(demo)
    granted(demo, "mira", role)

    assert vote(demo, "mira") == 403
    assert vote(demo, "noor") == 403


@pytest.mark.parametrize("role", [APPROVER, ADMIN])
def test_who_has_the_role_may(demo: Site, role: str) -> None:
    Company(demo)
    granted(demo, "mira", role)

    assert vote(demo, "mira") == 200


def test_a_role_in_one_environment_is_none_in_another(demo: Site) -> None:
    Company(demo)
    granted(demo, "mira", APPROVER, "production")

    assert vote(demo, "mira") == 403
