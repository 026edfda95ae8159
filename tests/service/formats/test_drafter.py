"""The templates of release-drafter, with its variables and its escapes."""

from projections.notes.answer import NextVersion
from projections.notes.settings import Replacer, Settings
from projections.who import Who
from service.formats import Options, render
from tests.notes import MIRA, NOOR, ROBOT, entry, heading, newcomer, notes


def printed(*entries, replacers: tuple[Replacer, ...] = (), **texts: str) -> str:
    named = {name.replace("_", "-"): text for name, text in texts.items()}
    settings = Settings(drafter=named, replacers=replacers)
    told = notes(
        heading("", *entries),
        next=NextVersion("1.2.3", "1.3.0", "v1.3.0", "minor", ""),
        contributors=tuple(newcomer(one.change.author, one) for one in entries),
    )
    return render("drafter", told, Options(settings=settings))


def test_without_templates_it_is_what_release_drafter_prints() -> None:
    assert printed(entry(1), entry(2, "Mend", author=ROBOT)) == (
        "* Add a lamp (#1) @mira\n* Mend (#2) @robot[bot]"
    )


def test_a_body_has_its_variables() -> None:
    template = "$OWNER/$REPOSITORY since $PREVIOUS_TAG\n$CHANGES\n$CONTRIBUTORS\n$NEW_CONTRIBUTORS"

    assert printed(entry(1), entry(2, "Mend", author=NOOR), template=template) == (
        "acme/app since v1.2.0\n"
        "* Add a lamp (#1) @mira\n"
        "* Mend (#2) @noor\n"
        "@mira and @noor\n"
        "* @mira made their first contribution in #1\n"
        "* @noor made their first contribution in #2"
    )


def test_a_change_has_its_variables() -> None:
    told = printed(
        entry(1, body="Because.", base="main", head="lamp"),
        change_template="$NUMBER $TITLE $AUTHOR $BODY $URL $BASE_REF_NAME $HEAD_REF_NAME $OTHER",
    )

    assert told == (
        "1 Add a lamp mira Because. https://github.com/acme/app/pull/1 main lamp $OTHER"
    )


def test_versions_are_counted_on_from_the_last() -> None:
    told = printed(
        template="$NEXT_MAJOR_VERSION $NEXT_MINOR_VERSION $NEXT_PATCH_VERSION "
        "$RESOLVED_VERSION $RESOLVED_VERSION_MAJOR.$NEXT_MINOR_VERSION_MINOR"
    )

    assert told == "2.0.0 1.3.0 1.2.4 1.3.0 1.3"


def test_header_and_footer_stand_around_the_template() -> None:
    assert printed(header="a", template="b", footer="$PREVIOUS_TAG") == "abv1.2.0"


def test_escapes_touch_what_they_name_and_leave_code_alone() -> None:
    told = printed(
        entry(1, "Mend *all* of `a*b` for @mira (#9) _now_"),
        change_template="$TITLE",
        change_title_escapes=r"\<*@#",
    )

    assert told == r"Mend \*all\* of `a*b` for @<!---->mira (#<!---->9) _now_"


def test_authors_are_joined_as_asked() -> None:
    three = (NOOR, Who("Ada L", "git"))
    told = printed(
        entry(1, co_authors=three),
        change_template="$AUTHORS",
        change_author_template="$MENTION ($AUTHOR)",
        change_authors_final_separator=" and ",
    )

    assert told == "@mira (mira), @noor (noor) and Ada L (Ada L)"


def test_a_category_has_its_heading_and_folds_a_long_list() -> None:
    long = heading("Fixes", *(entry(number, "a") for number in (1, 2)), collapse_after=1)
    told = render("drafter", notes(long, heading("", entry(3, "b")), heading("None of them")))

    assert told == (
        "* b (#3) @mira\n\n## Fixes\n\n<details>\n<summary>2 changes</summary>\n\n"
        "* a (#1) @mira\n* a (#2) @mira\n</details>"
    )


def test_nothing_is_said_as_the_template_says_it() -> None:
    assert printed() == "* No changes"
    assert printed(template="$CONTRIBUTORS|$NEW_CONTRIBUTORS") == "No contributors|"


def test_lone_commits_are_not_listed() -> None:
    assert printed(entry(None)) == "* No changes"


def test_replacers_work_on_the_whole_body() -> None:
    told = printed(
        entry(1, "Mend CVE-2026-12"),
        replacers=(Replacer(r"(CVE-\d+-\d+)", "[$1](https://a.example/$1)"),),
    )

    assert told == "* Mend [CVE-2026-12](https://a.example/CVE-2026-12) (#1) @mira"


def test_who_left_the_forge_is_a_ghost() -> None:
    told = render(
        "drafter",
        notes(heading("", entry(1, author=None))),
        Options(settings=Settings(drafter={"change-template": "$AUTHOR"})),
    )

    assert told == "ghost"
    assert MIRA.name not in told
