"""A folder's ``codebook.json``: codes, topics and entities that its documents share; written byte for byte the same."""

from typing import Any, Final

import orjson

from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.json_bytes import depth_of, parse
from annotator.formats.sidecar.record_json import record_from_json, record_to_json, with_extra
from annotator.formats.sidecar.record_reader import MAX_DEPTH
from annotator.model import edits
from annotator.model.codebook import Code, Codebook
from annotator.model.entity import Entity
from annotator.model.extra import Extra
from annotator.model.topic import Topic

FORMAT: Final = "annotator-codebook"
VERSION: Final = 1
SIZE_LIMIT: Final = 32 * 2**20
KEYS: Final = (
    "format",
    "version",
    "name",
    "modified",
    "blind",
    "codes",
    "topics",
    "entities",
    "distinct",
    "words",
    "without_suggestions",
)
# What other programs may have written as null, and is read as absent.
_MAY_BE_NULL = ("group", "definition", "examples")


class CodebookError(ValueError):
    """A codebook could not be understood; the message says why, in a sentence."""


def load_codebook(data: bytes, name: str) -> Codebook:
    """Read a codebook; ``name`` is that of its file, for the message of the CodebookError it may raise."""
    tree, problem = parse(data, SIZE_LIMIT)
    if problem is None and depth_of(tree) > MAX_DEPTH:
        problem = Finding("too-deep", "$", f"It is nested more than {MAX_DEPTH} levels deep.")
    if problem:
        raise CodebookError(f"{name} is not used. {problem.sentence}")
    try:
        if tree["format"] != FORMAT:
            raise CodebookError(f"{name} is not a codebook of Annotator: its format is {tree['format']!r}.")
        if tree["version"] > VERSION:
            raise CodebookError(f"{name} was written by a newer Annotator (version {tree['version']}) and is not used.")
        return _codebook(tree)
    except CodebookError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodebookError(f"{name} could not be understood ({error}) and is not used.") from error


def dump_codebook(codebook: Codebook) -> bytes:
    """Give the bytes of a codebook's file: the same ones for the same codebook, always."""
    tree: dict[str, Any] = {
        "format": FORMAT,
        "version": VERSION,
        "name": codebook.name,
        "modified": codebook.modified,
        "blind": codebook.blind,
        "codes": [record_to_json(edits.CODES, code) for code in codebook.codes],
        "topics": [record_to_json(edits.TOPICS, topic) for topic in codebook.topics],
        "entities": [record_to_json(edits.ENTITIES, entity) for entity in codebook.entities],
        "distinct": [list(pair) for pair in codebook.distinct],
    }
    # Programs that do not know these find what they wrote themselves, as long as nobody uses them.
    if codebook.words:
        tree["words"] = [list(pair) for pair in codebook.words]
    if codebook.without_suggestions:
        tree["without_suggestions"] = True
    whole = with_extra(tree, codebook.extra)
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _codebook(tree: dict[str, Any]) -> Codebook:
    codes = (_record(edits.CODES, item, index) for index, item in enumerate(tree.get("codes", ())))
    topics = (_record(edits.TOPICS, item, index) for index, item in enumerate(tree.get("topics", ())))
    entities = (_record(edits.ENTITIES, item, index) for index, item in enumerate(tree.get("entities", ())))
    return Codebook(
        name=str(tree.get("name", "")),
        modified=str(tree.get("modified", "")),
        blind=tree.get("blind") is True,
        codes=tuple(code for code in codes if isinstance(code, Code)),
        topics=tuple(topic for topic in topics if isinstance(topic, Topic)),
        entities=tuple(entity for entity in entities if isinstance(entity, Entity)),
        distinct=tuple((str(one), str(other)) for one, other in tree.get("distinct", ())),
        extra=_extra(tree),
        words=tuple((str(word), str(leads_to)) for word, leads_to in tree.get("words", ())),
        without_suggestions=tree.get("without_suggestions") is True,
    )


def _record(table: str, item: Any, index: int) -> edits.Record:
    if not isinstance(item, dict):
        raise TypeError(f"{table}[{index}] is not an object")
    if table == edits.CODES:
        item = {key: value for key, value in item.items() if value is not None or key not in _MAY_BE_NULL}
    try:
        return record_from_json(table, item)
    except ValueError as error:
        raise ValueError(f"{table}[{index}], {error}") from error


def _extra(tree: dict[str, Any]) -> Extra:
    extra, behind = [], ""
    for key, value in tree.items():
        if key in KEYS:
            behind = key
        else:
            extra.append((behind, key, value))
    return tuple(extra)
