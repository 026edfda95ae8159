"""What GitHub sent and nobody took in is found in its lists of deliveries."""

from collections.abc import Callable
from copy import copy

import pytest

from domain.repository import stream_of
from projections.repositories import repository
from service.config import Config
from service.delivery import HEALED
from service.github.backfill.progress import progress
from service.github.connection import Connection
from service.github.gaps import DELIVERIES, gaps
from service.github.heal import Heal, Healed
from service.ledger import Ledger, open_ledger
from tests.engines import Engine
from tests.github.apps import EVERYTHING
from tests.github.deliveries import Delivery, Hook
from tests.github.hub import Hub
from tests.github.repository import Repository
from tests.github.weather import Weather
from tests.ledgers import migrated
from tests.scenarios.answers import differences
from tests.service.github.backfill.catching_up import DOOR, SECRET, answers, receiver, season

Connect = Callable[..., Connection]
SHORT, LONG = range(4), range(100)


@pytest.fixture
def repo(hub: Hub) -> Repository:
    return hub.repository("harbour/checkout")


@pytest.fixture
def hook(repo: Repository, ledger: Ledger, hub: Hub) -> Hook:
    return repo.hook(DOOR, secret=SECRET, receiver=receiver(ledger, hub))


def healing(hub: Hub, connection: Connection, ledger: Ledger, **settings: object) -> Heal:
    return Heal(Config("sqlite:///unused.db", **settings), connection, ledger, clock=hub.clock)  # type: ignore[arg-type]


def lost(hub: Hub) -> None:
    hub.post.weather = Weather(lose=1)


def test_what_was_lost_is_taken_from_the_list(
    hub: Hub, repo: Repository, hook: Hook, connected: Connect, ledger: Ledger
) -> None:
    lost(hub)
    repo.release("v1.0.0")
    done = healing(hub, connected(), ledger).run()
    assert done == Healed(taken=len({one.guid for one in hook.deliveries}))
    (row,) = [one for one in ledger.deliveries() if one.event == "release"][:1]
    headers = dict(ledger.delivery(row.seq).headers)
    assert "written anew" in headers[HEALED]
    assert (row.source, row.hook) == ("github", str(hook.id))
    assert "release v1.0.0" in answers(ledger, repo)


def test_a_second_healing_finds_nothing_more(
    hub: Hub, repo: Repository, hook: Hook, connected: Connect, ledger: Ledger
) -> None:
    lost(hub)
    repo.release("v1.0.0")
    heal = healing(hub, connected(), ledger)
    heal.run()
    asked = hub.requests.total()
    assert heal.run() == Healed()
    assert hub.requests.total() - asked == 1  # one page of deliveries
    hub.clock.advance(hours=1)
    assert heal.run() == Healed()
    # The repositories, the hooks of the repository and of its owner, one page of deliveries.
    assert hub.requests.total() - asked == 1 + 4


def test_an_app_that_may_not_see_hooks_does_not_ask_each_repository_for_them(
    hub: Hub, connected: Connect, ledger: Ledger
) -> None:
    app = hub.app(permissions={"metadata": "read", "contents": "read"})
    app.install("harbour")
    for number in range(5):
        hub.repository(f"harbour/checkout-{number}")
    connection = connected(github_app_id=app.id, github_private_key=app.private_key)
    healing(hub, connection, ledger).run()
    assert not [name for name in hub.requests if name.endswith("}/hooks")]


def test_what_was_told_ok_and_lost_afterwards_is_found_too(
    hub: Hub, repo: Repository, hook: Hook, connected: Connect, ledger: Ledger
) -> None:
    hook.receiver = lambda *_: 202
    repo.commit("Nobody kept this")
    assert {one.status for one in hook.deliveries} == {"OK"}
    assert healing(hub, connected(), ledger).run().taken == len(hook.deliveries)


def test_without_a_payload_it_is_asked_for_again(
    hub: Hub, hook: Hook, connected: Connect, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost(hub)
    hub.repository("harbour/checkout").commit("Too big to be shown")
    hub.post.weather = Weather()
    monkeypatch.setattr(Delivery, "payload", property(lambda _: {}))
    assert healing(hub, connected(), ledger).run() == Healed(redelivered=1)
    assert [one.event for one in ledger.deliveries()] == ["push"]
    assert hook.deliveries[-1].redelivery


def test_a_hook_that_leads_elsewhere_is_let_alone(
    hub: Hub, repo: Repository, hook: Hook, connected: Connect, ledger: Ledger
) -> None:
    lost(hub)
    repo.hook("https://chat.example/webhooks/github")
    repo.commit("For us, and for a chat")
    heal = healing(hub, connected(), ledger, public_url="https://ship.example")
    assert heal.run() == Healed(taken=1)


def test_an_app_and_an_organisation_have_lists_too(
    hub: Hub, repo: Repository, connected: Connect, ledger: Ledger
) -> None:
    lost(hub)
    app = hub.app(permissions=EVERYTHING | {"organization_hooks": "read"})
    app.install("harbour")
    hub.organization_hook("harbour", DOOR, secret=SECRET)
    repo.commit("Told twice")
    repo.delete()
    connection = connected(github_app_id=app.id, github_private_key=app.private_key)
    hub.repository("harbour/other")
    assert healing(hub, connection, ledger).run().taken > 0
    with ledger.look(stream_of("github", str(repo.id))) as view:
        # Only the organisation's hook is told of it; the App hears nothing, and may not look.
        assert repository(view).name == "harbour/checkout"


def test_a_gap_longer_than_the_list_is_said_and_the_state_is_read_instead(
    hub: Hub, repo: Repository, hook: Hook, connected: Connect, ledger: Ledger
) -> None:
    heal = healing(hub, connected(), ledger)
    heal.run()
    down = hub.clock()
    lost(hub)
    repo.release("v1.0.0")
    hub.clock.advance(days=4)
    assert heal.run().gaps == 1
    (gap,) = gaps(ledger)
    assert (gap.name, gap.what, gap.since, gap.mended) == (repo.full_name, DELIVERIES, down, False)
    (reading,) = progress(ledger)
    assert reading.since is not None
    assert reading.since < down


def run_of(hub: Hub, hook: Hook, waiting: list[Delivery], ledger: Ledger, weather: Weather) -> None:
    """Hand over the same deliveries in another weather."""
    hook.deliveries.clear()
    hook.receiver = receiver(ledger, hub)
    hub.post.weather, hub.post.waiting = weather, [copy(one) for one in waiting]
    hub.deliver()


@pytest.mark.parametrize(
    "seeds",
    [pytest.param(SHORT, id="few"), pytest.param(LONG, id="hundred", marks=pytest.mark.slow)],
)
def test_half_of_all_webhooks_lost_and_the_rest_shuffled_and_doubled_heals_to_the_same_answers(
    hub: Hub, repo: Repository, connected: Connect, engine: Engine, seeds: range
) -> None:
    hook, hub.post.held = repo.hook(DOOR, secret=SECRET), True
    season(repo)
    waiting, connection = hub.post.waiting, connected()

    def answered(weather: Weather) -> tuple[dict[str, object], int]:
        ledger = open_ledger(engine.fresh(migrated))
        try:
            run_of(hub, hook, waiting, ledger, weather)
            taken = healing(hub, connection, ledger).run().taken
            return answers(ledger, repo), taken
        finally:
            ledger.close()

    whole, none = answered(Weather())
    assert none == 0
    shares = []
    for seed in seeds:
        told, taken = answered(Weather(seed, lose=0.5, double=1, shuffle=True))
        assert differences(whole, told) == [], f"seed {seed}"
        shares.append(taken / len(waiting))
    assert 0.4 < sum(shares) / len(shares) < 0.6
