"""What a policy asks for is told once to each channel, however often the worker is stopped."""

from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from domain.ballot import Ballot, Paper
from domain.deed import Signing
from domain.errors import Refused
from domain.tag import TagCut
from service.deeds import Deeds
from service.ledger import Ledger, open_ledger
from service.notify import notifying
from service.notify import post as posting
from service.notify.channels import Channels, Email, Smtp
from service.notify.notifying import ATTEMPTS
from service.outbox import Outbox
from service.reacting import Reacting
from service.reactions import TOLD
from tests.engines import Engine, PostgreSQL, Sqlite
from tests.ledgers import migrated
from tests.service.notify.mailbox import Mailbox
from tests.service.notify.receiver import SILENCE, TRICKLE, Receiver, Scripted
from tests.service.notify.telling import STREAM, Team, a_team


@pytest.fixture
def ledger(sqlite: Sqlite) -> Iterator[Ledger]:
    """The outbox is the same on both engines; one story below is told on each."""
    one = open_ledger(sqlite.fresh(migrated))
    yield one
    one.close()


@pytest.fixture
def team(ledger: Ledger, receiver: Receiver) -> Team:
    return a_team(ledger, receiver.url)


def test_a_fact_and_a_decision_are_told_once_with_links(team: Team, receiver: Receiver) -> None:
    team.published("v1.0.0", name="<!channel> *One*")
    team.work()
    team.work()

    (heard,) = receiver.heard
    assert heard.path == "/hidden-room"
    assert "&lt;!channel&gt; *One*» was published by mira." in heard.json["text"]
    assert "https://ledger.example/acme/app/releases/v1.0.0" in heard.body.decode()

    ballots = Deeds(team.ledger, Ballot, team.clock)
    paper = Paper("v1.0.0", "", "", "", "", "", {}, (), {}, frozenset())
    sign = Signing("quinn", team.now, "I tried it.", name="Quinn")
    ballots.settle(
        (str(STREAM), "v1.0.0"),
        sign,
        lambda one, how: one._vote(Ballot.Approved, paper, "", ([], []), how),
    )
    team.work()
    assert receiver.heard[-1].json["text"] == "acme/app: Quinn approved v1.0.0: I tried it."
    assert len(receiver.heard) == 2
    done = team.outbox.page()
    assert {(one.kind, one.state, one.how) for one in done} == {
        ("notification", "done", "answered 200")
    }


def test_who_has_several_subscriptions_hears_it_once_and_each_channel_for_itself(
    team: Team, receiver: Receiver
) -> None:
    team.settle("notify: [{to: [room, hook], events: '*'}, {to: room, events: 'release.*'}]")
    team.published("v1.0.0")
    team.work()

    assert [one.path for one in receiver.heard] == ["/hidden-room", "/hidden-hook"]


def test_what_happened_before_anybody_asked_or_long_ago_is_not_told(
    team: Team, receiver: Receiver
) -> None:
    team.now -= timedelta(days=2)
    team.published("v0.9.0")
    team.rest(days=2)
    team.told(TagCut, name="v1.0.0", sha="a" * 40, object="a" * 40)
    team.work()

    assert receiver.heard == []
    assert team.outbox.page() == []


def test_a_subscription_hears_of_nothing_outside_of_its_limits(
    team: Team, receiver: Receiver
) -> None:
    team.settle("notify: [{to: room, events: '*', components: [core]}]")
    team.published("v1.0.0")
    team.published("core-v1.0.0")
    team.work()

    assert [one.json["text"] for one in receiver.heard] == [
        "acme/app: GitHub release «core-v1.0.0» was published by mira."
    ]


def test_whoever_is_asked_for_an_approval_is_told_by_name_and_once(
    postgres: PostgreSQL, receiver: Receiver
) -> None:
    with closing(open_ledger(postgres.fresh(migrated))) as ledger:
        asked(a_team(ledger, receiver.url), receiver)


def asked(team: Team, receiver: Receiver) -> None:
    """On the engine that knows no NUL, of people who write one."""
    team.settle(
        'approvals: {layers: [{name: "Q\\0A", people: ["quinn\\0"]}]}\n'
        "notify: [{to: hook, events: approval.needed}]"
    )
    team.told(TagCut, name="v1.0.0", sha="a" * 40, object="a" * 40)
    team.work()
    team.rest(minutes=5)
    team.told(TagCut, name="v0.9.0", sha="b" * 40, object="b" * 40)
    team.work()

    first = receiver.heard[0].json["data"]
    assert first["sentence"] == "v1.0.0 needs one approval of «Q⟨U+0000⟩A»."
    assert first["people"] == ["quinn⟨U+0000⟩"]
    assert first["url"] == "https://ledger.example/acme/app/releases/v1.0.0/approvals"
    asked = [one.json["data"]["releases"] for one in receiver.heard]
    assert asked.count(["v1.0.0"]) == 1


# -- when it does not go well ---------------------------------------------------------------------


def test_what_was_not_taken_is_tried_again_later_with_the_same_id(
    engine: Engine, receiver: Receiver
) -> None:
    with closing(open_ledger(engine.fresh(migrated))) as ledger:
        tried_again(a_team(ledger, receiver.url), receiver)


def tried_again(team: Team, receiver: Receiver) -> None:
    team.settle("notify: [{to: hook, events: '*'}]")
    receiver.answers.append(Scripted(503, b"later"))
    team.published("v1.0.0")
    team.work()
    assert (team.one().state, team.one().reason) == (
        "wanted",
        "hook: it answered 503: later",
    )
    team.send()
    assert len(receiver.heard) == 1  # it is not due yet

    team.rest(seconds=31)
    team.send()
    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == team.one().id.hex
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert team.one().state == "done"
    assert [(one.status, one.failure) for one in team.attempts(team.one())] == [
        (503, "it answered 503: later"),
        (200, ""),
    ]


def test_nothing_is_tried_before_a_server_wants_it(team: Team, receiver: Receiver) -> None:
    receiver.answers.append(Scripted(429, headers=(("Retry-After", "600"),)))
    team.published("v1.0.0")
    team.work()

    team.rest(seconds=590)
    team.send()
    assert len(receiver.heard) == 1
    team.rest(seconds=11)
    team.send()
    assert team.one().state == "done"


def test_while_a_channel_rests_another_is_told_and_nothing_is_lost(
    team: Team, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "PATIENCE", (1, 0.1))
    team.settle("notify: [{to: [room, hook], events: '*'}]")
    receiver.answers.append(Scripted(SILENCE))
    team.published("v1.0.0")
    team.published("v1.1.0")
    team.work()

    assert [one.path for one in receiver.heard] == ["/hidden-room", "/hidden-hook", "/hidden-hook"]
    team.rest(minutes=2)
    team.send()
    assert {one.state for one in team.outbox.page()} == {"done"}
    assert [one.attempts for one in team.outbox.page() if one.place.endswith("room")] == [0, 1]


def test_a_server_that_answers_byte_by_byte_holds_nothing_up(
    team: Team, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifying, "PATIENCE", timedelta(seconds=0.2))
    receiver.answers.append(Scripted(TRICKLE))
    team.published("v1.0.0")
    team.work()

    assert team.one().reason == "room: it was not done answering in time"
    assert [one.status for one in team.attempts(team.one())] == [0]


def test_what_is_refused_is_given_up_and_sent_again_by_hand(team: Team, receiver: Receiver) -> None:
    receiver.answers.append(Scripted(404, b"no_service"))
    team.published("v1.0.0")
    team.work()
    assert (team.one().state, team.one().reason) == (
        "given up",
        "room: it answered 404: no_service",
    )

    team.outbox.retry(team.one().seq, by="mira")
    team.send()
    assert team.one().state == "done"

    # And once more, because somebody lost it.
    team.outbox.retry(team.one().seq, by="mira")
    with pytest.raises(Refused, match="It is wanted"):
        team.outbox.retry(team.one().seq, by="mira")
    team.send()
    assert len(receiver.heard) == 3
    assert [one.status for one in team.attempts(team.one())] == [404, 200, 200]


def test_after_a_day_nobody_tries_any_more(team: Team, receiver: Receiver) -> None:
    receiver.answers += [Scripted(500)] * ATTEMPTS
    team.published("v1.0.0")
    team.react()
    began = team.now
    while team.one().state == "wanted":
        team.now = team.one().due
        team.send()

    assert team.one().reason.endswith(f"(after {ATTEMPTS} attempts)")
    assert timedelta(hours=24) < team.now - began < timedelta(hours=26)


def test_a_channel_that_is_not_there_may_come_and_one_for_others_is_refused(
    team: Team, receiver: Receiver
) -> None:
    room = team.channels.named["room"]
    others = type(room)(url=room.url, allow_http=True, repositories=["other/*"])  # type: ignore[union-attr, call-arg]
    team.channels = Channels({"room": others})
    team.settle("notify: [{to: [room, rooom], events: '*'}]")
    team.published("v1.0.0")
    team.work()

    missing, refused = team.outbox.page()
    assert (missing.state, refused.state) == ("wanted", "given up")
    assert "there is no channel rooom in SHIPLEDGER_CHANNELS_FILE" in missing.reason
    assert "acme/app is not among its repositories" in refused.reason
    assert receiver.heard == []


def test_mail_goes_the_same_way(team: Team, mailbox: Mailbox) -> None:
    smtp = Smtp(host=mailbox.host, port=mailbox.port, sender="a@b.example", security="none")
    team.channels = Channels({"room": Email(to=["team@b.example"])}, smtp)
    team.published("v1.0.0")
    team.work()

    (letter,) = mailbox.letters
    assert letter["Message-ID"] == f"<{team.one().id.hex}@b.example>"
    assert team.one().how == "answered 250"


def test_no_secret_gets_into_the_database(team: Team, receiver: Receiver) -> None:
    team.settle("notify: [{to: [room, hook], events: '*'}]")
    receiver.answers += [Scripted(404, b"nothing at /hidden-room"), Scripted(500)]
    team.published("v1.0.0")
    team.work()
    team.rest(minutes=2)
    team.send()

    with team.ledger.database.reading() as db:
        for table in ("outbox", "outbox_attempt", "worker_task", "bookmark"):
            assert "hidden" not in str(db.all(f"SELECT * FROM {table}"))
        events = db.all("SELECT state FROM stored_events")
    assert b"hidden" not in b"".join(bytes(state) for (state,) in events)


# -- when we are stopped --------------------------------------------------------------------------


class Killed(BaseException):
    """Nobody catches it."""


class Mortal(Outbox):
    """Its owner dies at a method, once what the method does was begun or before."""

    def __init__(self, *known: Any, at: str) -> None:
        super().__init__(*known)
        self._at = at

    def done(self, *known: Any) -> None:
        if self._at == "unrecorded":
            raise Killed
        super().done(*known)

    def _settle(self, *known: Any) -> None:
        if self._at == "half recorded":
            raise Killed
        super()._settle(*known)

    def _enter(self, *known: Any) -> None:
        if self._at == "decided":
            raise Killed
        super()._enter(*known)

    def _change(self, *known: Any) -> None:
        if self._at == "taken up":
            raise Killed
        super()._change(*known)


Dying = Callable[[str], Outbox]


@pytest.fixture
def dying(team: Team) -> Dying:
    team.settle("notify: [{to: hook, events: '*'}]")
    team.published("v1.0.0")
    return lambda at: Mortal(team.ledger, team.clock, at=at)


def test_what_was_sent_and_not_noted_is_sent_again_with_its_id(
    team: Team, receiver: Receiver, dying: Dying
) -> None:
    team.react()
    with pytest.raises(Killed):
        team.notifying(dying("unrecorded")).run(Event())
    team.rest(seconds=1)
    team.send()

    first, second = receiver.heard
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert team.one().state == "done"


def test_what_was_noted_in_the_ledger_alone_is_not_sent_again(
    team: Team, receiver: Receiver, dying: Dying
) -> None:
    team.react()
    with pytest.raises(Killed):
        team.notifying(dying("half recorded")).run(Event())
    team.send()

    assert len(receiver.heard) == 1
    assert team.outbox.due({"notification"}) == []


def test_what_was_wanted_in_the_ledger_alone_is_told_once(
    team: Team, receiver: Receiver, dying: Dying
) -> None:
    told: dict[str, Any] = {"clock": team.clock, "public_url": "", "reactions": TOLD}
    with pytest.raises(Killed):
        Reacting(team.ledger, dying("decided"), **told).run(Event())
    team.work()
    team.work()

    assert len(receiver.heard) == 1


def test_what_was_taken_up_in_the_ledger_alone_can_be_taken_up(
    team: Team, receiver: Receiver, dying: Dying
) -> None:
    team.work()
    with pytest.raises(Killed):
        dying("taken up").retry(team.one().seq, by="mira")
    team.send()
    assert len(receiver.heard) == 1

    team.outbox.retry(team.one().seq, by="mira")
    team.send()
    assert len(receiver.heard) == 2
    assert team.one().state == "done"


def test_it_stops_in_the_middle_when_it_is_told_to(
    team: Team, receiver: Receiver, dying: Dying
) -> None:
    assert dying
    team.react()
    stop = Event()
    stop.set()
    team.notifying().run(stop)
    assert receiver.heard == []
