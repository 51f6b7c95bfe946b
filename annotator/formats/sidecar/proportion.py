"""Whether JSON holds no more than bytes of its number should: ``[[],[],…]`` becomes thirty times as large in memory.

Counted in the bytes, before anything is made of them. What people annotate has a list or an object in 54 bytes where
it is dense, without any white space, and a value in 21; a small file may be as dense as it likes.
"""

import re
from typing import Any, Final, NamedTuple

import orjson

FREE: Final = 100_000
"""So many lists and objects, and five times as many values, a file of any size may hold."""


class Density(NamedTuple):
    """How many bytes there are at least for each list or object, for each object, and for each value."""

    container: int
    object: int
    value: int


ANY: Final = Density(24, 24, 10)
ANNOTATIONS: Final = Density(28, 128, 16)
_BYTES_A_QUOTE: Final = 16
# One that never ends is a text too, or looking for its end would begin again at every quote in it.
_TEXT: Final = re.compile(rb'"[^"]*"?')


class OutOfProportionError(ValueError):
    """A file that holds too much for its size; the message is the end of a sentence about it."""


def is_in_proportion(data: bytes, density: Density = ANY) -> bool:
    """Tell whether JSON holds no more lists, objects and values than bytes of its number should."""
    # What has fewer bytes than it may hold lists is not worth counting in.
    if len(data) <= FREE or _is_within(data, len(data), density):
        return True
    # A text may be about brackets. One that is has few quotes, and taking texts out costs little where they are few.
    bare = data.replace(rb"\\", b"").replace(rb"\"", b"")
    few_texts = bare.count(b'"') <= FREE + len(data) // _BYTES_A_QUOTE
    return few_texts and _is_within(_TEXT.sub(b"", bare), len(data), density)


def check_proportion(data: bytes, density: Density = ANY) -> None:
    """Raise OutOfProportionError where JSON holds more than bytes of its number should."""
    if not is_in_proportion(data, density):
        raise OutOfProportionError(
            f"holds more lists and values than {len(data) / 2**20:,.0f} MiB of annotations ever do, and was not read."
        )


def loads(data: bytes, density: Density = ANY) -> Any:
    """Give the value of JSON from anywhere. Raises orjson.JSONDecodeError, OutOfProportionError, both ValueErrors."""
    check_proportion(data, density)
    return orjson.loads(data)


def holds_many(data: bytes) -> bool:
    """Tell whether JSON holds so much that it has to be in proportion."""
    return containers_in(data) > FREE or data.count(b",") > 5 * FREE


def containers_in(data: bytes) -> int:
    """Count the lists and objects of JSON, and the brackets in its texts."""
    return data.count(b"[") + data.count(b"{")


def _is_within(data: bytes, size: int, density: Density) -> bool:
    objects, values = data.count(b"{"), data.count(b",")
    return (
        data.count(b"[") + objects <= FREE + size // density.container
        and objects <= FREE + size // density.object
        and values <= 5 * FREE + size // density.value
    )
