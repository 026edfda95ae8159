"""Notes without any settings: useful for every project, whatever its conventions."""

from projections.notes.notes import notes
from projections.notes.settings import Settings
from tests.projections.notes.brought import lone, noted, of, outline, pull, span
from tests.story import Story


def test_a_range_of_the_ledger_becomes_notes() -> None:
    story = Story()
    story.repository()
    base = story.commit("base")
    one = story.commit("one", base, message="feat: add rounding (#12)")
    head = story.commit("two", one, message="fix(tax): round down\n\nFixes #3")
    found = notes(story.view(), span(base_sha=base, head_sha=head), Settings())
    assert outline(found) == {"Features": ["add rounding"], "Bug fixes": ["round down"]}
    assert (found.repository, found.url) == ("acme/app", "https://github.com/acme/app")


def test_types_choose_the_sections() -> None:
    found = noted(
        pull(1, "docs: say more"),
        pull(2, "feat(api): add x"),
        pull(3, "fix!: drop y"),
        lone("chore: tidy"),
    )
    assert outline(found) == {
        "Breaking changes": ["drop y"],
        "Features": ["add x"],
        "Documentation": ["say more"],
        "Internal": ["tidy"],
    }
    assert [one.internal for one in found.headings] == [False, False, False, True]


def test_labels_choose_the_sections_where_titles_do_not() -> None:
    found = noted(
        pull(1, "Round down", labels=("Type: Bug",)),
        pull(2, "Add x", labels=("kind/feature",)),
        pull(3, "Escape y", labels=("bug", "security")),
        pull(4, "Drop z", labels=("major",)),
    )
    assert outline(found) == {
        "Breaking changes": ["Drop z"],
        "Security": ["Escape y"],
        "Features": ["Add x"],
        "Bug fixes": ["Round down"],
    }


def test_without_any_convention_there_is_one_plain_list() -> None:
    found = noted(pull(1, "Round down"), pull(2, "note: see below"), lone("Add x"))
    assert outline(found) == {"What's changed": ["Round down", "note: see below", "Add x"]}


def test_a_few_without_a_kind_stand_at_the_end() -> None:
    found = noted(pull(1, "feat: a"), pull(2, "fix: b"), pull(3, "Tidy up"))
    assert list(outline(found)) == ["Features", "Bug fixes", "Other changes"]


def test_each_change_that_is_not_listed_says_why() -> None:
    found = noted(
        lone("Merge branch 'main'", merge=True),
        pull(1, "Try x", net="gone", net_why="#2 reverted it", reverted_by=("a",)),
        pull(3, "Tidy", body="```release-note\r\nNONE\r\n```"),
        pull(4, "Tidy", labels=("skip-changelog",)),
    )
    assert found.headings == ()
    assert [(one.reason, one.why) for one in found.unlisted] == [
        ("reverted-inside", "#2 reverted it"),
        ("note-none", "its description says that readers need no note of it"),
        ("excluded-label", "it has the label skip-changelog, which is left out"),
        ("merge", "a merge commit brings nothing of its own"),
    ]


def test_each_change_that_is_listed_says_why() -> None:
    found = noted(pull(1, "Feat:x"), pull(2, "Y", labels=("bug",)))
    assert of(found, 1).why == "under «Features»: it is of type feat"
    assert of(found, 1).diagnosis == "a space must follow the colon"
    assert of(found, 2).why == "under «Bug fixes»: it has the label bug"
