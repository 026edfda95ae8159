"""The directory over HTTP: administrators name people, set teams and give roles, for a reason."""

from typing import Any

import pytest

from domain.token import ADMIN, READ
from tests.site import Site, prove_problem, pushed_tag

HERE = "/api/v1/directory"
WHY = {"reason": "She joined."}


class Office:
    """An administrator's desk."""

    def __init__(self, site: Site, person: str = "root") -> None:
        self.site = site
        self.token = site.token(ADMIN, person=person)

    def get(self, what: str, query: str = "") -> Any:
        answer = self.site.get(f"{HERE}/{what}{query}", token=self.token)
        assert answer.status_code == 200, answer.json
        return answer.json

    def send(self, path: str, method: str = "POST", status: int = 200, **body: Any) -> Any:
        told = body | ({} if "reason" in body else WHY)
        answer = self.site.ask(method, f"{HERE}/{path}", token=self.token, json=told)
        assert answer.status_code == status, answer.json
        return answer.json


@pytest.fixture
def office(site: Site) -> Office:
    site.deliver("push", pushed_tag())
    return Office(site)


def test_people_are_named_and_named_anew(office: Office) -> None:
    told: dict[str, Any] = {"name": "Mira Ahn", "login": "Mira-Ahn", "emails": ["Mira@example.org"]}
    assert office.send("people/Mira", "PUT", **told)["changed"] is True
    again = office.send("people/mira", "PUT", **told)
    assert (again["changed"], again["already"]) == (False, ["mira is known so already."])

    office.send("people/mira", "PUT", **told, github_id=7)

    (mira,) = office.get("people")["items"]
    assert mira["key"] == "mira"
    assert (mira["login"], mira["emails"]) == ("mira-ahn", ["mira@example.org"])
    assert mira["github_id"] == 7


def test_who_is_removed_is_no_longer_there_and_was(office: Office) -> None:
    office.send("people/mira", "PUT")
    before = office.site.ledger.head()

    office.send("people/mira/remove", reason="She left.")

    assert office.get("people")["items"] == []
    assert office.get("people", f"?as_of={before}")["items"][0]["key"] == "mira"
    assert "Nobody is called mira" in office.send("people/mira/log-out", status=409)["detail"]


def test_teams_are_set_whole(office: Office) -> None:
    office.send("teams/QA", "PUT", members=["Noor", "mira", "mira"])

    assert office.get("teams")["items"] == [{"name": "qa", "members": ["mira", "noor"]}]


def test_roles_are_given_and_taken_back_with_the_repositorys_name(office: Office) -> None:
    office.send("grants", to="root", role="admin")
    one: dict[str, Any] = {
        "to": "team:qa",
        "role": "approver",
        "repository": "octo/shop",
        "environment": "live",
    }
    office.send("grants", **one)

    first, second = office.get("grants")["items"]
    assert (first["to"], first["repository"]) == ("root", "")
    assert {name: second[name] for name in one} == one
    assert (second["by"], second["reason"]) == ("root", "She joined.")

    office.send("grants/withdraw", **one)
    assert len(office.get("grants")["items"]) == 1
    assert office.send("grants/withdraw", **one)["changed"] is False


def test_a_list_comes_in_pages(office: Office) -> None:
    for key in ("ada", "mira", "noor"):
        office.send(f"people/{key}", "PUT")

    answer = office.site.get(f"{HERE}/people?limit=2", token=office.token)

    assert [one["key"] for one in (answer.json or {})["items"]] == ["ada", "mira"]
    assert 'rel="next"' in answer.headers["Link"]


@pytest.mark.parametrize(
    ("path", "method", "body", "status"),
    [
        ("people/two words", "PUT", {}, 409),
        ("people/mira", "PUT", {"reason": ""}, 422),
        ("people/mira", "PUT", {"age": 7}, 422),
        ("grants", "POST", {"to": "mira", "role": "king"}, 422),
        ("grants", "POST", {"to": "mira", "role": "admin", "repository": "octo/none"}, 404),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(
    office: Office, path: str, method: str, body: dict[str, Any], status: int
) -> None:
    before = office.site.ledger.head()

    office.send(path, method, status, **body)

    assert office.site.ledger.head() == before


def test_once_there_is_an_administrator_of_all_a_token_alone_does_not_do(office: Office) -> None:
    office.send("grants", to="root", role="admin")
    other = office.site.token(ADMIN, person="mira")

    answer = office.site.ask("PUT", f"{HERE}/people/eve", token=other, json=WHY)

    assert answer.status_code == 403
    assert "none that may administer" in prove_problem(answer)["detail"]
    assert office.site.get(f"{HERE}/people", token=other).status_code == 403
    assert office.site.get(f"{HERE}/people", token=office.site.token(READ)).status_code == 403
