"""Which topic a statement is likely about: the one of the folder whose words it has."""

import re
from functools import lru_cache
from math import log
from typing import Final, NamedTuple

from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.name_key import folded
from annotator.model.span import Span
from annotator.model.vocabulary import ACTOR
from annotator.services.suggesting.knowledge import Knowledge, KnownTopic

_WORD: Final = re.compile(r"[^\W\d_]{3,}|[\u3040-\u30ff\u4e00-\u9fff]{2}")
_STEM: Final = 5
"""So many letters of a word tell which one it is: "cooperate" and "cooperation"."""
_LEAST: Final = 0.1
_AROUND: Final = 120
_MOST: Final = 5
_AGAIN: Final = 0.1
"""What it counts that a passage close before is about the topic."""


def likely_topics(
    document: Document, layer: Layer, fragments: tuple[Span, ...], knowledge: Knowledge, *, least: float = _LEAST
) -> list[str]:
    """Give the names of the likeliest topics, best first; none of which less than ``least`` (0 to 1) is in the words.

    What counts are the words of the passage and those around it, whoever is marked in it by name, and what was last
    said to be the topic close before.
    """
    names = _names(layer, knowledge)
    if not names:
        return []
    known = _words_of(tuple(names))
    start, end = fragments[0].start, fragments[-1].end
    said = _stems(" ".join(document.text[start:end] for start, end in fragments)) | _marked(layer, start, end)
    near = _stems(document.text[max(0, start - _AROUND) : end + _AROUND]) | _marked(layer, start - _AROUND, end)
    before = _before(layer, start, end)
    heard = {word: 1.0 if word in said else 0.4 for word in (said | near) & known.weights.keys()}
    shared: dict[str, float] = {}
    for word, much in heard.items():
        for name in known.names[word]:
            shared[name] = shared.get(name, 0.0) + known.weights[word] * much
    ranked = [
        (-part - 0.02 * log(1 + names[name]) - _AGAIN * (name in before), name)
        for name, much in shared.items()
        if (part := much / known.whole[name]) >= least
    ]
    return [name for _rank, name in sorted(ranked)[:_MOST]]


def _marked(layer: Layer, start: int, end: int) -> set[str]:
    """Give the words of the names of whoever is marked between two places."""
    there = {key for one in layer.between(max(0, start), end) if one.type == ACTOR for key in one.entities}
    return {stem for key in there if key in layer.entities for stem in _of_name(layer.entities[key].name)}


def _before(layer: Layer, start: int, end: int) -> set[str]:
    """Give the topics of what is marked in the passage or close before it."""
    there = {one.topic for one in layer.between(max(0, start - _AROUND), end) if one.topic}
    return {layer.topics[key].name for key in there if key in layer.topics}


def _names(layer: Layer, knowledge: Knowledge) -> dict[str, int]:
    """Give the topics by name with how many annotations are about each, the layer's own first."""
    used = {topic: len(layer.references.with_topic(topic)) for topic in layer.topics}
    registered = knowledge.codebook.topics if knowledge.codebook else ()
    known = _of_folder(knowledge.topics, tuple(topic.name for topic in registered))
    found = {folded(topic.name): (topic.name, used[topic.id]) for topic in layer.topics.values()}
    own = dict(found)
    for key, (name, count) in known.items():
        first, before = own.get(key, (name, 0))
        found[key] = (first, before + count)
    return dict(found.values())


@lru_cache(maxsize=2)
def _of_folder(topics: tuple[KnownTopic, ...], registered: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    found: dict[str, tuple[str, int]] = {}
    for name, count in (*((topic.name, topic.count) for topic in topics), *((name, 0) for name in registered)):
        first, before = found.get(folded(name), (name, 0))
        found[folded(name)] = (first, before + count)
    return found


class _Words(NamedTuple):
    """What each word of topics says, the less the more have it; in which it is; and what all words of one say."""

    weights: dict[str, float]
    names: dict[str, list[str]]
    whole: dict[str, float]


@lru_cache(maxsize=2)
def _words_of(names: tuple[str, ...]) -> _Words:
    with_word: dict[str, list[str]] = {}
    for name in names:
        for word in _of_name(name):
            with_word.setdefault(word, []).append(name)
    weights = {word: log(1 + len(names) / len(having)) for word, having in with_word.items()}
    return _Words(weights, with_word, {name: sum(weights[word] for word in _of_name(name)) for name in names})


@lru_cache(maxsize=2**14)
def _of_name(name: str) -> frozenset[str]:
    return frozenset(_stems(name))


def _stems(text: str) -> set[str]:
    return {word[:_STEM] for word in _WORD.findall(folded(text))}
