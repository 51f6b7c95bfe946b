"""Lists of names that others keep (authority files), read as entities: CSV, SKOS in RDF/XML, JSON."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from annotator.formats.documents.plain_text import SourceError, in_utf8
from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadEntity
from annotator.formats.sidecar.json_bytes import depth_of, parse
from annotator.formats.sidecar.record_reader import MAX_DEPTH

SIZE_LIMIT: Final = 32 * 2**20
SUFFIXES: Final = (".csv", ".tsv", ".json", ".rdf", ".xml", ".skos")
SKOS: Final = "{http://www.w3.org/2004/02/skos/core#}"
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
# What a column or a key may be called, in lower case; every other one with a text holds ids of somebody else.
_FIELDS: Final = {
    "name": "name", "label": "name", "preflabel": "name", "type": "type", "aliases": "aliases", "alias": "aliases",
    "altlabel": "aliases", "member_of": "member_of", "member of": "member_of", "note": "note", "description": "note",
    "external_ids": "external_ids",
}  # fmt: skip


def read_authority_list(data: bytes, name: str) -> list[ReadEntity]:
    """Give the entities of a list; the file's ``name`` says what it is. Raises FormatError with the place.

    A table has a line of names first: name, type, aliases (``a; b``), member_of (``a; b``), note; every other column
    holds ids, such as wikidata. JSON is a list of objects with the same fields, or an object that has it as
    ``entities``, such as a codebook.
    """
    if len(data) > SIZE_LIMIT:
        raise FormatError(f"{name} is larger than {SIZE_LIMIT // 2**20} MiB and was not read.")
    ending = name.lower().rpartition(".")[2]
    if ending == "json":
        found = _of_json(data, name)
    elif ending in ("rdf", "xml", "skos"):
        found = _of_skos(data, name)
    else:
        found = _of_table(data, name)
    entities = list(found)
    if not entities:
        raise FormatError(f"{name} names nobody: there is no line, object or skos:Concept with a name in it.")
    return entities


def _of_table(data: bytes, name: str) -> Iterator[ReadEntity]:
    try:
        text = in_utf8(data).decode()
    except UnicodeDecodeError as error:
        raise FormatError(f"{name} is not UTF-8 (byte {error.start}). Save it as UTF-8.") from None
    head = text.partition("\n")[0]
    separator = max("\t;,", key=head.count)
    try:
        rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        if not any(_FIELDS.get(column.strip().lower()) == "name" for column in rows.fieldnames or ()):
            raise FormatError(f"{name}, line 1: no column is called “name”.")
        for row in rows:
            values = {str(key): value for key, value in row.items() if key is not None and isinstance(value, str)}
            if entity := _entity(values, f"line {rows.line_num}", f"{name}, line {rows.line_num}"):
                yield entity
    except csv.Error as error:
        raise FormatError(f"{name}, line {rows.line_num}: {error}.") from None


def _of_json(data: bytes, name: str) -> Iterator[ReadEntity]:
    tree, problem = parse(in_utf8(data), SIZE_LIMIT)
    if problem:
        raise FormatError(f"{name}: {problem.sentence}")
    if depth_of(tree) > MAX_DEPTH:
        raise FormatError(f"{name} is nested more than {MAX_DEPTH} levels deep.")
    items = tree.get("entities") if isinstance(tree, dict) else tree
    if not isinstance(items, list):
        raise FormatError(f"{name} should be a list of objects, or an object with “entities”.")
    for index, item in enumerate(items):
        if not isinstance(item, dict):
            raise FormatError(f"{name}, $[{index}]: this should be an object with a name.")
        if entity := _entity(item, str(item.get("id") or f"[{index}]"), f"{name}, $[{index}]"):
            yield entity


def _entity(item: Mapping[str, Any], key: str, place: str) -> ReadEntity | None:
    """Give the entity of a row or an object; None where it has no name."""
    values: dict[str, Any] = {}
    ids: dict[str, str] = {}
    for column, value in item.items():
        field = _FIELDS.get(column.strip().lower())
        if field:
            values.setdefault(field, value)
        elif column != "id" and isinstance(value, str) and value.strip():
            ids[column.strip()] = value.strip()
    given = values.get("external_ids")
    if isinstance(given, Mapping):
        ids.update((str(one), str(other)) for one, other in given.items())
    title, kind, note = (values.get(field) or "" for field in ("name", "type", "note"))
    if not all(isinstance(value, str) for value in (title, kind, note)):
        raise FormatError(f"{place}: name, type and note should be texts.")
    title = " ".join(title.split())
    lists = (_names(values.get(field), place) for field in ("aliases", "member_of"))
    aliases, groups = lists
    return ReadEntity(key, title, kind.strip(), aliases, groups, ids, note.strip()) if title else None


def _names(value: Any, place: str) -> tuple[str, ...]:
    parts = value.split(";") if isinstance(value, str) else value or ()
    if not isinstance(parts, list | tuple) or not all(isinstance(part, str) for part in parts):
        raise FormatError(f"{place}: aliases and member_of should be lists of names.")
    return tuple(dict.fromkeys(name for part in parts if (name := " ".join(part.split()))))


def _of_skos(data: bytes, name: str) -> Iterator[ReadEntity]:
    from lxml import etree

    from annotator.formats.documents.xml_part import refuse_mere_markup

    try:
        refuse_mere_markup(data, name)
    except SourceError as error:
        raise FormatError(str(error)) from None
    # Nothing outside is loaded, no entity is expanded, and no tree grows without bound.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise FormatError(f"{name}: this is not whole XML: {error.msg}.") from None
    if next(root.iter(etree.Entity), None) is not None:
        raise FormatError(f"{name} uses entities of its own, which are not expanded. Save it without them.")
    for number, concept in enumerate(_concepts(root)):
        labels = [(_language(label), _text(label)) for label in concept.findall(f"{SKOS}prefLabel")]
        others = [_text(label) for kind in ("altLabel", "hiddenLabel") for label in concept.findall(f"{SKOS}{kind}")]
        title = _preferred(labels)
        if not title:
            continue
        aliases = dict.fromkeys(text for text in (*(text for _language, text in labels), *others) if text)
        aliases.pop(title, None)
        notes = (
            _text(note) for kind in ("definition", "scopeNote", "note") for note in concept.findall(f"{SKOS}{kind}")
        )
        uri = concept.get(f"{RDF}about") or ""
        ids = {"uri": uri} if uri else {}
        yield ReadEntity(uri or f"[{number}]", title, "", tuple(aliases), (), ids, "\n".join(filter(None, notes)))


def _concepts(root: Any) -> Iterator[Any]:
    for element in root.iter(f"{SKOS}Concept", f"{RDF}Description"):
        kinds = (kind.get(f"{RDF}resource") or "" for kind in element.findall(f"{RDF}type"))
        if element.tag == f"{SKOS}Concept" or any(kind == f"{SKOS[1:-1]}Concept" for kind in kinds):
            yield element


def _preferred(labels: Iterable[tuple[str, str]]) -> str:
    """Give the label without a language, else the English one, else the first."""
    by_language: dict[str, str] = {}
    for language, text in labels:
        by_language.setdefault(language.partition("-")[0].lower(), text)
    first = next(iter(by_language.values()), "")
    return by_language.get("") or by_language.get("en") or first


def _language(element: Any) -> str:
    return str(element.get(_LANGUAGE) or "")


def _text(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())
