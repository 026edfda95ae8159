"""What is closed at a moment: said once for each part, with why and until when."""

from datetime import UTC, datetime, timedelta

from projections.closed import closed
from tests.gated import Gated
from tests.story import minute

# Stories begin on Monday, 1 January 2024, at midnight UTC.
FREEZES = """
freezes:
  - {name: new year, start: 2024-01-01T00:00, lasts: 2d, reason: Nobody is there.}
  - {name: audit, start: 2024-01-01T12:00, lasts: 3d, environments: [production]}
  - {name: web hours, kind: allow, start: 2024-01-03T09:00, lasts: 8h, components: [web]}
"""
DAY = timedelta(days=1)


def test_where_nothing_is_declared_nothing_is_closed() -> None:
    assert closed(Gated("").view(), minute(0)) == ()


def test_a_part_is_told_apart_where_it_is_closed_for_more() -> None:
    everywhere, production, web = closed(Gated(FREEZES).view(), minute(60 * 13))

    assert ([one.name for one in everywhere.windows], everywhere.reasons) == (
        ["new year"],
        ("Nobody is there.",),
    )
    assert everywhere.until == datetime(2024, 1, 3, tzinfo=UTC)
    assert [one.name for one in production.windows] == ["new year", "audit"]
    assert production.until == datetime(2024, 1, 4, 12, tzinfo=UTC)
    # It stays closed after the freeze, until its window opens.
    assert web.until == datetime(2024, 1, 3, 9, tzinfo=UTC)


def test_a_part_is_not_told_again_for_the_same_reason() -> None:
    later = FREEZES.partition("  - {name: web")[0].replace("2024-01-01T12:00", "2024-02-01T12:00")

    (everywhere,) = closed(Gated(later).view(), minute(60))

    assert not everywhere.where.environments


def test_outside_of_a_window_that_allows_it_is_closed_and_within_it_is_open() -> None:
    view = Gated(FREEZES).view()

    (production, web) = closed(view, minute(0) + 2 * DAY)
    assert ([one.name for one in web.windows], web.frozen) == (["web hours"], False)
    assert production.frozen
    (left,) = closed(view, minute(60 * 10) + 2 * DAY)
    assert left.where.environments == ("production",)
