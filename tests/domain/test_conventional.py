"""Conventional Commits 1.0.0, rule by rule, and what is near to it."""

import pytest

from domain.conventional import Conventional, breaking_footers, conventional, header


def read(message: str) -> Conventional:
    found = conventional(message)
    assert found is not None, f"{message!r} should be read"
    return found


# -- the rules of the specification, by their numbers -------------------------------------------


def test_1_a_type_an_optional_scope_an_optional_mark_and_a_colon_with_a_space() -> None:
    for title in ("feat: x", "feat(api): x", "feat!: x", "feat(api)!: x"):
        found = read(title)
        assert (found.type, found.description, found.diagnosis) == ("feat", "x", "")
    assert conventional("feat x") is None
    assert conventional("feat:") is None
    assert conventional("") is None


@pytest.mark.parametrize(("title", "kind"), [("feat: x", "feat"), ("fix: x", "fix")])
def test_2_and_3_features_and_fixes_have_their_types(title: str, kind: str) -> None:
    assert read(title).type == kind


def test_4_a_scope_is_a_noun_in_parentheses() -> None:
    assert read("fix(parser): x").scope == "parser"
    assert read("fix(a/b-c): x").scope == "a/b-c"
    assert read("fix(): x").diagnosis == "the scope is empty"


def test_5_a_description_follows_the_colon_and_space() -> None:
    text = "array parsing issue when multiple spaces were contained in string"
    assert read(f"fix: {text}").description == text


def test_6_and_7_a_body_begins_after_a_blank_line_and_has_any_number_of_paragraphs() -> None:
    found = read("fix: x\n\nOne\nparagraph.\n\nAnother.\n")
    assert (found.body, found.diagnosis) == ("One\nparagraph.\n\nAnother.", "")


def test_8_footers_have_a_token_a_separator_and_a_value() -> None:
    found = read("fix: x\n\nBody.\n\nReviewed-by: Z\nRefs #123")
    assert [(one.token, one.value) for one in found.footers] == [
        ("Reviewed-by", "Z"),
        ("Refs", "123"),
    ]
    assert found.body == "Body."


def test_9_a_token_has_hyphens_for_spaces_but_for_breaking_change() -> None:
    found = read("fix: x\n\nAcked by me: no\n\nBREAKING CHANGE: y")
    assert found.body == "Acked by me: no"
    assert [one.token for one in found.footers] == ["BREAKING CHANGE"]


def test_10_a_value_goes_on_until_the_next_token() -> None:
    found = read("fix: x\n\nBREAKING CHANGE: one\ntwo\n\nthree\nRefs: 1")
    assert [one.value for one in found.footers] == ["one\ntwo\n\nthree", "1"]


def test_11_and_13_breaking_changes_stand_in_the_prefix_or_in_a_footer() -> None:
    marked = read("chore!: drop support for Node 6")
    assert (marked.breaking, marked.breaking_text) == (True, "drop support for Node 6")
    told = read("feat: x\n\nBREAKING CHANGE: environment variables win")
    assert (told.breaking, told.breaking_text) == (True, "environment variables win")
    assert not read("feat: x").breaking


def test_12_and_15_breaking_change_is_in_upper_case_and_all_else_in_any() -> None:
    lower = read("FEAT: x\n\nbreaking change: y")
    assert (lower.type, lower.breaking) == ("feat", False)
    assert lower.diagnosis == "BREAKING CHANGE counts in upper case only"
    assert read("Fix(Parser): x").scope == "Parser"


def test_14_other_types_are_allowed() -> None:
    assert read("docs: update ref docs").type == "docs"


def test_16_breaking_change_with_a_hyphen_is_the_same() -> None:
    assert read("feat: x\n\nBREAKING-CHANGE: y").breaking_text == "y"


# -- the table of conformance: what tools read differently ---------------------------------------


@pytest.mark.parametrize(
    ("title", "kind", "scope", "diagnosis"),
    [
        ("Feat: x", "feat", "", ""),
        ("FIX: x", "fix", "", ""),
        ("feat:x", "feat", "", "a space must follow the colon"),
        ("feat:  x", "feat", "", ""),
        ("fix : y", "fix", "", "no space may stand before the colon"),
        ("feat (a): x", "feat", "a", "no space may stand before the colon"),
        ("feat(a) : x", "feat", "a", "no space may stand before the colon"),
        ("feat!(a): x", "feat", "a", "`!` must stand right before the colon"),
        ("feat! : x", "feat", "", "no space may stand before the colon"),
        ("feat!!: x", "feat", "", "one `!` is enough"),
        ("feat(a b): x", "feat", "a b", "the scope must be one noun"),
        ("feat( a ): x", "feat", "a", "no space may stand in the scope"),
    ],
)
def test_a_title_that_is_near_is_read_and_says_what_is_wrong(
    title: str, kind: str, scope: str, diagnosis: str
) -> None:
    found = read(title)
    assert (found.type, found.scope, found.description[-1:]) == (kind, scope, title[-1])
    assert found.diagnosis == diagnosis


def test_a_body_without_its_blank_line_is_read_and_says_so() -> None:
    found = read("docs: t\nbody without blank line")
    assert found.body == "body without blank line"
    assert found.diagnosis == "the body must begin one blank line after the description"


def test_a_breaking_footer_without_its_blank_line_counts_and_says_so() -> None:
    found = read("fix: x\n\nBody.\nBREAKING CHANGE: y")
    assert (found.body, found.breaking_text) == ("Body.", "y")
    assert found.diagnosis == "a blank line must stand before the footers"


def test_numbers_at_the_end_stay_in_the_description() -> None:
    assert read("feat: x (#1) (#2)").description == "x (#1) (#2)"


@pytest.mark.parametrize(
    "title",
    [
        'Revert "feat: x (#12)"',
        "https://example.org/x: y",
        "std::vector is slow: use another",
        "Remove :github from the template",
        "Fix (a) :only",
        "Merge pull request #1 from a:b",
        ": x",
        "feat(a: x",
        "a" * 300 + ": x",
        "4: x",
    ],
)
def test_what_is_not_like_it_is_not_read(title: str) -> None:
    assert conventional(title) is None


def test_line_ends_of_windows_are_line_ends() -> None:
    found = read("feat: x\r\n\r\nBody.\r\n\r\nBREAKING CHANGE: y\r\n")
    assert (found.body, found.breaking_text) == ("Body.", "y")


def test_footers_of_a_description_are_found_without_a_title() -> None:
    assert breaking_footers("Text.\r\n\r\nBREAKING CHANGE: y\r\n") == ("y",)
    assert breaking_footers("BREAKING CHANGES are not wanted: none here") == ()
    assert breaking_footers("Text.") == ()


def test_a_paragraph_that_looks_like_a_footer_amid_the_body_is_body() -> None:
    found = read("fix: x\n\nNote: this is why\n\nFurther.\n\nRefs: 1")
    assert found.body == "Note: this is why\n\nFurther."


def test_a_breaking_footer_beside_others_takes_the_paragraph_with_it() -> None:
    found = read("fix: x\n\nRefs: 1\nBREAKING CHANGE: y\n\nand more of it")
    assert [one.token for one in found.footers] == ["Refs", "BREAKING CHANGE"]
    assert found.breaking_text == "y\n\nand more of it"


@pytest.mark.parametrize("hostile", ["a" + "(" * 65_000, "(" * 65_000 + ": x", "a" * 65_000 + ":"])
def test_no_title_takes_long_to_be_read(hostile: str) -> None:
    assert header(hostile) is None
