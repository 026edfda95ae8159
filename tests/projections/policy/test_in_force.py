"""The policy in force: the default branch's file, or the one given to the ledger, as of then."""

from domain.configuration import FileObserved, version_of
from projections.notes.edits import Decided, Notebook, UploadedFile
from projections.policy.history import history_of
from projections.policy.in_force import faults_of, policy_of, problems_of
from tests.story import Story, StoryView, minute, sha

FIRST, SECOND = "gates: [{name: a, checks: b}]\n", "gates: []\n"


def observed(story: Story, label: str, content: str, *, gone: bool = False) -> None:
    told = {"path": ".shipledger.yml", "content": content, "sha": sha(label), "gone": gone}
    story.tell(FileObserved, **told)


class Given(StoryView):
    """A view whose people gave the ledger a file."""

    def notebook(self) -> Notebook:
        told = {"by": "mira", "reason": "We agreed.", "at": minute(60), "position": 99}
        file = UploadedFile(".shipledger.yml", SECOND, **told)
        upload = ("settings uploaded", "file:.shipledger.yml", "10 bytes")
        decided = Decided(99, *upload, "mira", "We agreed.", minute(60), version_of(SECOND))
        return Notebook(files={file.path: file}, history=(decided,))


def test_it_is_the_file_of_the_default_branch_with_its_commit() -> None:
    story = Story()
    observed(story, "one", FIRST)

    policy = policy_of(story.view())
    assert (policy.version, policy.source) == (
        version_of(FIRST),
        f".shipledger.yml at {sha('one')[:7]}",
    )
    assert [one.name for one in policy.sections.gates] == ["a"]


def test_it_is_told_as_of_a_moment() -> None:
    story = Story()
    observed(story, "one", FIRST)
    observed(story, "two", SECOND)

    assert policy_of(story.view()).version == version_of(SECOND)
    assert policy_of(story.view(as_of=1)).version == version_of(FIRST)
    assert policy_of(story.view(as_at=minute(1))).version == version_of(FIRST)
    observed(story, "three", "", gone=True)
    assert policy_of(story.view()).version == "default"


def test_what_was_given_to_the_ledger_goes_before_it() -> None:
    story = Story()
    observed(story, "one", FIRST)

    policy = policy_of(Given(story.facts))
    assert (policy.version, policy.source) == (
        version_of(SECOND),
        ".shipledger.yml, given by mira",
    )


def test_every_version_is_remembered_the_newest_first() -> None:
    story = Story()
    observed(story, "one", FIRST)
    observed(story, "two", "", gone=True)

    told = history_of(Given(story.facts))
    assert [(one.version, one.sha, one.by) for one in told] == [
        (version_of(SECOND), "", "mira"),
        ("", sha("two"), ""),
        (version_of(FIRST), sha("one"), ""),
    ]


def test_all_that_is_wrong_with_a_file_is_told_once() -> None:
    story = Story()
    content = "gates: [{name: a}]\nnotes: {sectoins: []}\nplna: 1\n"
    observed(story, "one", content)

    told = problems_of(story.view())
    assert len(told) == 3
    assert sorted(told) == sorted(faults_of(content))
