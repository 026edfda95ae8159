"""What a page costs, where somebody looks at it all day."""

from time import perf_counter

import pytest

from tests.pages import Pages
from tests.story import Story, sha, stream


@pytest.mark.slow
def test_a_board_of_twenty_repositories_takes_a_tenth_of_a_second(on_each: Pages) -> None:
    for number in range(20):
        on_each.told(a_shop(f"acme/shop-{number}").facts, stream(number))
    on_each.open("/")

    assert min(seconds(on_each) for _ in range(10)) < 0.1


def seconds(pages: Pages) -> float:
    begun = perf_counter()
    pages.client.get("/")
    return perf_counter() - begun


def a_shop(name: str) -> Story:
    story = Story()
    story.repository(name)
    before = story.commit(f"{name} 0")
    for number in range(1, 60):
        before = story.commit(f"{name} {number}", before)
        story.merged(number, before, f"Change {number}")
        if number % 10 == 0:
            story.cut(f"v1.{number}.0", sha(f"{name} {number}"))
            story.check(before, conclusion="success")
            story.deployed(str(number), before)
    story.branch("main", before)
    return story
