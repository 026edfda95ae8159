"""The bounds of a template in Liquid: turns, output, memory, nesting and time, each with its words.

Liquid itself counts the turns of nested loops and the bytes written. What it does not count is kept
here: time, looked at whenever something is named, filtered or entered; and what one step may make
of large values, so that no step is long.
"""

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
from liquid.token import Token

from service.formats.escape import title

SECONDS: Final = 2.0
TURNS: Final = 100_000
BYTES: Final = 2_000_000
DEPTH: Final = 30
SOURCE: Final = 100_000
LARGEST_NUMBER: Final = 10**15

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
    return f"was stopped: {words}" if words else f"cannot be printed: {error}"


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
        super().__init__(loader=DictLoader(dict(templates)), undefined=StrictUndefined)
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
    small = {name: text for name, text in templates.items() if len(text) <= SOURCE}
    return Workshop(small, clock)
