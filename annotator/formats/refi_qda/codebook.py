"""The code book of a REFI-QDA project, or one by itself (QDC)."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from annotator.formats.documents.plain_text import SourceError
from annotator.formats.documents.zip_archive import ZipArchive
from annotator.formats.exchange.input_files import read_bytes
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadCode, ReadCodebook, ReadEntity, ReadTopic
from annotator.formats.refi_qda.codes import ENTITY, PROJECT_MEMBER, TOPIC, VALUES, CodePath, plain_path
from annotator.model.vocabulary import ENTITY_TYPES, ROLE_WORD, TYPES

if TYPE_CHECKING:
    from lxml.etree import _Element

BOOK_SUFFIX: Final = ".qdc"
PROJECT_SUFFIX: Final = ".qde"
_HEADINGS: Final = frozenset((*VALUES, *ROLE_WORD.values()))
_COLOR = re.compile("#[0-9A-Fa-f]{6}")


def read_codebook(path: Path) -> ReadCodebook:
    """Give codes, topics and entities. Raises FormatError, OSError."""
    from annotator.formats.documents.xml_part import parse_xml

    data = read_bytes(path)
    try:
        if path.suffix.lower() != BOOK_SUFFIX:
            archive = ZipArchive(data, path.name)
            data = archive.read(project_member(archive))
        root = parse_xml(data, path.name)
    except SourceError as error:
        raise FormatError(str(error)) from None
    books = [element for element in root.iter() if _is(element, "CodeBook")]
    if not books and path.suffix.lower() == BOOK_SUFFIX:
        raise FormatError(f"{path.name} holds no code book of REFI-QDA.")
    found = [item for book in books for codes in book if _is(codes, "Codes") for item in _codes(codes, ())]
    return ReadCodebook(
        tuple(code for path, code in found if not _is_other(path)),
        tuple(ReadTopic(path[1], note=code.definition) for path, code in found if _is_topic(path)),
        tuple(ReadEntity(path[2], path[2], path[1], note=code.definition) for path, code in found if _is_entity(path)),
    )


def project_member(archive: ZipArchive) -> str:
    """Give the part of an archive that is the project: some programs call it by the project's name."""
    names = [name for name in archive.names() if name.lower().endswith(PROJECT_SUFFIX)]
    names.sort(key=lambda name: (name != PROJECT_MEMBER, name.count("/") + name.count("\\")))
    return next(iter(names), PROJECT_MEMBER)


def _codes(above: "_Element", path: CodePath) -> Iterator[tuple[CodePath, ReadCode]]:
    """Give every code that something can be coded with, with its path."""
    for element in above:
        if _is(element, "Code"):
            own = (*path, element.get("name") or "unnamed")
            if element.get("isCodable", "true") != "false":
                plain = plain_path(own)
                yield plain, _code(element, plain)
            yield from _codes(element, own)


def _code(element: "_Element", path: CodePath) -> ReadCode:
    described = next((child for child in element if _is(child, "Description")), None)
    definition = "".join(map(str, described.itertext())).strip() if described is not None else ""
    color = element.get("color", "")
    color = color if _COLOR.fullmatch(color) else ""
    if len(path) == 2 and path[0] in TYPES:
        return ReadCode(path[1], path[0], "", definition, color)
    return ReadCode(path[-1], "", path[-2] if len(path) > 1 else "", definition, color)


def _is_other(path: CodePath) -> bool:
    """Tell whether a path of this program's stands for something else than a code."""
    return (path[0] in TYPES and len(path) == 1) or path[0] in _HEADINGS or _is_topic(path) or _is_entity(path)


def _is_topic(path: CodePath) -> bool:
    return len(path) == 2 and path[0] == TOPIC


def _is_entity(path: CodePath) -> bool:
    return len(path) == 3 and path[0] == ENTITY and path[1] in ENTITY_TYPES


def _is(element: "_Element", name: str) -> bool:
    tag = element.tag
    return isinstance(tag, str) and tag.rpartition("}")[2] == name
