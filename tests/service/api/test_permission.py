"""Permission: a role of a person, in one repository and environment, beside what a token opens."""

from datetime import UTC, datetime

import pytest

from domain.deed import Signing
from domain.directory import ADMIN, APPROVER, DEPLOYER, MANAGER, VIEWER, Directory
from domain.token import APPROVE, READ, WRITE_NOTES
from service.deeds import Deeds
from tests.service.api.test_approvals import RELEASE, SHOP, Company
from tests.site import Site, prove_problem, pushed_tag


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


def upload(site: Site, person: str, path: str) -> int:
    content = "notes: {}\n" if path == ".shipledger.yml" else "template: $CHANGES\n"
    body = {"path": path, "content": content, "reason": "Fewer rules."}
    token = site.token(WRITE_NOTES, READ, person=person)
    return site.ask("PUT", f"{SHOP}/notes/settings", token=token, json=body).status_code


def test_a_policy_is_given_by_an_administrator_and_notes_are_settled_by_who_may(
    demo: Site,
) -> None:
    granted(demo, "mira", MANAGER)
    granted(demo, "ada", ADMIN)

    assert upload(demo, "mira", ".shipledger.yml") == 403
    assert upload(demo, "noor", ".github/release-drafter.yml") in (403, 404)
    assert upload(demo, "ada", ".shipledger.yml") == 200
    assert upload(demo, "mira", ".github/release-drafter.yml") == 200


@pytest.mark.parametrize("about", ["mira", "noor"])
def test_nobody_shuts_himself_out_by_a_policy(guarded: Site, about: str) -> None:
    guarded.deliver("push", pushed_tag())
    content = f"roles: {{admin: {{people: [{about}]}}}}\n"
    body = {"path": ".shipledger.yml", "content": content, "reason": "She answers for it."}
    token = guarded.token(WRITE_NOTES, READ, person="mira")
    before = guarded.ledger.head()
    path = "/api/v1/repositories/octo/shop/notes/settings"

    answer = guarded.ask("PUT", path, token=token, json=body)

    if about == "mira":
        assert answer.status_code == 200
    else:
        assert "not see it any more" in prove_problem(answer)["detail"]
        assert guarded.ledger.head() == before
