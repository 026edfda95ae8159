"""Design tokens: two components in one repository, released apart, and rebased, not merged."""

from service.demonstration.cast import BEN, DEPENDABOT, MIRA, PRIYA, TOMAS, YUKI, Person
from service.demonstration.changes import Change, check, propose, review
from service.demonstration.git import Commit
from service.demonstration.routine import begin, cut, land
from service.demonstration.shipping import offer_package
from service.demonstration.stage import Stage
from service.demonstration.verdicts import Trouble

# day, component, title, author, reviewer; a line without title is a release of the component
SCENES: tuple[tuple[int, str, str, Person, Person], ...] = (
    (2, "tokens", "feat(tokens): add a scale for spacing", YUKI, BEN),
    (4, "tokens", "fix(tokens): darken the warning colour", BEN, YUKI),
    (6, "tokens@1.4.0", "", YUKI, BEN),
    (8, "icons", "fix(icons): centre the basket", PRIYA, YUKI),
    (9, "icons@2.0.1", "", PRIYA, YUKI),
    (11, "tokens", "fix(tokens): keep the focus ring visible in high contrast", BEN, MIRA),
    (14, "tokens@1.4.1", "", BEN, MIRA),
    (16, "icons", "feat(icons): draw a parcel and a second parcel", PRIYA, YUKI),
    (18, "icons", "feat(icons): draw an invoice", YUKI, PRIYA),
    (20, "icons@2.1.0", "", PRIYA, YUKI),
    (23, "tokens", "feat(tokens): add the dark theme", YUKI, BEN),
    (27, "tokens@1.5.0", "", YUKI, BEN),
    (31, "icons", "feat(icons)!: name icons by what they mean", PRIYA, BEN),
    (34, "icons@3.0.0-beta.1", "", PRIYA, BEN),
    (36, "icons", "fix(icons): keep the old names for one more release", PRIYA, YUKI),
    (38, "icons@3.0.0", "", PRIYA, BEN),
    (41, "tokens", "feat(tokens): export the tokens for print", TOMAS, YUKI),
    (44, "tokens@1.6.0", "", YUKI, TOMAS),
    (46, "icons", "feat(icons): draw a bank", YUKI, PRIYA),
)
STEPS = {
    "feat(tokens): add the dark theme": (
        "feat(tokens): name colours by their use",
        "feat(tokens): add dark values",
        "docs(tokens): show both themes",
    ),
    "feat(icons)!: name icons by what they mean": (
        "refactor(icons): keep names in one table",
        "feat(icons)!: call the cart a basket\n\nBREAKING CHANGE: `cart` is `basket` now.",
    ),
}


def play(stage: Stage) -> None:
    stage.day(0)
    begin(stage, (YUKI, "feat(tokens): begin with colours"), (PRIYA, "feat(icons): begin with 40"))
    _release(stage, "tokens@1.3.0", YUKI)
    _release(stage, "icons@2.0.0", PRIYA)
    for day, component, title, author, reviewer in SCENES:
        stage.day(day)
        if title:
            _land(stage, component, title, author, reviewer)
        else:
            _release(stage, component, author)
    _today(stage)


def _land(stage: Stage, component: str, title: str, author: Person, reviewer: Person) -> Commit:
    change = Change(
        title=title, author=author, labels=(component,), steps=STEPS.get(title, ()), coding=5
    )
    trouble = Trouble.FLAKY if "dark theme" in title else Trouble.NONE
    return land(stage, change, reviewer, trouble)


def _release(stage: Stage, tag: str, by: Person) -> None:
    cut(stage, tag, by)
    offer_package(stage, f"@harbour/{tag.partition('@')[0]}", tag, by)


def _today(stage: Stage) -> None:
    stage.day(48)
    bump = Change(
        title="chore: bump svgo from 4.0.1 to 4.1.0",
        author=DEPENDABOT,
        labels=("dependencies",),
    )
    land(stage, bump, YUKI)
    stage.minutes_ago(150)
    motion = propose(
        stage,
        Change(title="feat(tokens): add durations", author=TOMAS, labels=("tokens",), coding=4),
    )
    check(stage, motion)
    review(stage, motion, YUKI)
