"""Which of many texts hold a word: looked for in thousands of them at once, and not in each."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

_AT_ONCE = 1000
_BETWEEN = b"\0"  # in no word, so that none is found across two texts


def holding(texts: Sequence[bytes], words: Iterable[bytes]) -> Mapping[bytes, list[int]]:
    """By word, the numbers of the texts that hold it, lowest first."""
    found: dict[bytes, list[int]] = {word: [] for word in words}
    for start in range(0, len(texts), _AT_ONCE):
        some = texts[start : start + _AT_ONCE]
        joined = _BETWEEN.join(some)
        ends = list(accumulate([len(text) + 1 for text in some]))
        for word, numbers in found.items():
            at = joined.find(word)
            while at >= 0:
                place = bisect_right(ends, at)
                numbers.append(start + place)
                at = joined.find(word, ends[place])
    return found
