"""What is remembered, for how long, and that it is made once."""

from service.memory import Memory


def test_an_answer_is_made_once() -> None:
    memory, made = Memory[str](2), list[str]()

    def make() -> str:
        made.append("again")
        return "answer"

    assert [memory.recall("key", make), memory.recall("key", make)] == ["answer", "answer"]
    assert made == ["again"]


def test_what_was_not_asked_for_longest_is_forgotten() -> None:
    memory = Memory[int](2)
    for key in ("a", "b", "a", "c"):
        memory.recall(key, lambda: 1)

    assert [memory.recall(key, lambda: 2) for key in ("a", "c", "b")] == [1, 1, 2]


def test_heavy_answers_push_out_others_and_what_is_too_heavy_is_not_kept() -> None:
    memory = Memory[str](5, len)
    for key, answer in {"a": "xx", "b": "xx", "c": "xxx", "d": "xxxxxx"}.items():
        memory.recall(key, lambda answer=answer: answer)

    assert [memory.recall(key, lambda: "") for key in ("b", "c", "d", "a")] == ["xx", "xxx", "", ""]
