"""One release as a whole: its relatives, its people, and what it costs to ask for it."""

import pytest

from domain.fact import Told
from domain.review import ReviewRecorded
from projections.release import Release, release
from tests.story import BOT, MIRA, NOOR, Story, StoryView, minute, sha


@pytest.fixture
def story() -> Story:
    """1.0.0, then 1.1.0 by way of a candidate, with one pull request before each of the two."""
    story = Story()
    base = story.commit("base")
    story.cut("v1.0.0", base)
    first = story.commit("first", base, message="Add x (#1)", by=NOOR)
    story.merged(1, first, "Add x", author=NOOR, merged_by=MIRA)
    story.cut("v1.1.0-rc.1", first)
    second = story.commit("second", first, message="Mend x (#2)")
    story.merged(2, second, "Mend x", merged_by=MIRA)
    story.tell(ReviewRecorded, number=2, review=1, state="approved", by=NOOR)
    story.cut("v1.1.0", story.commit("bump", second, by=BOT))
    return story


def numbers(found: Release) -> list[int]:
    return [pull.number for pull in found.contents.pulls] if found.contents else []


def test_a_final_release_has_what_its_prereleases_had(story: Story) -> None:
    candidate = release(story.view(), "v1.1.0-rc.1")
    final = release(story.view(), "v1.1.0")

    assert (numbers(candidate), numbers(final)) == ([1], [2, 1])
    assert (candidate.final, candidate.prereleases) == ("v1.1.0", ())
    assert (final.final, final.prereleases) == (None, ("v1.1.0-rc.1",))


def test_before_its_final_release_a_prerelease_leads_nowhere_yet(story: Story) -> None:
    moment = minute(story.minutes - 1)

    assert release(story.view(as_at=moment), "v1.1.0-rc.1").final is None


def test_commits_without_a_pull_request_stand_apart(story: Story) -> None:
    found = release(story.view(), "v1.1.0")

    assert found.contents is not None
    assert [commit.title for commit in found.contents.commits] == ["bump"]


def test_who_did_what(story: Story) -> None:
    story.published("v1.1.0")
    story.requested("1", sha("bump"), by=NOOR)
    found = release(story.view(), "v1.1.0")

    assert {part.role: [who.name for who in part.people] for part in found.people} == {
        "cut": ["mira"],
        "published": ["mira"],
        "authored": ["mira", "noor", "robot[bot]"],
        "merged": ["mira"],
        "reviewed": ["noor"],
        "deployed": ["noor"],
    }


def test_its_commit_in_environments(story: Story) -> None:
    story.failed("1", sha("bump"), "test")
    story.deployed("2", sha("bump"), "test", production=False)
    story.deployed("3", sha("first"), "live")
    (stop,) = release(story.view(), "v1.1.0").environments

    assert (stop.environment, stop.state, len(stop.shipments)) == ("test", "succeeded", 2)


def test_its_checks(story: Story) -> None:
    story.check(sha("bump"), conclusion="failure")

    assert release(story.view(), "v1.1.0").checks.verdict == "failing"


def test_a_moved_tag_has_the_contents_of_where_it_is_now(story: Story) -> None:
    story.moved("v1.1.0", sha("bump"), sha("first"))
    found = release(story.view(), "v1.1.0")

    assert (found.sha, found.note) == (sha("first"), "The tag named another commit before.")
    assert numbers(found) == [1]


def test_a_tag_without_a_commit_has_no_contents(story: Story) -> None:
    story.announced("v2.0.0")
    found = release(story.view(), "v2.0.0")

    assert (found.sha, found.base, found.contents) == (None, None, None)
    assert found.checks.verdict == "none"
    assert "did not tell its commit" in found.note


def test_of_a_deleted_tag_what_it_had_can_still_be_read(story: Story) -> None:
    story.deleted("v1.1.0", sha("bump"))
    found = release(story.view(), "v1.1.0")

    assert (found.state, numbers(found)) == ("deleted", [2, 1])


def test_lines_side_by_side(story: Story) -> None:
    story.cut("v2.0.0", story.commit("two", sha("bump"), message="Go (#3)"))
    fix = story.commit("fix", sha("bump"), message="Fix (#4)")
    story.cut("v1.1.1", fix)

    assert numbers(release(story.view(), "v2.0.0")) == [3]
    assert numbers(release(story.view(), "v1.1.1")) == [4]


class Counting(StoryView):
    """How many facts were read, and in how many goes."""

    read = goes = 0

    def about(self, *subjects: str) -> list[Told]:
        told = super().about(*subjects)
        self.read += len(told)
        self.goes += 1
        return told


def test_what_else_the_repository_holds_costs_nothing(story: Story) -> None:
    small = Counting(story.facts)
    release(small, "v1.1.0")

    last = story.commit("after")
    for number in range(10, 310):
        last = story.commit(f"after {number}", last, message=f"More (#{number})")
        story.merged(number, last)
        story.cut(f"v1.{number}.0", last)
        story.deployed(str(number), last)
        story.branch("main", last, sha("before"))
    large = Counting(story.facts)
    release(large, "v1.1.0")

    assert (large.read, large.goes) == (small.read, small.goes)
    newest = Counting(story.facts)
    release(newest, "v1.309.0")
    assert newest.read < 60
