"""How annotations are said in codes, which is all that REFI-QDA has for them.

A selection is coded with its type (``claim``), with its codes below the type (``claim > demand``), and with what else
is known of it below a heading: ``topic > …``, ``stance > agree``, ``speaker > Aiko Mori``. Entities stand below
``entity`` and their type, so that a code book lists them. Reading goes by the same paths.
"""

import re
from collections.abc import Iterator
from typing import Final
from uuid import UUID, uuid5

from annotator.formats.exchange.plain_values import PLAIN_VALUES, values_of
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

PROJECT_SPACE: Final = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE: Final = "urn:QDA-XML:codebook:1.0"
PROJECT_MEMBER: Final = "project.qde"
CONTINUES: Final = "continues"
"""The name of a link from each further part of an annotation to the part before it."""
ENTITY: Final = "entity"
TOPIC: Final = "topic"
VALUES: Final = PLAIN_VALUES

CodePath = tuple[str, ...]
_SPACE: Final = UUID("6f1c1b0e-5d5e-5c0b-9a53-0c2b7a0f4e11")
# What XML 1.0 cannot hold at all, not even escaped.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def guid(kind: str, *parts: str) -> str:
    """Give an identifier that is the same wherever the same thing is written, so that parts fit together."""
    return str(uuid5(_SPACE, "\x1f".join((kind, *parts)).encode("utf-8", "replace").decode()))


def printable(words: str) -> str:
    """Give words that XML can hold; what it cannot becomes a replacement character."""
    return _NOT_XML.sub("\ufffd", words)


def code_paths(annotation: Annotation, layer: Layer) -> Iterator[CodePath]:
    """Give the codes of an annotation, each once, as paths from the top of the code book."""
    yield (annotation.type,)
    for code in dict.fromkeys(annotation.codes):
        yield (annotation.type, code)
    for identifier in dict.fromkeys(annotation.entities):
        if identifier in layer.entities:
            entity = layer.entities[identifier]
            yield (ENTITY, entity.type, entity.name)
    if annotation.topic in layer.topics:
        yield (TOPIC, layer.topics[annotation.topic].name)
    yield from values_of(annotation, VALUES)
    roles = [(ROLE_WORD[name], role.entity) for name, role in annotation.roles()]
    for word, identifier in dict.fromkeys(roles):
        if identifier in layer.entities:
            yield (word, layer.entities[identifier].name)
