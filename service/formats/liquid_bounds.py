"""The bounds of a template in Liquid: turns, output, memory, nesting and time, each with its words.

Liquid itself counts the turns of nested loops and the bytes written. What it does not count is kept
here: time, looked at whenever something is named, filtered or entered; and what one step may make
of large values, so that no step is long.
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar, Final, TextIO

from liquid import BoundTemplate, DictLoader, Environment, RenderContext, StrictUndefined
from liquid.builtin.tags.for_tag import ForNode, ForTag
from liquid.exceptions import (
    BlockNestingError,
    ContextDepthError,
    LiquidError,
    LocalNamespaceLimitError,
    LoopIterationLimitError,
    OutputStreamLimitError,
    ResourceLimitError,
)
from liquid.loader import TemplateSource
from liquid.token import Token

from service.formats.escape import title

SECONDS: Final = 2.0
TURNS: Final = 100_000
BYTES: Final = 2_000_000
DEPTH: Final = 30
SOURCE: Final = 20_000
LARGEST_NUMBER: Final = 10**15

_OPENING = re.compile(r"\{[{%]")

# One looks for an end from each beginning, the other compares each with each: too slow to bound.
_WITHOUT: Final = ("strip_html", "uniq")


class OutOfTime(ResourceLimitError):
    """The template took longer than it may."""


class TooLarge(ResourceLimitError):
    """A step was asked to make something that is larger than anything may be."""


_WORDS: Final[Mapping[type[LiquidError], str]] = {
    OutOfTime: f"it took more than {SECONDS:g} seconds",
    TooLarge: f"one of its steps makes more than {BYTES:,} characters, {TURNS:,} items, or a number"
    f" above {LARGEST_NUMBER:,}",
    LoopIterationLimitError: f"its loops take more than {TURNS:,} turns",
    OutputStreamLimitError: f"it writes more than {BYTES:,} bytes",
    LocalNamespaceLimitError: f"its variables hold more than {BYTES:,} bytes",
    ContextDepthError: f"its templates include each other more than {DEPTH} deep",
    BlockNestingError: f"its blocks are nested more than {DEPTH} deep",
}


def stopped(error: LiquidError) -> str:
    """What happened to the template, as the end of a sentence that begins with its name."""
    words = next((words for kind, words in _WORDS.items() if isinstance(error, kind)), "")
    if words:
        return f"was stopped: {words}"
    told, _, where = str(error).partition("\n")
    place = where.partition("\n")[0].strip().removeprefix("-> ")
    return f"cannot be printed: {told}{f' ({place[:100]})' if place else ''}"


class Context(RenderContext):
    """A rendering that looks at the clock at each of its steps."""

    def _look_at_the_clock(self) -> None:
        if isinstance(self.env, Workshop) and self.env.is_over():
            raise OutOfTime("out of time", token=None)

    def get(self, *args: Any, **told: Any) -> object:
        self._look_at_the_clock()
        return super().get(*args, **told)

    def assign(self, key: str, val: Any) -> None:
        self._look_at_the_clock()
        super().assign(key, val)

    @contextmanager
    def extend(self, *args: Any, **told: Any) -> Iterator[RenderContext]:
        self._look_at_the_clock()
        with super().extend(*args, **told) as context:
            yield context

    def filter(self, name: str, token: Token | None) -> Callable[..., object]:
        self._look_at_the_clock()
        found = super().filter(name, token)

        def bounded(value: object, *arguments: object, **named: object) -> object:
            refuse_what_is_too_large(name, value, arguments)
            return found(value, *arguments, **named)

        return bounded


def refuse_what_is_too_large(name: str, value: object, arguments: tuple[object, ...]) -> None:
    """Before a filter makes it: it may make what it was given, and not much more."""
    for one in (value, *arguments):
        if isinstance(one, range | list) and len(one[: TURNS + 1]) > TURNS:
            raise TooLarge(f"{name} of a long list", token=None)
        if isinstance(one, int) and abs(one) > LARGEST_NUMBER:
            raise TooLarge(f"{name} of a large number", token=None)
    texts = [str(one) for one in arguments if isinstance(one, str | int)]
    if name.startswith("replace") and len(texts) == 2:
        _refuse_above(str(value).count(texts[0]) * len(texts[1]))
    elif name == "join" and isinstance(value, list | range) and texts:
        _refuse_above(len(value) * len(texts[0]))


def _refuse_above(characters: int) -> None:
    if characters > BYTES:
        raise TooLarge("a long text", token=None)


class Unreadable(LiquidError):
    """A template that Liquid would take long to read, or not come to an end of."""


class _Shelf(DictLoader):
    """The team's templates, each looked at before Liquid reads it.

    Liquid's own reading goes back and forth over what is not closed, over braces in a row, and over
    white space: in a long text for minutes.
    """

    def get_source(self, env: Environment, template_name: str, **told: Any) -> TemplateSource:
        found = super().get_source(env, template_name, **told)
        if fault := fault_of(found.text):
            raise Unreadable(f"{template_name}: {fault}", token=None)
        return found


def fault_of(text: str) -> str:
    """Why the template is not given to Liquid; empty where it is."""
    if len(text) > SOURCE:
        return f"it is longer than {SOURCE:,} characters: divide it"
    if "{{{" in text:
        return "it has three opening braces in a row: two are enough"
    if re.search(r"\s{200}", text):
        return "it has 200 spaces or line breaks in a row: take some out"
    return _unclosed(text)


def _unclosed(text: str) -> str:
    place = 0
    while found := _OPENING.search(text, place):
        closing = "}}" if found[0] == "{{" else "%}"
        end = text.find(closing, found.end())
        if end < 0:
            line = text.count("\n", 0, found.start()) + 1
            return f"the {found[0]} in line {line} is never closed: write {closing}"
        place = end + 2
    return ""


class _BoundFor(ForNode):
    """A loop over numbers is counted before it begins, and also the numbers that it passes over."""

    __slots__ = ()

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        over = self.expression.iterable.evaluate(context)
        if isinstance(over, range):
            context.raise_for_loop_limit(len(over[: TURNS + 1]))
        return super().render_to_output(context, buffer)


class _BoundForTag(ForTag):
    node_class = _BoundFor


class _Template(BoundTemplate):
    context_class = Context


class Workshop(Environment):
    """One rendering: its bounds, and when its time is over."""

    template_class = _Template
    block_nesting_limit: ClassVar[int] = DEPTH
    context_depth_limit: ClassVar[int] = DEPTH
    loop_iteration_limit: ClassVar[int | None] = TURNS
    output_stream_limit: ClassVar[int | None] = BYTES
    local_namespace_limit: ClassVar[int | None] = BYTES

    def __init__(self, templates: Mapping[str, str], clock: Callable[[], float]) -> None:
        super().__init__(loader=_Shelf(dict(templates)), undefined=StrictUndefined)
        self._clock = clock
        self._end = clock() + SECONDS

    def setup_tags_and_filters(self, *, extra: bool = False) -> None:
        super().setup_tags_and_filters(extra=extra)
        self.add_tag(_BoundForTag)
        del self.tags["tablerow"]  # a table of HTML, and a second loop to bound
        for name in _WITHOUT:
            del self.filters[name]
        self.add_filter("markdown", lambda value: title(str(value)))

    def is_over(self) -> bool:
        return self._clock() > self._end


def workshop(templates: Mapping[str, str], clock: Callable[[], float] = time.monotonic) -> Workshop:
    """For one rendering, from now on."""
    return Workshop(templates, clock)
