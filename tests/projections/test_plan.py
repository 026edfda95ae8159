"""The plan of a release: made before its tag, bound to it, and held against what came."""

from datetime import UTC, date, datetime

from domain.deed import Signing
from domain.plan import AVAILABLE, CANDIDATE, DONE, FREEZE, Plan
from projections.case import case_of
from projections.plan import plan_of, plans
from projections.planned import Planned, planned
from tests.story import STREAM, Story, minute

NAME = "v2.0.0"


class Planning(Story):
    """Stories begin on 1 January 2024."""

    def __init__(self, name: str = NAME, type_: str = "regular") -> None:
        super().__init__()
        self.repository()
        self.first = self.commit("first")
        self.branch("main", self.first)
        self.cut("v1.0.0", self.first)
        self.plan = Plan.of(str(STREAM), name, at=self.now())
        self.plan.make(type_, "", "For the summer.", self.sign())
        self.settled(self.plan)

    def sign(self, reason: str = "", at: datetime | None = None) -> Signing:
        return Signing("mira", at or self.now(), reason)

    def held(self, name: str = NAME) -> Planned:
        view = self.view()
        plan = plan_of(view, name)
        assert plan is not None
        return planned(case_of(view, name, "", minute(999)), plan)


def test_a_release_that_nobody_planned_has_no_plan() -> None:
    assert plan_of(Planning().view(), "v1.0.0") is None
    assert plan_of(Planning().view(), "no version") is None


def test_before_its_tag_it_is_judged_at_the_head_of_its_branch() -> None:
    story = Planning(type_="hotfix")
    case = case_of(story.view(), NAME, "", minute(99))
    assert (case.sha, case.type_) == (story.first, "hotfix")

    more = story.commit("more", story.first)
    story.branch("main", more, story.first)
    assert case_of(story.view(), NAME, "", minute(99)).sha == more

    story.plan.cancel(story.sign("Nobody wants it."))
    story.settled(story.plan)
    cancelled = case_of(story.view(), NAME, "", minute(99))
    assert (cancelled.sha, cancelled.type_) == (None, "regular")
    assert plans(story.view()) == ()


def test_the_tag_binds_to_its_plan_by_name_else_by_version() -> None:
    story = Planning()
    assert plan_of(story.view(), NAME).tag == ""  # type: ignore[union-attr]
    story.cut("2.0.0", story.first)

    (plan,) = plans(story.view())
    assert (plan.tag, plan.bound) == ("2.0.0", "2.0.0 is the same version under another name")
    assert plan_of(story.view(), "2.0.0") == plan

    story.cut(NAME, story.first)
    (plan,) = plans(story.view())
    assert (plan.tag, plan.bound) == (NAME, "the tag has the name that was planned")
    assert plan_of(story.view(), "2.0.0") is None


def test_a_date_keeps_its_slip() -> None:
    story = Planning()
    story.plan.set_date(AVAILABLE, date(2024, 3, 1), story.sign())
    story.plan.set_date(AVAILABLE, date(2024, 3, 9), story.sign("The bank is late."))
    story.plan.set_date(CANDIDATE, date(2024, 2, 1), story.sign())
    story.settled(story.plan)

    candidate, available = plan_of(story.view(), NAME).dates  # type: ignore[union-attr]

    assert (candidate.day, candidate.slipped, candidate.moves) == ("2024-02-01", 0, ())
    assert (available.day, available.first, available.slipped) == ("2024-03-09", "2024-03-01", 8)
    assert [(one.before, one.reason) for one in available.moves] == [
        ("2024-03-01", "The bank is late.")
    ]


def test_roles_and_tasks_are_as_they_were_left() -> None:
    story = Planning()
    story.plan.give_role("owner", "mira", story.sign())
    story.plan.give_role("captain", "noor", story.sign())
    story.plan.add_task("Tell support", "omar", story.sign())
    story.plan.change_task(1, "omar", DONE, story.sign())
    story.settled(story.plan)

    plan = plan_of(story.view(), NAME)
    assert plan is not None
    assert (plan.owner, plan.captain) == ("mira", "noor")
    assert [(one.title, one.assignee, one.state) for one in plan.tasks] == [
        ("Tell support", "omar", "done")
    ]


def test_what_was_planned_is_held_against_what_came() -> None:
    story = Planning()
    story.issue(7, "It crashes")
    for item in ("pull:1", "pull:2", "pull:3", "issue:7", "issue:8", "milestone:4"):
        story.plan.add(item, story.sign())
    story.settled(story.plan)
    one = story.commit("one", story.first, message="One (#1)")
    story.merged(1, one, "One")
    story.opened(2, "Two")
    two = story.commit("two", one, message="Fixes #7")
    extra = story.commit("extra", two, message="Extra (#9)")
    story.merged(9, extra, "Extra")
    story.branch("main", extra, story.first)
    story.cut(NAME, extra)

    held = story.held()

    assert {one.item: one.state for one in held.items} == {
        "pull:1": "in",
        "pull:2": "open",
        "pull:3": "not known",
        "issue:7": "in",
        "issue:8": "not known",
        "milestone:4": "not known",
    }
    assert (held.done, held.missing) == (2, 4)
    assert [one.key for one in held.extras if one.key.startswith("pull")] == ["pull:9"]


def test_what_came_after_the_freeze_is_late() -> None:
    story = Planning()
    story.plan.set_date(FREEZE, date(2024, 1, 1), story.sign())
    story.plan.add("pull:1", story.sign())
    story.plan.add("pull:2", story.sign(at=datetime(2024, 1, 2, tzinfo=UTC)))
    story.settled(story.plan)
    after = datetime(2024, 1, 3, tzinfo=UTC)
    late = story.commit("late", story.first, at=after)
    story.cut(NAME, late)

    held = story.held()

    assert [(one.item, one.late) for one in held.items] == [("pull:1", False), ("pull:2", True)]
    assert [one.late for one in held.extras] == [True]
    assert held.late == 2
