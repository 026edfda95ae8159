"""The board: what is on it, in which order, and how it changes."""

from domain.release import ReleaseDrafted
from tests.pages import Pages
from tests.story import Story, sha, stream


def shop(name: str = "acme/shop", tag: str = "v1.0.0") -> Story:
    story = Story()
    story.repository(name)
    story.commit("one")
    story.branch("main", sha("one"))
    story.cut(tag, sha("one"))
    return story


def test_an_empty_board_teaches_how_to_begin(on_each: Pages) -> None:
    page = on_each.open("/", Host="ship.example")

    assert "Nothing is written down yet" in page.text
    assert "http://ship.example/webhooks/github" in page.text
    assert "shipledger import git PATH" in page.text
    assert "shipledger demo" in page.text


def test_a_repository_without_releases_is_there_all_the_same(on_each: Pages) -> None:
    story = Story()
    story.repository("acme/new")

    page = on_each.told(story.facts).open("/")

    assert "acme/new" in page.text
    assert "No tag and no GitHub release is known yet" in page.text


def test_the_newest_release_is_told_first(on_each: Pages) -> None:
    old, new = shop("acme/old"), shop("acme/new")
    new.cut("v2.0.0", new.commit("two", sha("one")))
    on_each.told(new.facts, stream(1)).told(old.facts, stream(2))

    text = on_each.open("/").text

    assert text.index("acme/new") < text.index("acme/old")
    assert text.index("v2.0.0") < text.index("v1.0.0")


def test_a_release_on_an_old_line_is_news(on_each: Pages) -> None:
    story = shop()
    for number in range(1, 12):
        story.cut(f"v2.{number}.0", sha("one"))
    story.cut("v1.0.1", sha("one"))

    assert "v1.0.1" in on_each.told(story.facts).open("/").text


def test_what_happened_since_is_on_the_board_at_once(on_each: Pages) -> None:
    story = shop()
    on_each.told(story.facts)
    before = on_each.open("/").text

    later = Story()
    later.published("v1.0.0", name="The first")
    later.check(sha("one"), conclusion="failure")
    after = on_each.told(later.facts).open("/").text

    assert "v1.0.0 tagged" in before
    assert "v1.0.0 The first published" in after
    assert "1 of 1 failing" in after


def test_a_draft_stands_there_before_its_tag(on_each: Pages) -> None:
    story = shop()
    story.released(ReleaseDrafted, "v2.0.0", 7, draft=True)

    assert "v2.0.0 draft" in on_each.told(story.facts).open("/").text


def test_what_waits_is_counted(on_each: Pages) -> None:
    story = shop()
    story.merged(4, story.commit("two", sha("one")))
    story.branch("main", sha("two"), sha("one"))

    assert "1 change unreleased" in on_each.told(story.facts).open("/").text


def test_a_release_shows_where_it_runs(on_each: Pages) -> None:
    story = shop()
    story.deployed("1", sha("one"), "production", production=True)

    page = on_each.told(story.facts).open("/")

    assert "no checks production" in page.text
    assert page.all("span", **{"class": "place production"})


def test_a_filter_finds_repositories_and_versions(on_each: Pages) -> None:
    on_each.told(shop("acme/shop", "v1.0.0").facts, stream(1))
    on_each.told(shop("acme/door", "v9.7.0").facts, stream(2))

    by_name, by_version = on_each.open("/?q=SHOP").text, on_each.open("/?q=9.7").text

    assert "acme/shop" in by_name
    assert "acme/door" not in by_name
    assert "acme/door" in by_version
    assert "acme/shop" not in by_version
    assert "Nothing here is called so" in on_each.open("/?q=cellar").text


def test_the_board_has_pages(on_each: Pages) -> None:
    for number in range(25):
        on_each.told(shop(f"acme/shop-{number:02}").facts, stream(number))

    first = on_each.open("/")
    second = on_each.open("/?page=2")

    assert "25 repositories, 1–20 here" in first.text
    assert "/?page=2" in first.links()
    assert "25 repositories, 21–25 here" in second.text
    shown = {n for n in range(25) if f"acme/shop-{n:02}" in first.text + second.text}
    assert shown == set(range(25))


def test_a_tag_that_moved_is_marked(on_each: Pages) -> None:
    story = shop()
    story.moved("v1.0.0", sha("one"), story.commit("two", sha("one")))

    assert "v1.0.0 moved" in on_each.told(story.facts).open("/").text


def test_the_feed_has_every_release_once_page_by_page(on_each: Pages) -> None:
    story = shop()
    for number in range(120):
        story.cut(f"v2.{number}.0", sha("one"))
    on_each.told(story.facts)

    found: list[str] = []
    following = "/releases"
    while following:
        page = on_each.open(following)
        found += [link for link in page.links() if "/acme/shop/releases/" in link]
        following = next(
            (tag.attributes["href"] for tag in page.all("a", rel="next")),
            "",
        )

    assert len(found) == len(set(found)) == 121
    assert found[0].endswith("v2.119.0")


def test_a_filtered_feed_looks_through_all_repositories(on_each: Pages) -> None:
    on_each.told(shop("acme/shop").facts, stream(1))
    on_each.told(shop("acme/door", "v9.7.0").facts, stream(2))

    text = on_each.open("/releases?q=door").text

    assert "v9.7.0" in text
    assert "v1.0.0" not in text
    assert (
        "No release with “nothing” in its name is known" in on_each.open("/releases?q=nothing").text
    )
