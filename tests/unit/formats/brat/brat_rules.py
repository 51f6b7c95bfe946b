"""What brat makes of a text and its annotations, by its server's rules: to hold our files against, not our reader.

Rules as of brat 1.3 and later (``server/src/annotation.py``): lines end where Python's ``splitlines`` ends them, the
words of a text-bound annotation are those of the text at its offsets, fragments joined by a blank; an event has a
trigger of its own type, which is named by events alone.
"""

import re
from itertools import pairwise


def opened(text: str, annotations: str) -> dict[str, tuple[str, list[tuple[int, int]]]]:
    """Give the text-bound annotations with type and places; AssertionError where brat would not read a line."""
    bound: dict[str, tuple[str, list[tuple[int, int]]]] = {}
    events: list[tuple[str, str]] = []
    named: set[str] = set()
    ids: list[str] = []
    for line in annotations.splitlines():
        name, data, *tail = line.split("\t", 2)
        ids.append(name)
        assert re.fullmatch(r"[A-Za-z#][A-Za-z]*\d+", name)
        if name[0] == "T":
            kind, _blank, places = data.partition(" ")
            spans = [(int(start), int(end)) for start, end in (place.split(" ") for place in places.split(";"))]
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert all(one[1] <= other[0] for one, other in pairwise(spans))
            assert tail == [" ".join(text[start:end] for start, end in spans)]
            bound[name] = kind, spans
        elif name[0] == "E":
            event, *arguments = data.split()
            kind, trigger = event.split(":")
            events.append((kind, trigger))
            named.update(argument.split(":")[1] for argument in arguments)
        elif name[0] == "R":
            _kind, first, second = data.split(" ")
            assert first.split(":")[0] != second.split(":")[0]
            named.update(end.split(":")[1] for end in (first, second))
        else:
            parts = data.split(" ")
            assert len(parts) in ({2} if name[0] == "#" else {2, 3})
            named.add(parts[1])
    assert len(ids) == len(set(ids))
    assert named <= set(ids)
    for kind, trigger in events:
        assert bound[trigger][0] == kind
        assert trigger not in named
    return bound
