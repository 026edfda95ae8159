"""The paths that a commit touched, as they are kept."""

from domain.commit import MORE, MOST_TOUCHED, touched


def test_each_path_is_kept_once_and_in_order() -> None:
    assert touched(["b", "a", "b"]) == ("a", "b")


def test_what_is_too_much_ends_with_a_mark() -> None:
    kept = touched(f"{number:05}" for number in range(MOST_TOUCHED + 2))
    assert (len(kept), kept[-1]) == (MOST_TOUCHED + 1, MORE)
    assert MORE not in touched(f"{number:05}" for number in range(MOST_TOUCHED))
