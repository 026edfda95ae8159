"""What is kept between questions changes none of their answers."""

from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

from domain.commit import CommitMade
from domain.fact import Fact
from domain.repository import stream_of
from domain.tag import TagCut, TagDeleted, TagMoved
from projections.commit_graph.answers import KnownCommits
from projections.commit_graph.shelf import Shelf
from projections.standing import standing
from service.lately import Lately
from service.ledger import Ledger, table
from tests.ledgers import NOON, tell
from tests.projections.commits import made, pushed, sha

APP, SITE = stream_of("github", "1"), stream_of("github", "2")


def lately(ledger: Ledger, **sizes: int) -> Lately:
    """One that keeps what it reads, however near."""
    return Lately(ledger._database.dialect, **{"most_walked": 0} | sizes)


def containing(
    ledger: Ledger,
    kept: Lately,
    commits: Collection[str],
    heads: Collection[str],
    *,
    as_of: int | None = None,
    stream: UUID = APP,
) -> dict[str, set[str]]:
    with ledger.stand() as stand:
        position = stand.head if as_of is None else as_of
        shelf = Shelf(stand.db, table(stand, "commit_graph"), stream, position)
        found = KnownCommits(shelf, kept.containing(shelf)).containing(
            list(map(sha, commits)), list(map(sha, heads))
        )
    return {one: {head for head in heads if sha(head) in found[sha(one)]} for one in commits}


def line(*names: str) -> list[Fact]:
    """A straight history."""
    return [made(name, *before) for name, before in zip(names, [(), *zip(names)], strict=False)]


def tags(ledger: Ledger, as_of: int | None = None) -> dict[str, str | None]:
    with ledger.look(APP, as_of=as_of) as view:
        return {tag.name: tag.sha for tag in standing(view, ["v1", "v2"])}


def cut(name: str, commit: str) -> TagCut:
    return TagCut(at=NOON, via="github:1", name=name, sha=sha(commit), object=sha(commit))


def test_new_commits_are_taken_in(ledger: Ledger) -> None:
    kept = lately(ledger)
    tell(ledger, APP, line("a", "b"))
    assert containing(ledger, kept, "a", "b") == {"a": {"b"}}
    before = kept._places[APP, None].owned

    tell(ledger, APP, [made("c", "b")])
    assert containing(ledger, kept, "ac", "bc") == {"a": {"b", "c"}, "c": {"c"}}
    assert kept._places[APP, None].owned is before


def test_from_an_older_position_only_what_was_known_then_counts(ledger: Ledger) -> None:
    kept = lately(ledger)
    first = tell(ledger, APP, [made("a"), made("c", "b")]).position
    tell(ledger, APP, [made("b", "a")])
    assert containing(ledger, kept, "a", "c") == {"a": {"c"}}
    assert containing(ledger, kept, "a", "c", as_of=first) == {"a": set()}
    assert containing(ledger, kept, "a", "c") == {"a": {"c"}}


def test_much_news_is_read_anew(ledger: Ledger) -> None:
    kept = lately(ledger)
    tell(ledger, APP, line("a", "b"))
    containing(ledger, kept, "a", "b")
    names = [str(number) for number in range(5100)]
    tell(ledger, APP, line("b", *names)[1:])
    assert containing(ledger, kept, ["a", "7"], ["5099"]) == {"a": {"5099"}, "7": {"5099"}}


def test_a_push_whose_word_falls_is_read_anew(ledger: Ledger) -> None:
    kept = lately(ledger)
    tell(ledger, APP, [made("a"), made("x"), pushed("m", "x")])
    assert containing(ledger, kept, "ax", "m") == {"a": set(), "x": {"m"}}
    tell(ledger, APP, [made("m", "a")])
    assert containing(ledger, kept, "ax", "m") == {"a": {"m"}, "x": set()}


def test_what_was_asked_about_longest_ago_is_forgotten(ledger: Ledger) -> None:
    kept = lately(ledger, most_commits=4)
    tell(ledger, APP, line("a", "b"))
    tell(ledger, SITE, line("c", "d"))
    assert containing(ledger, kept, "a", "b") == {"a": {"b"}}
    assert containing(ledger, kept, "c", "d", stream=SITE) == {"c": {"d"}}
    assert list(kept._places) == [(SITE, None)]
    assert containing(ledger, kept, "a", "b") == {"a": {"b"}}


def test_a_tag_that_moves_or_goes_is_seen_at_once(ledger: Ledger) -> None:
    tell(ledger, APP, [cut("v1", "a"), cut("v2", "a")])
    first = ledger.head()
    assert tags(ledger) == {"v1": sha("a"), "v2": sha("a")}

    tell(ledger, APP, [_moved("v1", "a", "b")])
    assert tags(ledger) == {"v1": sha("b"), "v2": sha("a")}
    tell(ledger, APP, [TagDeleted(at=NOON.replace(hour=14), via="github:1", name="v2")])
    assert tags(ledger) == {"v1": sha("b")}
    assert tags(ledger, as_of=first) == {"v1": sha("a"), "v2": sha("a")}


def _moved(name: str, before: str, after: str) -> TagMoved:
    at = NOON.replace(hour=13)
    told = {"before": sha(before), "sha": sha(after), "object": sha(after)}
    return TagMoved(at=at, via="github:1", name=name, **told)


def test_many_ask_while_one_tells(ledger: Ledger) -> None:
    kept = lately(ledger)
    names = [str(number) for number in range(60)]
    tell(ledger, APP, line(*names[:10]))
    told = iter(line(*names)[10:])

    def ask(seed: int) -> bool:
        chance = Random(seed)
        with ledger.stand() as stand:
            shelf = Shelf(stand.db, table(stand, "commit_graph"), APP, stand.head)
            commits = list(map(sha, chance.sample(names, 5)))
            heads = list(map(sha, chance.sample(names, 5)))
            found = KnownCommits(shelf, kept.containing(shelf)).containing(commits, heads)
            return found == KnownCommits(shelf).containing(commits, heads)

    with ThreadPoolExecutor(6) as hands:
        answers = [hands.submit(ask, seed) for seed in range(120)]
        _tell_all(ledger, told)
        assert all(one.result() for one in answers)


def _tell_all(ledger: Ledger, facts: Iterable[Fact]) -> None:
    for fact in facts:
        assert isinstance(fact, CommitMade)
        tell(ledger, APP, [fact])
