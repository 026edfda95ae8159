"""The almanac: ten weeks of working days that end shortly before now."""

from datetime import UTC, datetime, time, timedelta

WORKING_DAYS = 50
OPENS, CLOSES = time(8, tzinfo=UTC), time(18, tzinfo=UTC)

# The last scenes are told in minutes before now, whatever the hour; full days end before them.
EVE = timedelta(hours=5)


def working_days(now: datetime) -> list[datetime]:
    """The openings of the last full working days, oldest first."""
    day, days = (now - EVE).date(), list[datetime]()
    while len(days) < WORKING_DAYS:
        if day.weekday() < 5 and datetime.combine(day, CLOSES) <= now - EVE:
            days.append(datetime.combine(day, OPENS))
        day -= timedelta(days=1)
    return days[::-1]
