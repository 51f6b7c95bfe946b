"""Small faults put into Python source, one at a time: each is a piece of text that takes another's place.

What is left alone cannot be noticed by a test, or should not: annotations of types, docstrings, imports, decorators,
assertions (``strict`` of zip is one), and sentences for people (texts with a space, and texts put together from parts).
"""

import ast
from collections.abc import Iterator
from typing import Final, NamedTuple

_OTHER_COMPARISON: Final[dict[type[ast.cmpop], type[ast.cmpop]]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_OTHER_OPERATION: Final[dict[type[ast.operator], type[ast.operator]]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_OTHER_NAME: Final = {"min": "max", "max": "min", "any": "all", "all": "any"}
_OTHER_METHOD: Final = {"startswith": "endswith", "endswith": "startswith", "partition": "rpartition"}
_ALONE: Final = (ast.Import, ast.ImportFrom, ast.Assert, ast.JoinedStr)
_ARGUMENTS_LEFT_OUT: Final = {"cast": 1, "TypeVar": 9, "strip": 1, "lstrip": 1, "rstrip": 1}
"""How many first arguments of a call are types, or sets of letters in which a letter may stand twice."""
_FUNCTIONS: Final = (ast.FunctionDef, ast.AsyncFunctionDef)


class Mutation(NamedTuple):
    """The bytes ``start`` up to ``end`` of a source and what stands there instead; ``function`` is "" outside one."""

    start: int
    end: int
    text: str
    line: int
    function: str

    def applied(self, source: str) -> str:
        """Give the source with the fault."""
        data = source.encode()
        return (data[: self.start] + self.text.encode() + data[self.end :]).decode()


def mutations(source: str) -> list[Mutation]:
    """Give every fault that can be put into a source, in the order of the text."""
    found = _Finder(source).of(ast.parse(source), "")
    return sorted(found)


class _Finder:
    def __init__(self, source: str) -> None:
        lengths = [len(line) for line in source.encode().splitlines(keepends=True)]
        self._line_starts = [sum(lengths[:number]) for number in range(len(lengths))]

    def of(self, node: ast.AST, function: str) -> Iterator[Mutation]:
        """Give the faults of a node and all that is in it."""
        if isinstance(node, _ALONE) or _is_left_alone(node):
            return
        for old, text in _faults(node):
            yield self._mutation(old, text, function)
        inside = function
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)) and "<locals>" not in function:
            inside = f"{function}.{node.name}".lstrip(".")
        for child in _children(node):
            yield from self.of(child, inside)

    def _mutation(self, old: ast.expr | ast.stmt, text: str, function: str) -> Mutation:
        start = self._line_starts[old.lineno - 1] + old.col_offset
        end = self._line_starts[(old.end_lineno or 0) - 1] + (old.end_col_offset or 0)
        return Mutation(start, end, text, old.lineno, function)


def _is_left_alone(node: ast.AST) -> bool:
    match node:
        case ast.Expr(ast.Constant()) | ast.keyword("strict") | ast.Assign([ast.Name("__all__")]):
            return True
    return False


def _children(node: ast.AST) -> Iterator[ast.AST]:
    """Give what may hold a fault of its own: no types and no decorators."""
    left_out = {"annotation", "returns", "decorator_list"}
    if isinstance(node, ast.ClassDef):
        left_out |= {"bases", "keywords"}
    first = 0
    if isinstance(node, ast.Call) and isinstance(node.func, (ast.Name, ast.Attribute)):
        first = _ARGUMENTS_LEFT_OUT.get(node.func.id if isinstance(node.func, ast.Name) else node.func.attr, 0)
    for name, value in ast.iter_fields(node):
        if name in left_out:
            continue
        children = value[first if name == "args" else 0 :] if isinstance(value, list) else [value]
        yield from (child for child in children if isinstance(child, ast.AST))


def _faults(node: ast.AST) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """Give each fault of this very node: what is replaced, and what by."""
    if isinstance(node, ast.expr):
        for new in _of_expression(node):
            yield node, f"({ast.unparse(new)})" if isinstance(new, (ast.BinOp, ast.Compare, ast.BoolOp)) else _text(new)
    elif isinstance(node, ast.stmt):
        yield from _of_statement(node)
    if isinstance(node, (ast.If, ast.While, ast.IfExp)) and not isinstance(node.test, (ast.Compare, ast.UnaryOp)):
        yield node.test, f"(not ({ast.unparse(node.test)}))"
    if isinstance(node, ast.comprehension):
        yield from ((test, "True") for test in node.ifs)


def _text(node: ast.expr) -> str:
    return ast.unparse(node)


def _of_expression(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left, operators, comparators):
            for index, operator in enumerate(operators):
                other = [*operators[:index], _OTHER_COMPARISON[type(operator)](), *operators[index + 1 :]]
                yield ast.Compare(left, other, comparators)
        case ast.BoolOp(operator, values):
            yield ast.BoolOp(ast.Or() if isinstance(operator, ast.And) else ast.And(), values)
            if len(values) > 2:
                yield from (ast.BoolOp(operator, values[:i] + values[i + 1 :]) for i in range(len(values)))
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield operand
        case ast.BinOp(left, operator, right) if type(operator) in _OTHER_OPERATION:
            yield ast.BinOp(left, _OTHER_OPERATION[type(operator)](), right)
        case ast.Constant(value):
            yield from _other_values(value)
        case ast.Call():
            yield from _of_call(node)


def _of_call(node: ast.Call) -> Iterator[ast.Call]:
    match node.func:
        case ast.Name(name) if name in _OTHER_NAME:
            yield ast.Call(ast.Name(_OTHER_NAME[name]), node.args, node.keywords)
        case ast.Attribute(owner, name) if name in _OTHER_METHOD:
            yield ast.Call(ast.Attribute(owner, _OTHER_METHOD[name]), node.args, node.keywords)
    for keyword in node.keywords:
        if keyword.arg and keyword.arg != "strict":
            yield ast.Call(node.func, node.args, [other for other in node.keywords if other is not keyword])


def _other_values(value: object) -> Iterator[ast.Constant]:
    match value:
        case bool():
            yield ast.Constant(not value)
        case int() | float():
            yield ast.Constant(value + 1)
        case str() if " " not in value:
            yield ast.Constant(value + value or "XX")
        case bytes() if b" " not in value:
            yield ast.Constant(value + value or b"XX")


def _of_statement(node: ast.stmt) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    match node:
        case ast.Expr() | ast.Raise() | ast.Delete():
            yield node, "pass"
        case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
            yield node, "pass"
        case ast.AugAssign(target, operator, value) if type(operator) in _OTHER_OPERATION:
            yield node, ast.unparse(ast.AugAssign(target, _OTHER_OPERATION[type(operator)](), value))
        case ast.Return(value) if value is not None and not isinstance(value, ast.Constant):
            yield value, "None"
        case ast.Return(ast.Constant(value=str() | bytes() | int() as value)) if not isinstance(value, bool):
            yield node, "return None"
        case ast.Break():
            yield node, "continue"
        case ast.Continue():
            yield node, "break"
