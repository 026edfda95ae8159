"""The difference of two renderings is told by changes, however their lines are worded."""

from msgspec.structs import replace

from projections.notes.difference import Altered, difference
from tests.notes import entry, heading, notes

LAMP, BELL, DOOR = entry(1, "Add a lamp"), entry(2, "Mend the bell"), entry(3, "Paint the door")


def test_two_that_are_the_same_do_not_differ() -> None:
    told = difference([notes(heading("Features", LAMP))], [notes(heading("Features", LAMP))])

    assert (told.added, told.removed, told.changed, told.moved) == ((), (), (), False)


def test_a_line_comes_and_another_goes() -> None:
    told = difference([notes(heading("", LAMP, BELL))], [notes(heading("", BELL, DOOR))])

    assert [one.key for one in told.added] == ["pull:3"]
    assert [one.key for one in told.removed] == ["pull:1"]
    assert (told.changed, told.moved) == ((), False)


def test_a_line_that_is_hidden_goes_for_a_reason() -> None:
    hidden = replace(LAMP, listed=False, why="ada hid it")
    after = replace(notes(), unlisted=(hidden,))

    (line,) = difference([notes(heading("", LAMP))], [after]).removed

    assert Altered("listed", "yes", "no") in line.altered
    assert Altered("why", LAMP.why, "ada hid it") in line.altered


def test_a_line_is_told_otherwise() -> None:
    bright = replace(LAMP, title="Add a bright lamp", highlighted=True, also_in=("v1", "v2"))

    (line,) = difference([notes(heading("", LAMP))], [notes(heading("", bright))]).changed

    assert (line.key, line.title) == ("pull:1", "Add a bright lamp")
    assert line.altered == (
        Altered("title", "Add a lamp", "Add a bright lamp"),
        Altered("highlighted", "no", "yes"),
        Altered("also_in", "", "v1, v2"),
    )


def test_what_was_not_listed_and_is_not_may_be_so_for_another_reason() -> None:
    bot = replace(LAMP, listed=False, why="a bot made it")
    label = replace(LAMP, listed=False, why="it has the label skip")

    told = difference([replace(notes(), unlisted=(bot,))], [replace(notes(), unlisted=(label,))])

    assert [one.altered for one in told.changed] == [
        (Altered("why", "a bot made it", "it has the label skip"),)
    ]


def test_lines_stand_in_another_order() -> None:
    told = difference([notes(heading("", LAMP, BELL))], [notes(heading("", BELL, LAMP))])

    assert told.moved
    assert not told.changed
