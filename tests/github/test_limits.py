"""How much may be asked, and how GitHub says so."""

from tests.github.asking import Asking
from tests.github.hub import Hub

HERE = "/repos/harbour/checkout"


def test_each_answer_tells_what_is_left(hub: Hub, address: str) -> None:
    hub.repository("harbour/checkout")
    ask = Asking(hub, hub.token())

    left = [ask("GET", HERE).headers["X-RateLimit-Remaining"] for _ in range(2)]
    assert left == ["4999", "4998"]


def test_what_did_not_change_costs_nothing(hub: Hub, address: str) -> None:
    repo = hub.repository("harbour/checkout")
    ask = Asking(hub, hub.token())
    first = ask("GET", HERE + "/releases")

    again = ask("GET", HERE + "/releases", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")
    assert again.headers["X-RateLimit-Used"] == first.headers["X-RateLimit-Used"]
    repo.release("v1")
    news = ask("GET", HERE + "/releases", headers={"If-None-Match": first.headers["ETag"]})
    assert (news.status_code, news.headers["X-RateLimit-Used"]) == (200, "2")


def test_the_hour_is_each_token_owners_own(hub: Hub, address: str) -> None:
    hub.limits.core = 2
    hub.repository("harbour/checkout")
    ada, grace = (Asking(hub, hub.token(login)) for login in ("ada", "grace"))

    assert [ada("GET", HERE).status_code for _ in range(3)] == [200, 200, 403]
    assert grace("GET", HERE).status_code == 200
    assert ada.get("/rate_limit")["rate"]["remaining"] == 0


def test_80_comments_a_minute_and_no_more(hub: Hub, address: str) -> None:
    """Documentation of the REST API's rate limits: about 80 content-creating requests a minute."""
    issue = hub.repository("harbour/checkout").issue("Long story")
    ask = Asking(hub, hub.token())
    place = f"{HERE}/issues/{issue.number}/comments"

    said = [ask("POST", place, {"body": str(number)}) for number in range(81)]
    assert [one.status_code for one in said] == [201] * 80 + [403]
    assert said[-1].headers["Retry-After"] == "60"
    hub.clock.wait(120)
    assert ask("POST", place, {"body": "Later"}).status_code == 201


def test_the_date_is_the_hubs(hub: Hub, address: str) -> None:
    hub.clock.advance(days=1)
    day = hub.clock().strftime("%d %b %Y")

    answer = Asking(hub)("GET", "/meta", headers={"X-GitHub-Api-Version": "2022-11-28"})
    assert day in answer.headers["Date"]
    assert answer.headers["X-GitHub-Api-Version-Selected"] == "2022-11-28"
    assert answer.headers["X-GitHub-Request-Id"]
