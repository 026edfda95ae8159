"""What people decide about notes stands until it is taken back, and is refused where it is void."""

from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID

import pytest
from eventsourcing.utils import get_topic

from domain import edit
from domain.edit import AlreadySo, signed
from domain.errors import Refused
from domain.notebook import MOST_FILES, Notebook

STREAM = UUID(int=7)
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ADA = signed("ada", "it was misleading", NOON)
PULL = "pull:12"

Act = Callable[[Notebook], None]


@pytest.fixture
def notebook() -> Notebook:
    return Notebook.of(STREAM, at=NOON)


# What is decided of a change, under which respect it is kept, and as what.
EDITS: list[tuple[Act, str, object]] = [
    (lambda one: one.retitle(PULL, "Pay by card", ADA), edit.TITLE, "Pay by card"),
    (
        lambda one: one.reword(PULL, "Cards of **all** kinds.", ADA),
        edit.TEXT,
        "Cards of **all** kinds.",
    ),
    (lambda one: one.file(PULL, "Features", ADA), edit.SECTION, "Features"),
    (lambda one: one.order(PULL, 3, ADA), edit.ORDER, 3),
    (lambda one: one.hide(PULL, ADA), edit.HIDDEN, True),
    (lambda one: one.show(PULL, ADA), edit.HIDDEN, False),
    (lambda one: one.highlight(PULL, ADA), edit.HIGHLIGHT, True),
]
each = pytest.mark.parametrize(("decide", "what", "value"), EDITS)


@each
def test_what_is_decided_of_a_change_stands(
    notebook: Notebook, decide: Act, what: str, value: object
) -> None:
    decide(notebook)

    assert notebook.edits == {PULL: {what: value}}


@each
def test_it_is_decided_once(notebook: Notebook, decide: Act, what: str, value: object) -> None:
    decide(notebook)

    with pytest.raises(AlreadySo, match="the same as before"):
        decide(notebook)


@each
def test_it_can_be_taken_back_once(
    notebook: Notebook, decide: Act, what: str, value: object
) -> None:
    decide(notebook)

    notebook.undo(PULL, what, ADA)

    assert notebook.edits == {PULL: {}}
    with pytest.raises(AlreadySo, match="nothing to undo"):
        notebook.undo(PULL, what, ADA)


def test_to_hide_and_to_show_replace_each_other(notebook: Notebook) -> None:
    notebook.hide(PULL, ADA)
    notebook.show(PULL, ADA)

    assert notebook.edits[PULL] == {edit.HIDDEN: False}


def test_one_can_undo_only_what_there_is(notebook: Notebook) -> None:
    with pytest.raises(Refused, match="there is no colour"):
        notebook.undo(PULL, "colour", ADA)


def test_a_change_that_is_none_is_refused(notebook: Notebook) -> None:
    with pytest.raises(Refused, match="pull:12"):
        notebook.hide("12", ADA)


def test_a_base_is_chosen_changed_and_withdrawn(notebook: Notebook) -> None:
    notebook.choose_base("v2", "v1", ADA)
    notebook.choose_base("v2", "v1.5", ADA)
    assert notebook.bases == {"v2": "v1.5"}
    with pytest.raises(AlreadySo, match=r"compared with v1\.5 already"):
        notebook.choose_base("v2", " v1.5", ADA)

    notebook.withdraw_base("v2", ADA)

    assert notebook.bases == {}
    with pytest.raises(AlreadySo, match="nobody chose"):
        notebook.withdraw_base("v2", ADA)


def test_a_release_is_not_compared_with_itself(notebook: Notebook) -> None:
    with pytest.raises(Refused, match="itself"):
        notebook.choose_base("v2", "v2 ", ADA)


def test_a_release_is_yanked_for_the_reason_that_readers_see(notebook: Notebook) -> None:
    notebook.yank("v2", ADA)
    assert notebook.yanks == {"v2": "it was misleading"}
    with pytest.raises(AlreadySo, match="it was misleading"):
        notebook.yank("v2", ADA)

    notebook.unyank("v2", ADA)

    assert notebook.yanks == {}
    with pytest.raises(AlreadySo, match="not yanked"):
        notebook.unyank("v2", ADA)


def test_a_file_is_uploaded_replaced_and_withdrawn(notebook: Notebook) -> None:
    notebook.upload(".shipledger.yml", "a: 1", ADA)
    notebook.upload(".shipledger.yml", "a: 2", ADA)
    assert notebook.files == {".shipledger.yml": "a: 2"}
    with pytest.raises(AlreadySo, match="the same as before"):
        notebook.upload(".shipledger.yml", "a: 2", ADA)

    notebook.withdraw_settings(".shipledger.yml", ADA)

    assert notebook.files == {}
    with pytest.raises(AlreadySo, match="nobody uploaded"):
        notebook.withdraw_settings(".shipledger.yml", ADA)


def test_files_are_few(notebook: Notebook) -> None:
    for number in range(MOST_FILES):
        notebook.upload(f"{number}.yml", "", ADA)

    with pytest.raises(Refused, match="withdraw one"):
        notebook.upload("one-more.yml", "", ADA)
    notebook.upload("3.yml", "a: 1", ADA)
    assert len(notebook.files) == MOST_FILES


def test_each_repository_has_one(notebook: Notebook) -> None:
    assert notebook.id == Notebook.create_id(STREAM) != Notebook.create_id(UUID(int=8))
    assert (notebook.repository, notebook.at) == (str(STREAM), NOON)


def test_what_is_stored_says_who_why_and_when_under_a_name_for_ever(notebook: Notebook) -> None:
    for decide, _, _ in EDITS:
        decide(notebook)
    notebook.undo(PULL, edit.TITLE, ADA)
    notebook.choose_base("v2", "v1", ADA)
    notebook.withdraw_base("v2", ADA)
    notebook.yank("v2", ADA)
    notebook.unyank("v2", ADA)
    notebook.upload("a.yml", "", ADA)
    notebook.withdraw_settings("a.yml", ADA)

    opened, *decisions = notebook.collect_events()

    assert get_topic(type(opened)) == "notebook.opened"
    assert [get_topic(type(one)) for one in decisions] == [
        f"notebook.{name}"
        for name in (
            *("retitled", "reworded", "filed", "ordered", "hidden", "shown", "highlighted"),
            *("undone", "base_chosen", "base_withdrawn", "yanked", "unyanked"),
            *("settings_uploaded", "settings_withdrawn"),
        )
    ]
    for one in decisions:
        assert (one.by, one.reason, one.at) == ADA
