"""Whether JSON holds no more than bytes of its number should: ``[[],[],…]`` becomes thirty times as large in memory.

Counted in the bytes, before anything is made of them. What people annotate has a list or an object in 40 bytes where
it is dense, and a value in 15; a small file may be as dense as it likes.
"""

import re
from typing import Any, Final

import orjson

_FREE: Final = 100_000
"""So many lists and objects, and five times as many values, a file of any size may hold."""
_BYTES_A_CONTAINER: Final = 24
_BYTES_A_VALUE: Final = 10
_BYTES_A_QUOTE: Final = 16
# One that never ends is a text too, or looking for its end would begin again at every quote in it.
_TEXT: Final = re.compile(rb'"[^"]*"?')


class OutOfProportionError(ValueError):
    """A file that holds too much for its size; the message is the end of a sentence about it."""


def is_in_proportion(data: bytes) -> bool:
    """Tell whether JSON holds no more lists, objects and values than bytes of its number should."""
    if _is_within(data, len(data)):
        return True
    # A text may be about brackets. One that is has few quotes, and taking texts out costs little where they are few.
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")
    return bare.count(b'"') <= _FREE + len(data) // _BYTES_A_QUOTE and _is_within(_TEXT.sub(b"", bare), len(data))


def check_proportion(data: bytes) -> None:
    """Raise OutOfProportionError where JSON holds more than bytes of its number should."""
    if not is_in_proportion(data):
        raise OutOfProportionError(
            f"holds more lists and values than {len(data) / 2**20:,.0f} MiB of annotations ever do, and was not read."
        )


def loads(data: bytes) -> Any:
    """Give the value of JSON from anywhere. Raises orjson.JSONDecodeError, OutOfProportionError, both ValueErrors."""
    check_proportion(data)
    return orjson.loads(data)


def _is_within(data: bytes, size: int) -> bool:
    containers, values = data.count(b"[") + data.count(b"{"), data.count(b",")
    return containers <= _FREE + size // _BYTES_A_CONTAINER and values <= 5 * _FREE + size // _BYTES_A_VALUE
