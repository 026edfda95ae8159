"""`.github/release.yml`: which changes GitHub's own generator lists, and where."""

from projections.notes.answer import Notes
from projections.notes.read_github import read_github
from projections.notes.settings import Settings
from projections.who import Who
from tests.projections.notes.brought import DEPENDABOT, lone, noted, of, outline, pull

PATH = ".github/release.yml"


def read(text: str) -> Settings:
    settings = read_github(PATH, text)
    assert settings.problems == ()
    return settings


CATEGORIES = """
changelog:
  exclude:
    labels: [ignore-for-release]
    authors: [octocat, dependabot]
  categories:
    - title: Breaking Changes 🛠
      labels: [Semver-Major, breaking-change]
      exclude:
        labels: [internal]
        authors: [noor]
    - title: Exciting New Features 🎉
      labels: [enhancement]
    - title: Other Changes
      labels: ["*"]
"""


def test_1_what_is_excluded_for_all_comes_before_any_category() -> None:
    found = noted(
        pull(1, "A", labels=("ignore-for-release", "enhancement")),
        pull(2, "B", labels=("enhancement",), author=Who("octocat")),
        settings=read(CATEGORIES),
    )
    assert found.headings == ()
    assert [(one.reason, one.why) for one in found.unlisted] == [
        ("excluded-label", "it has the label ignore-for-release, which is left out"),
        ("excluded-author", "octocat is left out"),
    ]


def test_2_the_first_category_that_matches_prints_it_once() -> None:
    found = noted(
        pull(1, "A", labels=("enhancement", "breaking-change")), settings=read(CATEGORIES)
    )
    assert outline(found) == {"Breaking Changes 🛠": ["A"]}


def test_3_any_of_the_labels_is_enough_in_any_case() -> None:
    found = noted(
        pull(1, "A", labels=("semver-major",)),
        pull(2, "B", labels=("breaking-change",)),
        settings=read(CATEGORIES),
    )
    assert outline(found) == {"Breaking Changes 🛠": ["B", "A"]}


def test_4_what_a_category_excludes_may_stand_in_a_later_one() -> None:
    found = noted(
        pull(1, "A", labels=("breaking-change", "internal", "enhancement")),
        pull(2, "B", labels=("breaking-change",), author=Who("noor")),
        settings=read(CATEGORIES),
    )
    assert outline(found) == {"Exciting New Features 🎉": ["A"], "Other Changes": ["B"]}


def test_5_a_star_takes_what_has_no_label_and_hides_what_is_after_it() -> None:
    text = """
changelog:
  categories:
    - {title: All, labels: ["*"]}
    - {title: Features, labels: [enhancement]}
"""
    settings = read_github(PATH, text)
    found = noted(pull(1, "A"), pull(2, "B", labels=("enhancement",)), settings=settings)
    assert outline(found) == {"All": ["B", "A"]}
    assert settings.problems == (
        (
            ".github/release.yml: «Features» stands after «All», which takes everything ('*'), so "
            "nothing comes to it: move «All» to the end"
        ),
    )


def test_5_but_for_what_the_star_itself_excludes() -> None:
    text = """
changelog:
  categories:
    - {title: All, labels: "*", exclude: {labels: [enhancement]}}
    - {title: Features, labels: [enhancement]}
"""
    found = noted(pull(1, "A"), pull(2, "B", labels=("enhancement",)), settings=read(text))
    assert outline(found) == {"All": ["A"], "Features": ["B"]}


def test_6_without_a_star_what_matches_nothing_is_dropped() -> None:
    text = "changelog: {categories: [{title: Features, labels: [enhancement]}]}"
    found = noted(pull(1, "A"), pull(2, "B", labels=("enhancement",)), settings=read(text))
    assert outline(found) == {"Features": ["B"]}
    assert of(found, 1).reason == "no-section"
    assert of(found, 1).why == (
        "no section takes it, and there is none for all others (labels: ['*'])"
    )


def test_6_without_categories_there_is_a_plain_list() -> None:
    settings = read("changelog: {exclude: {labels: [skip]}}")
    found = noted(pull(1, "feat: a"), pull(2, "B"), settings=settings)
    assert outline(found) == {"": ["B", "feat: a"]}


def test_7_authors_match_to_the_letter_so_a_bot_needs_its_suffix() -> None:
    found = noted(pull(1, "Bump a from 1 to 2", author=DEPENDABOT), settings=read(CATEGORIES))
    assert outline(found) == {"Other Changes": ["Bump a from 1 to 2"]}
    exact = read("changelog: {exclude: {authors: ['dependabot[bot]']}}")
    assert noted(pull(1, "Bump a", author=DEPENDABOT), settings=exact).headings == ()


def test_titles_stay_as_they_are_and_commits_without_a_pull_request_are_not_listed() -> None:
    found = noted(pull(1, "feat: a"), lone("fix: b"), settings=read("changelog: {}"))
    assert outline(found) == {"": ["feat: a"]}
    assert [one.reason for one in found.unlisted] == ["commit"]
    assert found.note == (
        "1 commit belongs to no pull request that is known here, and settings of this kind list "
        "pull requests only."
    )


def problems(text: str) -> tuple[str, ...]:
    return tuple(one.removeprefix(f"{PATH}: ") for one in read_github(PATH, text).problems)


def test_each_fault_of_the_file_says_how_to_mend_it() -> None:
    text = """
changelog:
  exlude: {labels: [a]}
  categories:
    - title: A
      labels: {a: b}
    - labels: [b]
    - title: [C]
      labels: [c, true, 3]
"""
    assert problems(text) == (
        "changelog has no key 'exlude': did you mean exclude?",
        "changelog.categories[1].labels must be a text, and is a set of keys: put it in quotes",
        "changelog.categories[2] needs a title: add one",
        "changelog.categories[3].title must be a text, and is a list: put it in quotes",
        "changelog.categories[3].labels[2] must be a text, and is true or false: put it in quotes",
    )


def test_a_file_that_says_nothing_settles_nothing() -> None:
    found: Notes = noted(pull(1, "A"), settings=read(""))
    assert outline(found) == {"": ["A"]}
