"""Objects as JSON and back, for what one process leaves to another: nothing that is read can name code to run.

Plain values, collections of them, and objects of the classes that whoever reads has listed: with just the attributes
their class has, of the types they have there.
"""

import json
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

LARGEST: Final = 32 << 20
"""Bytes that are read."""
DEEPEST: Final = 24
"""Objects and collections in each other."""
_VALUES: Final[Mapping[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]]] = {
    "bytes": (bytes.hex, bytes.fromhex),
    "datetime": (datetime.isoformat, datetime.fromisoformat),
    "timedelta": (timedelta.total_seconds, lambda seconds: timedelta(seconds=seconds)),
}
"""How each is written, and read."""
_LISTS: Final[Mapping[str, Callable[[list[Any]], Any]]] = {
    each.__name__: each for each in (list, tuple, set, frozenset)
}
_TABLES: Final[Mapping[str, type[dict[Any, Any]]]] = {each.__name__: each for each in (dict, OrderedDict, Counter)}
Thing = TypeVar("Thing")


class NotPlain(Exception):
    """It is not what we have written: too large, too deep, of a class that is not listed, or of another shape."""


def as_json(thing: object) -> bytes:
    """The object, and all there is in it. Raises NotPlain for what cannot be read again."""
    return json.dumps(_out(thing), separators=(",", ":")).encode()


def from_json(written: bytes, kind: type[Thing], kinds: Sequence[type]) -> Thing:
    """Inverse of `as_json`, of an object of that class. Raises NotPlain."""
    if len(written) > LARGEST:
        raise NotPlain("large")
    try:
        found = _Reader(kinds).read(json.loads(written), DEEPEST)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise NotPlain(type(error).__name__) from None
    if not isinstance(found, kind):
        raise NotPlain(kind.__name__)
    return found


def _out(thing: Any) -> Any:
    if thing is None or (isinstance(thing, str | int | float) and not isinstance(thing, Enum)):
        return thing
    kind = type(thing).__name__
    if kind in _VALUES:
        return [kind, _VALUES[kind][0](thing)]
    if isinstance(thing, Enum):
        return [kind, thing.value]
    if isinstance(thing, deque):
        return [kind, [thing.maxlen, [_out(each) for each in thing]]]
    if isinstance(thing, dict):
        return [kind, [[_out(key), _out(value)] for key, value in thing.items()]]
    if kind in _LISTS:
        return [kind, [_out(each) for each in thing]]
    return [kind, {name: _out(getattr(thing, name)) for name in _attributes(thing)}]


def _attributes(thing: Any) -> Sequence[str]:
    if is_dataclass(thing):
        return [each.name for each in fields(thing)]
    return list(getattr(type(thing), "__slots__", ())) or list(vars(thing))


class _Reader:
    def __init__(self, kinds: Sequence[type]) -> None:
        self._kinds = {kind.__name__: kind for kind in kinds}

    def read(self, told: Any, deep: int) -> Any:
        if not isinstance(told, list):
            if isinstance(told, dict):
                raise NotPlain("dict")
            return told
        if deep == 0:
            raise NotPlain("deep")
        name, content = told
        if name in self._kinds:
            return self._thing(self._kinds[name], content, deep - 1)
        return self._collection(name, content, deep - 1)

    def _collection(self, name: str, content: Any, deep: int) -> Any:
        if name in _VALUES:
            return _VALUES[name][1](content)
        if name == "deque":
            return deque((self.read(each, deep) for each in content[1]), content[0])
        if name == "defaultdict":
            return defaultdict(None, self._pairs(content, deep))
        if name in _TABLES:
            return _TABLES[name](self._pairs(content, deep))
        return _LISTS[name]([self.read(each, deep) for each in content])

    def _pairs(self, content: Any, deep: int) -> dict[Any, Any]:
        return {self.read(key, deep): self.read(value, deep) for key, value in content}

    def _thing(self, kind: type, content: Any, deep: int) -> Any:
        if issubclass(kind, Enum):
            return kind(content)
        read = {name: self.read(each, deep) for name, each in content.items()}
        return _dataclass(kind, read) if is_dataclass(kind) else _plain(kind, read)


def _dataclass(kind: type, read: dict[str, Any]) -> Any:
    hints = get_type_hints(kind)
    if {*read} != {each.name for each in fields(kind)}:
        raise NotPlain(kind.__name__)
    for name, value in read.items():
        if not _fits(value, hints[name]):
            raise NotPlain(f"{kind.__name__}.{name}")
    return kind(**read)


def _fits(value: object, hint: Any) -> bool:
    """Whether it is of this type, as far as the outermost one says."""
    if get_origin(hint) in (UnionType, Union):
        return any(_fits(value, each) for each in get_args(hint))
    named = getattr(hint, "__supertype__", hint)
    base = get_origin(named) or named
    return isinstance(value, (int, float) if base is float else base)


def _plain(kind: type, read: dict[str, Any]) -> Any:
    """Over a fresh one, which says what there is, and of which type."""
    fresh = kind()
    if {*read} != {*_attributes(fresh)}:
        raise NotPlain(kind.__name__)
    for name, value in read.items():
        usual = getattr(fresh, name)
        if isinstance(usual, defaultdict) and isinstance(value, defaultdict):
            value.default_factory = usual.default_factory
        if usual is not None and not isinstance(value, type(usual)):
            raise NotPlain(f"{kind.__name__}.{name}")
        setattr(fresh, name, value)
    return fresh
