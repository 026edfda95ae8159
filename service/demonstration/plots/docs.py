"""The docs: versions by the calendar, nothing to deploy, and one tag that was moved."""

from service.demonstration import naming
from service.demonstration.cast import AISHA, BEN, JONAS, MIRA, PRIYA, TOMAS, YUKI, Person
from service.demonstration.changes import Change, check, propose
from service.demonstration.routine import begin, cut, land
from service.demonstration.stage import Stage
from service.demonstration.wishes import report

# day, title, author, reviewer
PAGES: tuple[tuple[int, str, Person, Person], ...] = (
    (3, "Say how a payment is retried", MIRA, BEN),
    (6, "Tell shops how rounding changed", TOMAS, BEN),
    (12, "Explain invoices", PRIYA, AISHA),
    (17, "Show a basket with two parcels", YUKI, BEN),
    (21, "Say goodbye to /pay", BEN, MIRA),
    (24, "Tell what happened with cards on the day of 1.5.1", AISHA, MIRA),
    (30, "Show prices without tax", PRIYA, BEN),
    (37, "Explain the two-person rule", AISHA, JONAS),
    (40, "Explain bank transfers", TOMAS, PRIYA),
    (45, "List what every refusal means", YUKI, BEN),
)
EDITIONS = (7, 22, 31, 41)  # days on which an edition came out


def play(stage: Stage) -> None:
    stage.day(0)
    begin(stage, (BEN, "Write down what customers ask"), (AISHA, "Publish on every tag"))
    for day in range(1, 48):
        for title, author, reviewer in _written_on(day):
            stage.day(day)
            change = Change(title=title, author=author, labels=("documentation",), coding=2)
            land(stage, change, reviewer)
        if day in EDITIONS:
            stage.day(day, 1)
            _edition(stage, moved=day == 31)
    _today(stage)


def _written_on(day: int) -> list[tuple[str, Person, Person]]:
    return [page[1:] for page in PAGES if page[0] == day]


def _edition(stage: Stage, *, moved: bool) -> None:
    """The first of a month is number 1; one edition's tag is moved, for a link was broken."""
    month = f"{stage.clock.year}.{stage.clock.month}."
    tag = f"{month}{1 + sum(name.startswith(month) for name in stage.shelf.tags)}"
    cut(stage, tag, BEN)
    if moved:
        stage.wait(20, 40)
        broken = report(stage, "The page of prices links to itself", YUKI, "bug")
        mend = Change(
            title="Mend the link on the page of prices",
            author=BEN,
            labels=("documentation",),
            closes=broken,
            coding=0.2,
        )
        naming.tag(stage, tag, land(stage, mend, YUKI), BEN)


def _today(stage: Stage) -> None:
    stage.day(48)
    archive = Change(title="Say where closed years go", author=JONAS, labels=("documentation",))
    land(stage, archive, AISHA)
    stage.minutes_ago(25)
    receipts = Change(
        title="Show a receipt without prices", author=PRIYA, labels=("documentation",)
    )
    check(stage, propose(stage, receipts))
