"""The shape of a settings file: what may stand in it, said once for its reader and its schema."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from projections.notes.pattern import fault_of

LONGEST_TEXT = 20_000
LONGEST_PATTERN = 2_000
MOST = 500


class Shape(Struct, frozen=True):
    """What a value may be."""

    @property
    def about(self) -> str:
        """What it is for."""
        raise NotImplementedError

    def read(self, value: Any, where: str, problems: list[str]) -> Any:
        """The value, proved; or its default, and one more sentence in `problems`."""
        raise NotImplementedError

    def default(self) -> Any:
        """What holds where nothing is written."""
        raise NotImplementedError

    def schema(self) -> dict[str, Any]:
        """The shape as JSON Schema has it."""
        raise NotImplementedError


class Text(Shape, frozen=True):
    about: str = ""
    otherwise: str = ""
    choices: tuple[str, ...] = ()
    pattern: bool = False  # RE2

    def read(self, value: Any, where: str, problems: list[str]) -> str:
        if value is None:
            return self.otherwise
        if _is_number(value) and not self.choices:
            return str(value)
        if not isinstance(value, str):
            problems.append(f"{where} must be a text, and is {_kind(value)}: put it in quotes")
        elif len(value) > (LONGEST_PATTERN if self.pattern else LONGEST_TEXT):
            problems.append(f"{where} is longer than {LONGEST_TEXT:,} characters: shorten it")
        elif self.choices and value not in self.choices:
            problems.append(f"{where} is {value!r}: write one of {', '.join(self.choices)}")
        elif self.pattern and (wrong := fault_of(value)):
            problems.append(f"{where} is no pattern that RE2 reads: {wrong}")
        else:
            return value
        return self.otherwise

    def default(self) -> str:
        return self.otherwise

    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "string"}
        if self.choices:
            told["enum"] = list(self.choices)
        return told | _about(self) | ({"default": self.otherwise} if self.otherwise else {})


class Flag(Shape, frozen=True):
    about: str = ""
    otherwise: bool | None = False

    def read(self, value: Any, where: str, problems: list[str]) -> bool | None:
        if value is None:
            return self.otherwise
        if isinstance(value, bool):
            return value
        problems.append(f"{where} must be true or false, and is {_kind(value)}")
        return self.otherwise

    def default(self) -> bool | None:
        return self.otherwise

    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {"type": "boolean"} | _about(self)
        return told if self.otherwise is None else told | {"default": self.otherwise}


class Number(Shape, frozen=True):
    about: str = ""
    otherwise: int = -1

    def read(self, value: Any, where: str, problems: list[str]) -> int:
        if value is None:
            return self.otherwise
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**9:
            return value
        problems.append(f"{where} must be a whole number, and is {_kind(value)}")
        return self.otherwise

    def default(self) -> int:
        return self.otherwise

    def schema(self) -> dict[str, Any]:
        return {"type": "integer"} | _about(self) | {"default": self.otherwise}


class Many(Shape, frozen=True):
    """A list; one alone may stand without its brackets."""

    of: Shape
    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> tuple[Any, ...]:
        if value is None:
            return ()
        if not isinstance(value, list):
            if not isinstance(self.of, Text) and not isinstance(value, Mapping):
                problems.append(f"{where} must be a list, and is {_kind(value)}")
                return ()
            value = [value]
        if len(value) > MOST:
            problems.append(f"{where} has more than {MOST} entries: those after them are not read")
        read = []
        for at, one in enumerate(value[:MOST], 1):
            before = len(problems)
            found = self.of.read(one, f"{where}[{at}]" if len(value) > 1 else where, problems)
            # A text that is none says nothing; of a part the rest still counts.
            if len(problems) == before or not isinstance(self.of, Text):
                read.append(found)
        return tuple(read)

    def default(self) -> tuple[Any, ...]:
        return ()

    def schema(self) -> dict[str, Any]:
        many = {"type": "array", "items": self.of.schema(), "maxItems": MOST}
        return {"oneOf": [many, self.of.schema()]} | _about(self)


class Named(Shape, frozen=True):
    """Values of one shape, each under a name that the team chose."""

    of: Shape
    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> dict[str, Any]:
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            problems.append(f"{where} must have names with values, and is {_kind(value)}")
            return {}
        return {
            str(name): self.of.read(one, f"{where}.{name}", problems) for name, one in value.items()
        }

    def default(self) -> dict[str, Any]:
        return {}

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.of.schema()} | _about(self)


class Any_(Shape, frozen=True):  # noqa: N801 - `Any` is taken
    """What another tool reads: it is allowed, and nothing here depends on it."""

    about: str = "read by its own tool, and not by Shipledger"

    def read(self, value: Any, where: str, problems: list[str]) -> None:  # noqa: ARG002
        return None

    def default(self) -> None:
        return None

    def schema(self) -> dict[str, Any]:
        return _about(self)


class Part(Shape, frozen=True):
    """A mapping with known keys; an unknown one is a problem, and the rest still counts."""

    fields: Mapping[str, Shape]
    required: Collection[str] = ()
    about: str = ""

    def read(self, value: Any, where: str, problems: list[str]) -> dict[str, Any]:
        told = value if isinstance(value, Mapping) else {}
        if value is not None and not isinstance(value, Mapping):
            names = ", ".join(self.required or list(self.fields)[:3])
            problems.append(
                f"{where or 'the file'} must have keys ({names}), and is {_kind(value)}"
            )
        problems.extend(_unknown(key, where, self.fields) for key in told if key not in self.fields)
        problems.extend(
            f"{where} needs a {key}: add one"
            for key in self.required
            if isinstance(value, Mapping) and told.get(key) is None
        )
        return {
            key: shape.read(told[key], f"{where}.{key}" if where else key, problems)
            if key in told
            else shape.default()
            for key, shape in self.fields.items()
        }

    def default(self) -> dict[str, Any]:
        return {key: shape.default() for key, shape in self.fields.items()}

    def schema(self) -> dict[str, Any]:
        told: dict[str, Any] = {
            "type": "object",
            "properties": {key: shape.schema() for key, shape in self.fields.items()},
            "additionalProperties": False,
        }
        return told | ({"required": list(self.required)} if self.required else {}) | _about(self)


def _is_number(value: object) -> bool:
    """A version such as 1.0 or a label such as 42, as YAML reads it without quotes."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return number and -1e15 < value < 1e15  # type: ignore[operator]


def _about(shape: Shape) -> dict[str, str]:
    return {"description": shape.about} if shape.about else {}


def _unknown(key: object, where: str, known: Mapping[str, Shape]) -> str:
    near = get_close_matches(str(key)[:60], list(known), n=1)
    advice = f"did you mean {near[0]}?" if near else f"there are {', '.join(known)}"
    return f"{f'{where} has' if where else 'there is'} no key {str(key)[:60]!r}: {advice}"


def _kind(value: object) -> str:
    if value is None:
        return "empty"
    kinds = {bool: "true or false", int: "a number", float: "a number", str: "a text"}
    return kinds.get(type(value), "a list" if isinstance(value, list) else _other(value))


def _other(value: object) -> str:
    return "a set of keys" if isinstance(value, Mapping) else f"a {type(value).__name__}"
