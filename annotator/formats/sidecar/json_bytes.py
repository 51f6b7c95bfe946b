"""The first checks of a JSON file, before anything in it is believed."""

import codecs
import json
from typing import Any, Final

import orjson

from annotator.formats.sidecar.finding import Finding, shown
from annotator.formats.sidecar.proportion import ANY, Density, OutOfProportionError, loads
from annotator.formats.sidecar.record_reader import MAX_DEPTH

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_PIECE: Final = 2**20


class _Twice(dict[str, Any]):
    """An object in which a key stands more than once."""

    key = ""


def parse(data: bytes, size_limit: int, density: Density = ANY) -> tuple[Any, Finding | None]:
    """Give the value of a JSON file, and what is wrong with it, if anything."""
    if len(data) > size_limit:
        limit = size_limit // 2**20
        sentence = f"The file has {len(data) / 2**20:,.0f} MiB; files of more than {limit} MiB are not read."
        return None, Finding("too-large", "$", sentence)
    data = data.removeprefix(BYTE_ORDER_MARK)
    if not data.strip():
        return None, Finding("empty", "$", "The file is empty.")
    if (place := _no_utf8_at(data)) is not None:
        sentence = f"The file is not UTF-8 text (byte {place}); it may not be an annotation file at all."
        return None, Finding("not-utf8", "$", sentence)
    try:
        return loads(data, density), None
    except OutOfProportionError as error:
        return None, Finding("out-of-proportion", "$", f"The file {error}")
    except orjson.JSONDecodeError as error:
        sentence = f"The file is not whole JSON: {error.msg} (line {error.lineno}, column {error.colno})."
        return None, Finding("not-json", "$", sentence)


def _no_utf8_at(data: bytes) -> int | None:
    """Give the place of the first byte that is no UTF-8; as text a large file may take four times its size."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    for start in range(0, len(data), _PIECE):
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(data[start : start + _PIECE], final=start + _PIECE >= len(data))
        except UnicodeDecodeError as error:
            return start - held + error.start
    return None


def depth_of(value: Any, limit: int = MAX_DEPTH + 1) -> int:
    """Give how deeply a value is nested, at most ``limit``."""
    level, depth = [value], 0
    while level and depth < limit:
        depth += 1
        inner: list[Any] = []
        for item in level:
            if type(item) is dict:
                inner.extend(part for part in item.values() if type(part) in (dict, list))
            elif type(item) is list:
                inner.extend(part for part in item if type(part) in (dict, list))
        level = inner
    return depth


def check_duplicate_keys(data: bytes) -> list[Finding]:
    """Find objects in which a key stands more than once; ``data`` is JSON that is not nested too deeply."""
    found_any = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal found_any
        made = dict(items)
        if len(made) == len(items):
            return made
        found_any = True
        twice = _Twice(made)
        seen: set[str] = set()
        twice.key = next(key for key, _value in items if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return twice

    tree = json.loads(data.removeprefix(BYTE_ORDER_MARK), object_pairs_hook=pairs)
    return _places(tree, "$") if found_any else []


def _places(value: Any, path: str) -> list[Finding]:
    found = []
    if isinstance(value, _Twice):
        found.append(Finding("duplicate-key", path, f"The field {shown(value.key)} stands here more than once."))
    if isinstance(value, dict):
        for key, item in value.items():
            found.extend(_places(item, f"{path}.{key}"))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found.extend(_places(item, f"{path}[{index}]"))
    return found
