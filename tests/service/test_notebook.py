"""What people decide about notes is saved once, seen as of any moment, and never lost to others."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest

from domain.errors import Refused
from domain.notebook import Notebook as Decisions
from projections.notes.edits import Notebook
from service.ledger import Ledger
from service.notebook import Notebooks, Pen, Settled, Stale
from tests.ledgers import tell
from tests.pages import STREAM
from tests.story import Story

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
PULL = "pull:12"
ADA = Pen("ada", "a typo")


class Clock:
    """A minute later each time that somebody looks."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=1)
        return self.now


@pytest.fixture
def notebooks(ledger: Ledger) -> Notebooks:
    story = Story()
    story.repository()
    tell(ledger, STREAM, story.facts)
    return Notebooks(ledger, Clock())


def titled(title: str, key: str = PULL) -> Callable[[Decisions, object], None]:
    return lambda notebook, sign: notebook.retitle(key, title, sign)  # type: ignore[arg-type]


def seen(ledger: Ledger, as_of: int | None = None, as_at: datetime | None = None) -> Notebook:
    with ledger.look(STREAM, as_of=as_of, as_at=as_at) as view:
        return view.notebook()


def test_nothing_is_decided_at_first(ledger: Ledger, notebooks: Notebooks) -> None:
    assert seen(ledger) == Notebook()
    assert seen(ledger).version == 0


def test_what_is_decided_is_seen_with_who_and_why(ledger: Ledger, notebooks: Notebooks) -> None:
    settled = notebooks.settle(
        STREAM, ADA, titled("Pay by card"), lambda one, sign: one.hide(PULL, sign)
    )

    edit = seen(ledger).edits[PULL]
    assert settled == Settled(2, ())
    assert (edit.title, edit.hidden, edit.by, edit.reason) == ("Pay by card", True, "ada", "a typo")
    assert edit.at == NOON + timedelta(minutes=1)
    assert edit.position == ledger.head()


def test_everything_that_can_be_decided_is_seen_and_told(
    ledger: Ledger, notebooks: Notebooks
) -> None:
    notebooks.settle(
        STREAM,
        ADA,
        lambda one, sign: one.reword(PULL, "Cards.", sign),
        lambda one, sign: one.file(PULL, "Features", sign),
        lambda one, sign: one.order(PULL, 3, sign),
        lambda one, sign: one.show(PULL, sign),
        lambda one, sign: one.highlight(PULL, sign),
        lambda one, sign: one.undo(PULL, "order", sign),
        lambda one, sign: one.choose_base("v2", "v1", sign),
        lambda one, sign: one.yank("v2", sign),
        lambda one, sign: one.upload("a.yml", "a: é", sign),
    )

    found = seen(ledger)
    edit = found.edits[PULL]
    assert (edit.text, edit.section, edit.order, edit.hidden) == ("Cards.", "Features", None, False)
    assert edit.highlight is True
    assert found.bases["v2"].base == "v1"
    assert found.yanked == {"v2": "a typo"}
    assert found.files["a.yml"].content == "a: é"
    assert [(one.what, one.about, one.value) for one in found.history] == [
        ("reworded", PULL, "Cards."),
        ("filed", PULL, "Features"),
        ("ordered", PULL, "3"),
        ("shown", PULL, ""),
        ("highlighted", PULL, ""),
        ("undone", PULL, "order"),
        ("base chosen", "tag:v2", "v1"),
        ("yanked", "tag:v2", ""),
        ("settings uploaded", "file:a.yml", "5 bytes"),
    ]


def test_what_is_taken_back_is_gone_and_remembered(ledger: Ledger, notebooks: Notebooks) -> None:
    notebooks.settle(
        STREAM,
        ADA,
        titled("Pay by card"),
        lambda one, sign: one.choose_base("v2", "v1", sign),
        lambda one, sign: one.yank("v2", sign),
        lambda one, sign: one.upload("a.yml", "", sign),
    )
    notebooks.settle(
        STREAM,
        ADA,
        lambda one, sign: one.undo(PULL, "title", sign),
        lambda one, sign: one.withdraw_base("v2", sign),
        lambda one, sign: one.unyank("v2", sign),
        lambda one, sign: one.withdraw_settings("a.yml", sign),
    )

    found = seen(ledger)
    assert (found.edits, found.bases, found.yanked, found.files) == ({}, {}, {}, {})
    assert found.version == 8


def test_the_notebook_is_seen_as_it_was(ledger: Ledger, notebooks: Notebooks) -> None:
    notebooks.settle(STREAM, ADA, titled("First"))
    then = ledger.head()
    notebooks.settle(STREAM, ADA, titled("Second"))

    assert seen(ledger, as_of=then).edits[PULL].title == "First"
    assert seen(ledger, as_at=NOON + timedelta(seconds=90)).edits[PULL].title == "First"
    assert seen(ledger).edits[PULL].title == "Second"


def test_the_same_again_is_no_news(ledger: Ledger, notebooks: Notebooks) -> None:
    notebooks.settle(STREAM, ADA, titled("Pay by card"))
    before = ledger.head()

    settled = notebooks.settle(STREAM, ADA, titled("Pay by card"))

    assert settled == Settled(0, ("The title of pull:12 is the same as before.",))
    assert ledger.head() == before


def test_of_several_decisions_all_are_refused_where_one_is(
    ledger: Ledger, notebooks: Notebooks
) -> None:
    with pytest.raises(Refused, match="empty"):
        notebooks.settle(STREAM, ADA, titled("Good"), titled(" "))

    assert seen(ledger).version == 0


def test_whoever_read_another_version_is_told_so(ledger: Ledger, notebooks: Notebooks) -> None:
    notebooks.settle(STREAM, ADA._replace(version=0), titled("First"))

    with pytest.raises(Stale, match="has version 1, and you read 0"):
        notebooks.settle(STREAM, ADA._replace(version=0), titled("Second"))
    assert seen(ledger).edits[PULL].title == "First"


def test_of_many_who_decide_at_once_nobody_is_lost(ledger: Ledger, notebooks: Notebooks) -> None:
    start = Barrier(5)

    def decide(number: int) -> None:
        start.wait()
        notebooks.settle(STREAM, Pen(f"{number}", "at once"), titled("T", f"pull:{number}"))

    threads = [Thread(target=decide, args=(number,)) for number in range(1, 6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = seen(ledger)
    assert found.edits.keys() == {f"pull:{number}" for number in range(1, 6)}
    assert found.version == 5


def test_what_is_tried_is_not_recorded(ledger: Ledger, notebooks: Notebooks) -> None:
    before = ledger.head()

    tried = notebooks.tried(STREAM, ADA, titled("Pay by card"))

    assert [one.TOPIC for one in tried] == ["notebook.retitled"]
    assert ledger.head() == before


def test_a_decision_changes_what_answers_are_kept_under(
    ledger: Ledger, notebooks: Notebooks
) -> None:
    def kept() -> tuple[int, int]:
        with ledger.stand() as stand:
            return ledger.version(stand, STREAM), ledger.last_position(stand, STREAM)

    before = kept()
    notebooks.settle(STREAM, ADA, titled("Pay by card"))

    assert kept() == (before[0] + 2, ledger.head())
