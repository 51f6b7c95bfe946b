"""Writes the lists in schemas and pages that are worked out from the source: make docs.

A field, its values and its meaning stand in annotator/model/fields.py alone, a shelf's purpose in the first line of its
package, and what it may use in pyproject.toml. In a page a list stands between ``<!-- NAME: written by make docs -->``
and ``<!-- end of NAME -->``.
"""

import ast
import inspect
import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from annotator.formats.exchange.holds import OF_RECORD, Holds
from annotator.formats.exchange.losses import is_told
from annotator.formats.exchange.protocols import FOLDER, ExportOptions
from annotator.formats.exchange.registry import export_format, export_formats, import_format, import_formats
from annotator.formats.sidecar.record_json import CLASS_OF_TABLE
from annotator.model import edits, fields, vocabulary
from annotator.model.annotation import Role
from annotator.model.fields import Field, Fields
from annotator.model.layer import Annotator, CodebookReference
from annotator.ui.actions.actions import ROWS

ROOT: Final = Path(__file__).parents[2]
RECORDS: Final[Mapping[str, tuple[Fields, type]]] = {
    "annotator": (fields.ANNOTATOR, Annotator),
    "codebook": (fields.CODEBOOK_REFERENCE, CodebookReference),
    **{
        name: (fields.OF_TABLE[table], CLASS_OF_TABLE[table])
        for name, table in (
            ("document", edits.DOCUMENT),
            ("entity", edits.ENTITIES),
            ("topic", edits.TOPICS),
            ("code", edits.CODES),
            ("link", edits.LINKS),
            ("decision", edits.REVIEW),
            ("deletion", edits.DELETED),
        )
    },
    **{f"{name}_role": (wanted, Role) for name, wanted in fields.ROLE.items()},
    **{name: (wanted, CLASS_OF_TABLE[edits.ANNOTATIONS]) for name, wanted in fields.ANNOTATION.items()},
}
"""The fields of every kind of record by what the schemas call it, with the class that says what is left out."""

_ONE_OF: Final = {edits.ENTITIES: "an entity", edits.TOPICS: "a topic", edits.ANNOTATIONS: "an annotation"}
_WORDS: Final = {
    fields.TEXT: "text",
    fields.OPTIONAL_TEXT: "text or null",
    fields.OPTIONAL_DATE: "date or null",
    fields.TEXTS: "list of texts",
    fields.TRUTH: "true or false",
    fields.INTEGER: "whole number",
    fields.OPTIONAL_INTEGER: "whole number or null",
    fields.TEXT_MAP: "object of texts",
    fields.ATTRIBUTES: "object of any values",
    fields.FRAGMENTS: "list of [start, end)",
    fields.ROLES: "list of roles",
}
_OF_RECORD: Final = {
    "annotation": "annotations", "role": "roles", "entity": "entities", "topic": "topics", "link": "links",
    "document": "documents", "decision": "decisions of a review",
}  # fmt: skip
"""Records that formats hold fields of, in the order in which analysts ask for them."""
_TEXT: Final = {"type": "string"}
_NULL: Final = {"type": "null"}
_INTEGER: Final = {"$ref": "#/$defs/integer"}
_SCHEMA: Final[Mapping[str, Mapping[str, Any]]] = {
    fields.TEXT: _TEXT,
    fields.OPTIONAL_TEXT: {"type": ["string", "null"]},
    fields.OPTIONAL_DATE: {"type": ["string", "null"]},
    fields.TEXTS: {"type": "array", "items": _TEXT},
    fields.TRUTH: {"type": "boolean"},
    fields.INTEGER: _INTEGER,
    fields.OPTIONAL_INTEGER: {"anyOf": [_INTEGER, _NULL]},
    fields.TEXT_MAP: {"type": "object", "additionalProperties": _TEXT},
    fields.ATTRIBUTES: {"type": "object"},
    fields.FRAGMENTS: {"type": "array", "items": {"$ref": "#/$defs/fragment"}},
}
_ACTIONS: Final = {
    "type": ("annotate_actor", "annotate_claim", "annotate_agreement"),
    "fragments": ("add_fragment",),
    vocabulary.SPEAKERS: ("set_speaker",),
    vocabulary.TARGETS: ("set_target",),
    vocabulary.PARTIES: ("set_party",),
    vocabulary.VIA: ("set_via",),
    "for": ("set_for",),
    "topic": ("set_topic",),
    "stance": vocabulary.STANCES,
    "attitude": ("set_attitude",),
    "status": ("set_status",),
}
"""The actions whose keys set a field; all others are set in the panes."""


def schema_of(field: Field) -> dict[str, Any]:
    """Give the JSON Schema of a field's value."""
    if field.shape == fields.ROLES:
        return {"type": "array", "items": {"$ref": f"#/$defs/{field.key}_role"}}
    found = dict(_SCHEMA[field.shape])
    if field.values:
        found["enum"] = [*field.values, *([None] if field.shape == fields.OPTIONAL_TEXT else [])]
    return found


def with_fields(schema: dict[str, Any]) -> dict[str, Any]:
    """Give a schema with the fields of all records that it defines; what it asks of one besides is kept."""
    for name in schema["$defs"].keys() & RECORDS.keys():
        wanted, record = RECORDS[name][0], schema["$defs"][name]
        known = record["properties"]
        record["required"] = [field.key for field in wanted if field.required]
        record["properties"] = {field.key: _described(field, known.get(field.key, {})) for field in wanted}
    return schema


def _described(field: Field, known: dict[str, Any]) -> dict[str, Any]:
    made = schema_of(field)
    values = {"enum": made["enum"]} if field.values and "const" not in known else {}
    return {**(known or made), **values, "description": field.meaning}


def value_words(field: Field, record: type) -> str:
    """Say what a field may hold, and what counts where it is left out."""
    words = _WORDS[field.shape]
    if field.refers:
        words = f"ids of {field.refers}" if field.is_list else words.replace("text", f"id of {_ONE_OF[field.refers]}")
    if field.values:
        null = " or null" if field.shape == fields.OPTIONAL_TEXT else ""
        words = " ".join(f"`{value}`" for value in field.values) + null
    if field.required:
        return f"{words}; **required**"
    default = inspect.signature(record).parameters[field.attribute].default
    return f"{words}; `{default}` if left out" if default and field.shape == fields.TEXT else words


def table_of(name: str) -> str:
    """Give the table of a record's fields for the page about the file."""
    wanted, record = RECORDS[name]
    return table(("field", "value", "meaning"), ((f"`{f.key}`", value_words(f, record), f.meaning) for f in wanted))


def table_of_annotations() -> str:
    """Give the table of the fields of all types of annotation."""
    record = CLASS_OF_TABLE[edits.ANNOTATIONS]
    rows = ((f"`{f.key}`", types_of(f), value_words(f, record), f.meaning) for f in fields.ANY_ANNOTATION)
    return table(("field", "of", "value", "meaning"), rows)


def table_of_roles() -> str:
    """Give the table of what roles hold, with the fields in which they stand."""
    rows = ((f"`{f.key}`", roles_with(f), value_words(f, Role), f.meaning) for f in fields_of_roles())
    return table(("field", "in", "value", "meaning"), rows)


def table_for_analysts() -> str:
    """Give the table of all that an analyst can set, with the keys that do so in the article."""
    of_annotations = ((f, types_of(f)) for f in fields.ANY_ANNOTATION if f.is_opinion)
    of_roles = ((f, roles_with(f)) for f in fields_of_roles() if f.group == fields.CONTENT)
    rows = ((f.label, of, f.meaning, keys_of(f)) for f, of in (*of_annotations, *of_roles))
    return table(("field", "of", "what it says", "keys"), rows)


def fields_of_roles() -> Iterable[Field]:
    """Give the fields of all roles, each once."""
    return dict.fromkeys(field for wanted in fields.ROLE.values() for field in wanted)


def types_of(field: Field) -> str:
    """Say which types of annotation have a field."""
    return ", ".join(field.types) or "all"


def roles_with(field: Field) -> str:
    """Say which roles have a field."""
    return ", ".join(role for role, wanted in fields.ROLE.items() if field in wanted)


def keys_of(field: Field) -> str:
    """Give the keys that set a field in the article."""
    names = _ACTIONS.get(field.key, ())
    keys = {row.name: row.keys[0] for row in ROWS if row.keys}
    return " ".join(f"`{keys[name]}`" for name in names)


def table_of_formats() -> str:
    """Give the table of what each format holds, in the words of the annotation file, by what it declares."""
    heads = ("format", *(f"of {plural}" for plural in _OF_RECORD.values()), "relations without a meaning")
    return table(heads, (_format_row(*way) for name in export_formats() for way in _ways(name)))


def _ways(name: str) -> Iterable[tuple[str, Holds]]:
    """Give every way to write a format that holds something else, in words."""
    wanted, found = export_format(name), dict[str, Holds]()
    for unit in wanted.units:
        for place in wanted.places:
            way = f"`{name}`" + (f", a line an {unit}" if unit != wanted.units[0] else "")
            held = wanted.held(ExportOptions(unit, as_folder=place == FOLDER))
            if held not in found.values():
                found[f"{way}, in a folder" if found.get(way) else way] = held
    return found.items()


def _format_row(way: str, held: Holds) -> tuple[str, ...]:
    types = f" ({', '.join(held.types)} alone)" if held.types else ""
    cells = (_held_words(getattr(held, record), OF_RECORD[record]) for record in _OF_RECORD)
    relations = "yes" if held.relations or "attributes" in held.annotation else "–"
    return (f"{way}{types}", *cells, relations)


def _held_words(held: Iterable[str], of_record: Fields) -> str:
    told = [field.key for field in of_record if is_told(field)]
    missing = [key for key in told if key not in held]
    if not missing:
        return "all"
    if len(missing) == len(told):
        return "–"
    some = [f"`{key}`" for key in told if key in held]
    return ", ".join(some) if len(some) <= len(missing) else f"all but {', '.join(f'`{key}`' for key in missing)}"


def table_of_readers() -> str:
    """Give the table of what can be read: by which names files are found, and in which units they may count."""
    readers = ((name, import_format(name)) for name in import_formats())
    rows = (
        (
            f"`{name}`",
            one.title,
            " ".join(f"`{suffix}`" for suffix in one.suffixes),
            ", ".join(one.offset_units) or "its own",
        )
        for name, one in readers
    )
    return table(("format", "what it is", "files", "offsets are tried as"), rows)


def table_of_shelves(layer: str) -> str:
    """Give the table of a layer's shelves: the floor on which each stands, and what it is for."""
    floors, folder = _floors(layer), ROOT / "annotator" / layer
    packages = {path.parent.name: path for path in folder.glob("*/__init__.py")}
    modules = {name: path for name in floors if (path := folder / f"{name}.py").exists()}
    rows = sorted((-floors.get(name, 1), name, path) for name, path in (packages | modules).items())
    cells = ((str(-floor), f"`{name}`", _first_line(path)) for floor, name, path in rows)
    return table(("floor", "shelf", "holds"), cells)


def _floors(layer: str) -> dict[str, int]:
    """Give the floors of a layer's shelves, 1 for what may use none of the others."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    rows = next((c["layers"] for c in contracts if c.get("containers") == [f"annotator.{layer}"]), ())
    return {name: floor for floor, row in enumerate(reversed(rows), 1) for name in row.split(" | ")}


def _first_line(module: Path) -> str:
    text = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return text.splitlines()[0]


def table(heads: tuple[str, ...], rows: Iterable[Iterable[str]]) -> str:
    """Give a table in Markdown."""
    lines = [heads, ("---",) * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


LISTS: Final[Mapping[str, Callable[[], str]]] = {
    **{name: partial(table_of, name) for name in RECORDS},
    **{f"shelves of {layer}": partial(table_of_shelves, layer) for layer in ("model", "formats", "services", "ui")},
    "annotation": table_of_annotations,
    "role": table_of_roles,
    "fields for analysts": table_for_analysts,
    "formats that are written": table_of_formats,
    "formats that are read": table_of_readers,
}
PAGES: Final = ("docs/architecture.md", "docs/file-format.md", "docs/formats.md", "docs/guide.md")
SCHEMAS: Final = ("resources/schema/sidecar.schema.json", "resources/schema/codebook.schema.json")
_LIST: Final = re.compile(r"(<!-- ([\w ]+): written by make docs -->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def filled(page: str) -> str:
    """Give a page with every list as the source has it now."""
    return _LIST.sub(lambda found: f"{found[1]}\n{LISTS[found[2]]()}\n\n{found[3]}", page)


def files() -> dict[str, str]:
    """Give what every schema and page should be now, by its path in the checkout."""
    pages = {name: filled((ROOT / name).read_text(encoding="utf-8")) for name in PAGES}
    schemas = {name: with_fields(json.loads((ROOT / name).read_text(encoding="utf-8"))) for name in SCHEMAS}
    written = {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in schemas.items()}
    return pages | written


if __name__ == "__main__":
    for name, text in files().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
