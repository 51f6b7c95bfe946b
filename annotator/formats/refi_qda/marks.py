"""Annotations that codes and places cannot tell apart or join: a mark in what is said of a selection does.

QualCoder writes each coding as a selection of its own, without identifiers and without links, and keeps one of those
with the same code and place. What belongs together is found again by its place and user; where that does not do, the
description ends with a line such as ``[annotator: claim 7, part 2, supports 9; with stance > agree]``: what it is coded
with that another one at this place is coded with too.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from annotator.formats.exchange.plain_values import joined, parted
from annotator.formats.refi_qda.codes import ENTITY, CodePath, code_paths
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.span import Span

_MARK: Final = re.compile(r"\n?\[annotator: (\w+) (\d{1,9})((?:, [\w-]+ \d{1,9})*)(?:; with (.*))?\]\s*\Z", re.DOTALL)
_PART: Final = "part"
_BELOW: Final = " > "
_TOKEN: Final = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class Mark:
    """The type and number of an annotation, which of its fragments it is, and the links that lead from it.

    ``shared`` are the codes that another annotation at one of its places has too.
    """

    type: str
    number: int
    part: int = 1
    links: tuple[tuple[str, int], ...] = ()
    shared: tuple[CodePath, ...] = ()

    def __str__(self) -> str:
        """Give the line."""
        parts = [f"{_PART} {self.part}"] if self.part > 1 else []
        links = [f"{kind} {number}" for kind, number in self.links]
        shared = f"; with {joined(_BELOW.join(path) for path in self.shared)}" if self.shared else ""
        return f"[annotator: {', '.join([f'{self.type} {self.number}', *parts, *links])}{shared}]"


def split_mark(words: str) -> tuple[str, Mark | None]:
    """Part a description from its mark."""
    found = _MARK.search(words)
    if found is None:
        return words, None
    pairs = [(name, int(number)) for name, number in re.findall(r"([\w-]+) (\d+)", found[3])]
    part = next((number for name, number in pairs if name == _PART), 1)
    links = tuple((name, number) for name, number in pairs if name != _PART)
    shared = tuple(_path(one) for one in parted(found[4] or ""))
    return words[: found.start()], Mark(found[1], int(found[2]), part, links, shared)


def marks_of(layer: Layer, placed: Sequence[Annotation]) -> dict[str, Mark]:
    """Give the marks of the annotations that need one, by their ids."""
    numbers = {annotation.id: number for number, annotation in enumerate(placed, 1)}
    links = [link for link in layer.links.values() if link.source in numbers and link.target in numbers]
    links = [link for link in links if _TOKEN.fullmatch(link.type) and link.type != _PART]
    wanted = {end for link in links for end in (link.source, link.target)} | set(_alike(placed))
    shared = _shared(layer, placed)
    return {
        annotation.id: Mark(
            annotation.type, numbers[annotation.id], 1,
            tuple((link.type, numbers[link.target]) for link in links if link.source == annotation.id),
            shared[annotation.id],
        )
        for annotation in placed if annotation.id in wanted
    }  # fmt: skip


def _shared(layer: Layer, placed: Iterable[Annotation]) -> dict[str, tuple[CodePath, ...]]:
    """Give the codes of annotations that an earlier one has at one of their places, besides the type."""
    taken: defaultdict[Span, set[CodePath]] = defaultdict(set)
    shared = {}
    for annotation in placed:
        paths = list(code_paths(annotation, layer))
        before = set().union(*(taken[fragment] for fragment in annotation.fragments))
        shared[annotation.id] = tuple(path for path in paths if path in before and len(path) > 1)
        for fragment in annotation.fragments:
            taken[fragment].update(paths)
    return shared


def _path(words: str) -> CodePath:
    heading = words.partition(_BELOW)[0]
    return tuple(words.split(_BELOW, 2 if heading == ENTITY else 1))


def _alike(placed: Iterable[Annotation]) -> Iterable[str]:
    """Give the annotations in fragments, and those that share a fragment's place with another."""
    often = Counter(fragment for annotation in placed for fragment in annotation.fragments)
    for annotation in placed:
        if len(annotation.fragments) > 1 or any(often[fragment] > 1 for fragment in annotation.fragments):
            yield annotation.id
