"""Functions on numbers and truth (XPath 1.0 sections 4.3 and 4.4 and OpenRosa's own)."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal, InvalidOperation

from services.forms.xpath.context import Context
from services.forms.xpath.functions import function
from services.forms.xpath.values import NOT_A_NUMBER, Nodes, Value, each, to_boolean, to_number, to_text

HALF = Decimal("0.5")


@function("number", most=1)
def number(context: Context, *given: Value) -> float:
    return to_number(given[0] if given else context.node.text)


@function("int")
def whole(value: float) -> float:
    """Cut towards zero."""
    return float(math.trunc(value)) if math.isfinite(value) else NOT_A_NUMBER


@function("round")
def rounded(value: float, places: float = 0.0) -> float:
    """To that many decimal places; a half goes up, towards positive infinity."""
    if not math.isfinite(value) or not math.isfinite(places):
        return value
    step = Decimal(1).scaleb(-int(max(-300.0, min(300.0, places))))
    try:
        halves = Decimal(repr(value)) / step + HALF
        return float(halves.to_integral_value(ROUND_FLOOR) * step)
    except InvalidOperation:
        return value


@function("floor")
def floor(value: float) -> float:
    return float(math.floor(value)) if math.isfinite(value) else value


@function("ceiling")
def ceiling(value: float) -> float:
    return float(math.ceil(value)) if math.isfinite(value) else value


@function("abs")
def absolute(value: float) -> float:
    return abs(value)


@function("sum")
def total(nodes: Nodes) -> float:
    return sum(map(to_number, each((nodes,))), 0.0)


@function("min")
def least(*values: Value) -> float:
    return _extreme(min, values)


@function("max")
def most(*values: Value) -> float:
    return _extreme(max, values)


def _extreme(choose: Callable[[list[float]], float], values: tuple[Value, ...]) -> float:
    found = [to_number(value) for value in each(values)]
    return NOT_A_NUMBER if not found or any(math.isnan(one) for one in found) else choose(found)


@function("pow")
def power(base: float, exponent: float) -> float:
    if base == 0 and exponent < 0:
        return math.inf
    is_negative = base < 0 and exponent % 2 == 1
    return _calculated(lambda: math.pow(base, exponent), -math.inf if is_negative else math.inf)


@function("atan2")
def atan2(rise: float, run: float) -> float:
    return math.atan2(rise, run)


@function("pi")
def pi() -> float:
    return math.pi


def _calculated(calculation: Callable[[], float], beyond: float = math.inf) -> float:
    try:
        return calculation()
    except OverflowError:
        return beyond
    except ValueError:
        return NOT_A_NUMBER


def _logarithm(of: Callable[[float], float]) -> Callable[[float], float]:
    return lambda value: of(value) if value != 0 else -math.inf


def _register_curve(name: str, curve: Callable[[float], float]) -> None:
    @function(name)
    def of_one_number(value: float) -> float:
        return _calculated(lambda: curve(value))


for _name, _curve in {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "exp10": lambda value: math.pow(10.0, value),
    "log": _logarithm(math.log),
    "log10": _logarithm(math.log10),
    "sin": math.sin,
    "cos": math.cos,
    "tan": math.tan,
    "asin": math.asin,
    "acos": math.acos,
    "atan": math.atan,
}.items():
    _register_curve(_name, _curve)


@function("boolean")
def boolean(value: Value) -> bool:
    return to_boolean(value)


@function("not")
def negation(value: bool) -> bool:
    return not value


@function("true")
def true() -> bool:
    return True


@function("false")
def false() -> bool:
    return False


@function("boolean-from-string")
def boolean_from_string(value: Value) -> bool:
    """True for 'true' and 1, whatever the case."""
    return to_text(value).strip().lower() in ("true", "1")


@function("coalesce")
def coalesce(*values: Value) -> Value:
    """The first value that is neither empty nor what no number can be made of."""
    return next((value for value in values if to_text(value) not in ("", "NaN")), "")


@function("checklist")
def checklist(least_true: float, most_true: float, *values: Value) -> bool:
    return _within(float(sum(map(to_boolean, each(values)))), least_true, most_true)


@function("weighted-checklist")
def weighted_checklist(least_weight: float, most_weight: float, *values: Value) -> bool:
    """The values come in pairs: whether it holds, and its weight; or several of each as node sets."""
    given = list(zip(values[::2], values[1::2], strict=False))
    pairs = [pair for holds, weight in given for pair in zip(each([holds]), each([weight]), strict=False)]
    weight = sum(to_number(weighs) for holds, weighs in pairs if to_boolean(holds))
    return _within(weight, least_weight, most_weight)


def _within(value: float, least_value: float, most_value: float) -> bool:
    """A bound below zero is no bound."""
    return (least_value < 0 or value >= least_value) and (most_value < 0 or value <= most_value)
