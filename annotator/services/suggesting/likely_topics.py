"""Which topic a statement is likely about: the one of the folder whose words it has."""

import re
from collections import Counter
from math import log
from typing import Final

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.services.suggesting.knowledge import Knowledge

_WORD: Final = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u4e00-\u9fff]{2}")
_STEM: Final = 5
"""So many letters of a word tell which one it is: "cooperate" and "cooperation"."""
_LEAST: Final = 0.3
_AROUND: Final = 120
_MOST: Final = 5


def likely_topics(document: Document, layer: Layer, fragments: tuple[Span, ...], knowledge: Knowledge) -> list[str]:
    """Give the names of the likeliest topics, best first; none where no words are shared."""
    names = _names(layer, knowledge)
    if not names:
        return []
    weights = _weights(names)
    said = _stems(" ".join(document.text[start:end] for start, end in fragments))
    start, end = fragments[0].start, fragments[-1].end
    near = _stems(document.text[max(0, start - _AROUND) : end + _AROUND])
    ranked = []
    for name, count in names.items():
        words = _stems(name)
        whole = sum(weights[word] for word in words)
        shared = sum(weights[w] * (1.0 if w in said else 0.4) for w in words if w in said or w in near)
        if whole and shared / whole >= _LEAST:
            ranked.append((-(shared / whole) - 0.02 * log(1 + count), name))
    return [name for _rank, name in sorted(ranked)[:_MOST]]


def _names(layer: Layer, knowledge: Knowledge) -> dict[str, int]:
    """Give the topics by name with how many annotations are about each, the layer's own first."""
    used = Counter(one.topic for one in layer.annotations.values() if one.topic)
    registered = knowledge.codebook.topics if knowledge.codebook else ()
    found: dict[str, tuple[str, int]] = {}
    for name, count in (
        *((topic.name, used[topic.id]) for topic in layer.topics.values()),
        *((topic.name, topic.count) for topic in knowledge.topics),
        *((topic.name, 0) for topic in registered),
    ):
        first, before = found.get(folded(name), (name, 0))
        found[folded(name)] = (first, before + count)
    return dict(found.values())


def _weights(names: dict[str, int]) -> dict[str, float]:
    """Give how much each word says: the less, the more topics have it."""
    count = Counter(word for name in names for word in _stems(name))
    return {word: log(1 + len(names) / number) for word, number in count.items()}


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(folded(text))}
