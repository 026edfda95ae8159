"""Which of many texts hold a word, looked for in all of them at once."""

from hypothesis import given
from hypothesis import strategies as st

from service.clone import holding as held
from service.clone.holding import holding

WORDS = (b"a", b"ab", b"\nb", b"bab")
TEXTS = st.lists(st.text("ab\n", max_size=9).map(str.encode), max_size=40)


@given(texts=TEXTS)
def test_each_word_is_found_in_the_texts_that_hold_it_and_in_no_two_together(
    texts: list[bytes],
) -> None:
    few = held._AT_ONCE
    held._AT_ONCE = 7
    try:
        found = holding(texts, WORDS)
    finally:
        held._AT_ONCE = few

    assert found == {
        word: [number for number, text in enumerate(texts) if word in text] for word in WORDS
    }
