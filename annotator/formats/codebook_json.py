"""A folder's ``codebook.json``: codes, topics and entities that its documents share."""

from typing import Any

import orjson

from annotator.formats.record_json import record_from_json
from annotator.model import edits
from annotator.model.codebook import Code, Codebook
from annotator.model.entity import Entity
from annotator.model.topic import Topic

FORMAT = "annotator-codebook"
VERSION = 1
SIZE_LIMIT = 32 * 2**20


class CodebookError(ValueError):
    """A codebook could not be understood; the message says why, in a sentence."""


def load_codebook(data: bytes, name: str) -> Codebook:
    """Read a codebook; ``name`` is that of its file, for the message of the CodebookError it may raise."""
    if len(data) > SIZE_LIMIT:
        raise CodebookError(f"{name} is larger than {SIZE_LIMIT // 2**20} MiB and was not read.")
    try:
        tree = orjson.loads(data.removeprefix(b"\xef\xbb\xbf"))
        if tree["format"] != FORMAT:
            raise CodebookError(f"{name} is not a codebook of Annotator: its format is {tree['format']!r}.")
        if tree["version"] > VERSION:
            raise CodebookError(f"{name} was written by a newer Annotator (version {tree['version']}) and is not used.")
        return _codebook(tree)
    except CodebookError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CodebookError(f"{name} could not be understood ({error}) and is not used.") from error


def _codebook(tree: dict[str, Any]) -> Codebook:
    topics = (record_from_json(edits.TOPICS, item) for item in tree.get("topics", ()))
    entities = (record_from_json(edits.ENTITIES, item) for item in tree.get("entities", ()))
    return Codebook(
        name=str(tree.get("name", "")),
        modified=str(tree.get("modified", "")),
        blind=tree.get("blind") is True,
        codes=tuple(map(_code, tree.get("codes", ()))),
        topics=tuple(topic for topic in topics if isinstance(topic, Topic)),
        entities=tuple(entity for entity in entities if isinstance(entity, Entity)),
        distinct=tuple((str(one), str(other)) for one, other in tree.get("distinct", ())),
    )


def _code(item: dict[str, Any]) -> Code:
    return Code(
        id=str(item["id"]),
        type=str(item["type"]),
        name=str(item["name"]),
        group=str(item.get("group") or ""),
        one_of_group=item.get("one_of_group") is True,
        color=item.get("color"),
        definition=str(item.get("definition") or ""),
        examples=tuple(map(str, item.get("examples") or ())),
    )
