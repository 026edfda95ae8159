"""`release-drafter.yml`: which changes release-drafter lists, and where."""

import pytest

from projections.notes.read_drafter import read_drafter
from projections.notes.settings import Replacer, Settings
from tests.projections.notes.brought import lone, noted, of, outline, pull

PATH = ".github/release-drafter.yml"


def read(text: str) -> Settings:
    settings = read_drafter(PATH, text)
    assert settings.problems == ()
    return settings


def test_a_change_stands_in_every_category_that_takes_it() -> None:
    settings = read("categories: [{title: A, labels: [a]}, {title: B, label: b}]")
    found = noted(pull(1, "X", labels=("a", "b")), settings=settings)
    assert outline(found) == {"A": ["X"], "B": ["X"]}


def test_an_exclusive_category_takes_it_alone() -> None:
    settings = read(
        "categories: [{title: A, labels: [a], exclusive: true}, {title: B, labels: [a]}]"
    )
    assert outline(noted(pull(1, "X", labels=("a",)), settings=settings)) == {"A": ["X"]}


def test_what_no_category_takes_comes_first_without_a_heading() -> None:
    settings = read("categories: [{title: A, labels: [a]}]")
    found = noted(pull(1, "X", labels=("a",)), pull(2, "Y"), lone("Z"), settings=settings)
    assert outline(found) == {"": ["Y"], "A": ["X"]}
    assert of(found, 2).why == "before all sections: none of the sections takes it"


def test_a_category_that_asks_for_nothing_takes_the_rest() -> None:
    settings = read("categories: [{title: Rest}, {title: A, labels: [a]}]")
    found = noted(pull(1, "X", labels=("a",)), pull(2, "Y"), settings=settings)
    assert outline(found) == {"Rest": ["Y"], "A": ["X"]}


def test_two_that_ask_for_nothing_are_one_too_many() -> None:
    settings = read_drafter(PATH, "categories: [{title: A}, {title: B}, {label: c}]")
    assert settings.problems == (
        (
            f"{PATH}: categories «A» and «B» both ask for nothing, and one alone can take what no "
            "other takes: give all but one of them labels, or a `when`"
        ),
        f"{PATH}: a category has no title: add one, since it is the heading",
    )


@pytest.mark.parametrize(
    ("mode", "labels", "taken"),
    [
        ("any", ("a",), True),
        ("any", ("c",), False),
        ("all", ("a", "b", "c"), True),
        ("all", ("a",), False),
        ("only", ("a",), True),
        ("only", ("a", "c"), False),
        ("exactly", ("a", "b"), True),
        ("exactly", ("a", "b", "c"), False),
        ("exactly", ("a",), False),
    ],
)
def test_labels_are_taken_by_their_mode(mode: str, labels: tuple[str, ...], taken: bool) -> None:
    text = f"categories: [{{title: A, when: {{labels: [a, b], labels-mode: {mode}}}}}]"
    found = noted(pull(1, "X", labels=labels), settings=read(text))
    assert outline(found) == {"A" if taken else "": ["X"]}


@pytest.mark.parametrize(
    ("mode", "touched", "taken"),
    [
        ("any", ("web/a.ts", "x"), True),
        ("any", ("x",), False),
        ("all", ("web/a.ts", "api/b.py", "x"), True),
        ("all", ("web/a.ts",), False),
        ("only", ("web/a.ts",), True),
        ("only", ("web/a.ts", "x"), False),
        ("exactly", ("web/a.ts", "api/b.py"), True),
        ("exactly", ("web/a.ts", "api/b.py", "x"), False),
        ("any", None, False),
    ],
)
def test_paths_are_taken_by_their_mode(
    mode: str, touched: tuple[str, ...] | None, taken: bool
) -> None:
    text = f"categories: [{{title: A, when: {{paths: ['web/**', 'api/**'], paths-mode: {mode}}}}}]"
    found = noted(pull(1, "X", touched=touched), settings=read(text))
    assert outline(found) == {"A" if taken else "": ["X"]}


def test_within_a_condition_all_holds_and_of_several_any() -> None:
    settings = read("""
categories:
  - title: A
    when:
      - {label: a, conventional: {type: feat, scope: web, breaking: false}}
      - {label: z}
""")
    found = noted(
        pull(1, "feat(web): x", labels=("a",)),
        pull(2, "feat(web)!: y", labels=("a",)),
        pull(3, "feat(api): z", labels=("a",)),
        pull(4, "fix(web): z", labels=("a",)),
        pull(5, "W", labels=("z",)),
        settings=settings,
    )
    assert outline(found)["A"] == ["feat(web): x", "W"]
    assert of(found, 1).why == (
        "under «A»: it has the label a and it is of type feat and its scope is web and it is no "
        "breaking change"
    )


def test_pre_include_and_pre_exclude_come_before_all_categories() -> None:
    settings = read("""
categories:
  - {type: pre-include, labels: [show]}
  - {type: pre-exclude, labels: [skip]}
  - {title: A}
""")
    found = noted(
        pull(1, "X", labels=("show",)),
        pull(2, "Y"),
        pull(3, "Z", labels=("show", "skip")),
        settings=settings,
    )
    assert outline(found) == {"A": ["X"]}
    assert of(found, 2).why == "no category of type pre-include takes it"
    assert of(found, 3).why == "a category of type pre-exclude takes it: it has the label skip"


def test_labels_and_paths_are_excluded_and_included() -> None:
    settings = read("{exclude-labels: [skip], include-labels: [show], exclude-paths: ['docs/**']}")
    found = noted(
        pull(1, "X", labels=("show",)),
        pull(2, "Y"),
        pull(3, "Z", labels=("show", "skip")),
        pull(4, "W", labels=("show",), touched=("docs/a.md",)),
        settings=settings,
    )
    assert outline(found) == {"": ["X"]}
    assert [one.reason for one in found.unlisted] == [
        "excluded-label",
        "excluded-label",
        "excluded-path",
    ]
    paths = read("include-paths: ['web/**']")
    assert of(noted(pull(1, "X", touched=("api/a",)), settings=paths), 1).why == (
        "it touched none of the paths that are to be listed"
    )


def test_contributors_are_left_out_with_and_without_their_at() -> None:
    settings = read("exclude-contributors: ['@Mira']")
    assert noted(pull(1, "X"), settings=settings).contributors == ()


@pytest.mark.parametrize(
    ("sorting", "order"),
    [
        ("{}", ["b", "C", "a"]),
        ("sort-direction: ascending", ["a", "C", "b"]),
        ("{sort-by: title, sort-direction: ascending}", ["a", "b", "C"]),
        ("sort-by: title", ["C", "b", "a"]),
    ],
)
def test_changes_stand_in_the_order_of_the_file(sorting: str, order: list[str]) -> None:
    found = noted(pull(3, "b"), pull(2, "C"), pull(1, "a"), settings=read(sorting))
    assert outline(found) == {"": order}


def test_replacers_of_javascript_are_replacers_of_re2() -> None:
    settings = read(r"""
replacers:
  - {search: '/CVE-(\d{4})-(\d+)/g', replace: 'https://cve.example/$1-$2'}
  - {search: '/myname/i', replace: 'My\Name $$ $& $x'}
  - {search: 'a.b', replace: '$<name>'}
""")
    assert settings.replacers == (
        Replacer(r"CVE-(\d{4})-(\d+)", r"https://cve.example/\1-\2"),
        Replacer("(?i)myname", r"My\\Name $ \0 $x", once=True),
        Replacer(r"a\.b", "$<name>"),
    )


def test_a_pattern_that_re2_does_not_read_is_a_problem_and_no_replacer() -> None:
    settings = read_drafter(PATH, "replacers: {search: '/(?=x)/', replace: y}")
    assert settings.replacers == ()
    assert settings.problems == (
        f"{PATH}: replacers[1].search is no pattern that RE2 reads: invalid perl operator: (?=",
    )


def test_templates_are_its_own_where_the_file_has_none() -> None:
    settings = read("{template: '$CHANGES', change-template: '- $TITLE'}")
    assert settings.drafter["template"] == "$CHANGES"
    assert settings.drafter["change-template"] == "- $TITLE"
    assert settings.drafter["category-template"] == "## $TITLE"
    assert settings.drafter["no-changes-template"] == "* No changes"


def test_sections_may_collapse() -> None:
    settings = read("categories: [{title: A, label: a, collapse-after: 3}]")
    (heading,) = noted(pull(1, "X", labels=("a",)), settings=settings).headings
    assert heading.collapse_after == 3
