"""How annotations are said in codes, which is all that REFI-QDA has for them.

A selection is coded with its type (``claim``), with its codes below the type (``claim > demand``), and with what else
is known of it below a heading: ``topic > …``, ``stance > agree``, ``speaker > Aiko Mori``. Entities stand below
``entity`` and their type, so that a code book lists them. Reading goes by the same paths. Some programs have each name
once in a code book: a code whose name another has is called with its heading, ``speaker: Aiko Mori``.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import chain, count
from typing import Final
from uuid import UUID, uuid5

from annotator.formats.exchange.plain_values import PLAIN_VALUES, values_of
from annotator.model.annotation import Annotation
from annotator.model.fields import annotation_fields
from annotator.model.layer import Layer
from annotator.model.vocabulary import ACTOR, ROLE_WORD, ROLES_OF_TYPE, TYPES

PROJECT_SPACE: Final = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE: Final = "urn:QDA-XML:codebook:1.0"
PROJECT_MEMBER: Final = "project.qde"
CONTINUES: Final = "continues"
"""The name of a link from each further part of an annotation to the part before it."""
ENTITY: Final = "entity"
TOPIC: Final = "topic"
VALUES: Final = PLAIN_VALUES

CodePath = tuple[str, ...]
_ROLES: Final = frozenset(ROLE_WORD.values())
_SPACE: Final = UUID("6f1c1b0e-5d5e-5c0b-9a53-0c2b7a0f4e11")


def guid(kind: str, *parts: str) -> str:
    """Give an identifier that is the same wherever the same thing is written, so that parts fit together."""
    return str(uuid5(_SPACE, "\x1f".join((kind, *parts)).encode("utf-8", "replace").decode()))


def code_names(paths: Iterable[CodePath]) -> dict[CodePath, str]:
    """Give the names of codes, no two alike: first of types, then of entities, then of all others."""
    names: dict[CodePath, str] = {}
    taken: set[str] = set()
    for path in sorted(set(paths), key=lambda path: (len(path) > 1, path[0] != ENTITY, path)):
        name, heading = path[-1], _heading(path)
        if heading and (name in taken or _without(heading, name) != name):
            wanted = chain([heading], (f"{heading} ({number})" for number in count(2)))
            name = next(free for before in wanted if (free := f"{before}: {name}") not in taken)
        names[path] = name
        taken.add(name)
    return names


def plain_path(path: CodePath) -> CodePath:
    """Give a path as ``code_paths`` gives it, whatever its name was made of; that of others as it is."""
    if len(path) == 2 and path[0] == path[1] and path[0] in TYPES:
        return path[:1]
    heading = _heading(path)
    return (*path[:-1], _without(heading, path[-1])) if heading else path


def is_own(path: CodePath) -> bool:
    """Tell whether a path is one of this program's."""
    return path[0] in TYPES if len(path) == 1 else bool(_heading(path))


def belongs_to(path: CodePath, kind: str) -> bool:
    """Tell whether what a path of this program's says can be said of a type of annotation."""
    heading = path[0]
    if heading in TYPES:
        return heading == kind
    if heading == ENTITY:
        return kind == ACTOR
    if heading in _ROLES:
        return any(ROLE_WORD[role] == heading for role in ROLES_OF_TYPE[kind])
    return any(field.key == heading for field in annotation_fields(kind))


def _heading(path: CodePath) -> str:
    if len(path) == 3 and path[0] == ENTITY:
        return path[1]
    own = len(path) == 2 and (path[0] in TYPES or path[0] in VALUES or path[0] in _ROLES or path[0] == TOPIC)
    return path[0] if own else ""


def _without(heading: str, name: str) -> str:
    return re.sub(rf"\A{re.escape(heading)}(?: \(\d+\))?: ", "", name)


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
