"""An override: messages that a pull request's body puts in the place of its commit's own."""

import re

from domain.conventional import TYPES, header

_BEGIN, _END = "BEGIN_COMMIT_OVERRIDE", "END_COMMIT_OVERRIDE"
_NESTED = re.compile(r"\n(?:BEGIN|END)_NESTED_COMMIT[ \t]*(?=\n)")


def overrides(body: str) -> tuple[str, ...]:
    """The messages between `BEGIN_COMMIT_OVERRIDE` and `END_COMMIT_OVERRIDE`, as release-please
    reads them: each line that begins a Conventional Commit after a blank line begins a message.
    """
    if _BEGIN not in body:
        return ()
    text = body.partition(_BEGIN)[2].partition(_END)[0].replace("\r\n", "\n")
    messages: list[str] = []
    for piece in _NESTED.split(f"\n{text}\n"):
        begins = True
        for paragraph in re.split(r"\n(?:[ \t]*\n)+", piece.strip()):
            title = header(paragraph.partition("\n")[0])
            if paragraph and (begins or (title and title.type in TYPES)):
                messages += _single(paragraph)
            elif paragraph:
                messages[-1] += f"\n\n{paragraph}"
            begins = False
    return tuple(messages)


def _single(paragraph: str) -> list[str]:
    """A paragraph of nothing but titles is as many messages."""
    lines = paragraph.split("\n")
    titles = [header(line) for line in lines]
    if len(lines) > 1 and all(one and one.type in TYPES for one in titles):
        return [line.strip() for line in lines]
    return [paragraph]
