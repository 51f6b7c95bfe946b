"""Which formats there are: those of the program, and those that other packages add.

A package adds one by an entry point of the group ``annotator.formats`` that leads to an ExportFormat, an ImportFormat
or one object that is both.
"""

import sys
from importlib import import_module
from importlib.metadata import entry_points
from importlib.util import find_spec
from typing import Any

from annotator.formats.exchange.protocols import ExportFormat, ImportFormat

GROUP = "annotator.formats"
# By name, so that asking for one format loads no other. A format that reads and writes may be one object or two.
_WRITERS = {
    "csv": "annotator.formats.tables.csv_tables:CSV",
    "tsv": "annotator.formats.tables.csv_tables:TSV",
    "xlsx": "annotator.formats.tables.workbook:XLSX",
    "parquet": "annotator.formats.tables.parquet:PARQUET",
    "gexf": "annotator.formats.networks.network_files:GEXF",
    "graphml": "annotator.formats.networks.network_files:GRAPHML",
    "spacy": "annotator.formats.labels.spacy_json:SPACY",
    "spacy-docbin": "annotator.formats.labels.spacy_docbin:DOCBIN",
    "conll": "annotator.formats.labels.conll:CONLL",
    "label-studio": "annotator.formats.labels.label_studio_writer:LABEL_STUDIO_WRITER",
    "doccano": "annotator.formats.labels.doccano:DOCCANO",
    "prodigy": "annotator.formats.labels.prodigy:PRODIGY",
    "dna": "annotator.formats.dna.writer:DNA_WRITER",
    "jsonl": "annotator.formats.native.jsonl_writer:JSONL",
    "annotator": "annotator.formats.native.annotator_files:ANNOTATOR",
    "brat": "annotator.formats.brat.writer:BRAT",
    "web-annotation": "annotator.formats.web_annotation.writer:WEB_ANNOTATION",
    "webanno-tsv": "annotator.formats.webanno.writer:WEBANNO",
    "cas-xmi": "annotator.formats.cas.writer:XMI",
    "cas-json": "annotator.formats.cas.writer:JSON",
    "refi-qda": "annotator.formats.refi_qda.writer:REFI_QDA",
}
_READERS = {
    "annotator": "annotator.formats.native.annotator_files:ANNOTATOR",
    "label-studio": "annotator.formats.labels.label_studio_reader:LABEL_STUDIO_READER",
    "doccano": "annotator.formats.labels.doccano:DOCCANO",
    "prodigy": "annotator.formats.labels.prodigy:PRODIGY",
    "dna": "annotator.formats.dna.reader:DNA_READER",
    "jsonl": "annotator.formats.native.jsonl_reader:JSONL",
    "brat": "annotator.formats.brat.reader:BRAT",
    "web-annotation": "annotator.formats.web_annotation.reader:WEB_ANNOTATION",
    "webanno-tsv": "annotator.formats.webanno.reader:WEBANNO",
    "cas-xmi": "annotator.formats.cas.reader:XMI",
    "cas-json": "annotator.formats.cas.reader:JSON",
    "refi-qda": "annotator.formats.refi_qda.reader:REFI_QDA",
}
# What an extra of pyproject.toml brings, as modules that can be looked for without loading them.
_MODULES_OF_EXTRA = {
    "cas": ("cassis",),
    "dask": ("dask", "distributed"),
    "documents": ("lxml", "pypdfium2", "trafilatura"),
    "parquet": ("pyarrow",),
    "remote": ("fsspec", "s3fs"),
    "spacy": ("spacy",),
    "xlsx": ("xlsxwriter",),
}


class UnknownFormatError(LookupError):
    """There is no format of a name; the message lists those there are."""


def export_formats() -> list[str]:
    """Give the names of all formats that can be written, the program's own first."""
    return [*_WRITERS, *(name for name in _added() if name not in _WRITERS and _does(name, "piece"))]


def import_formats() -> list[str]:
    """Give the names of all formats that can be read, the program's own first."""
    return [*_READERS, *(name for name in _added() if name not in _READERS and _does(name, "read"))]


def export_format(name: str) -> ExportFormat:
    """Give a format to write by its name; raises UnknownFormatError."""
    found: ExportFormat = _found(name, _WRITERS, "piece") or _unknown(name, "written", export_formats())
    return found


def import_format(name: str) -> ImportFormat:
    """Give a format to read by its name; raises UnknownFormatError."""
    found: ImportFormat = _found(name, _READERS, "read") or _unknown(name, "read", import_formats())
    return found


def is_missing(extra: str) -> bool:
    """Tell whether something that an extra of this program brings is not there."""
    return any(find_spec(module) is None for module in _MODULES_OF_EXTRA.get(extra, ()))


def how_to_get(what: str, extra: str) -> str:
    """Say that something needs an extra that is not there, and how to come by it."""
    command = f"pip install 'annotator[{extra}]'"
    if not getattr(sys, "frozen", False):
        return f"{what} needs packages that are not installed here. Install them with: {command}"
    return (
        f"{what} needs the extra “{extra}”, which this build of Annotator does not contain: nothing can be added. "
        f"Install Annotator into a Python of your own instead: {command}"
    )


def broken_formats() -> dict[str, str]:
    """Give the formats of other packages that cannot be loaded, each with what went wrong."""
    return {name: why for name in _added() if (why := _load(name)[1])}


def _added() -> list[str]:
    return sorted({point.name for point in entry_points(group=GROUP)})


def _does(name: str, method: str) -> bool:
    return hasattr(_load(name)[0], method)


def _load(name: str) -> tuple[Any, str]:
    """Give another package's format, or None and why it cannot be loaded: one that is broken must not stop the rest."""
    for point in entry_points(group=GROUP, name=name):
        try:
            return point.load(), ""
        except Exception as error:  # noqa: BLE001 - a package of somebody else may raise anything
            return None, f"{type(error).__name__}: {error}"
    return None, ""


def _found(name: str, own: dict[str, str], method: str) -> Any:
    if name in own:
        module, _colon, attribute = own[name].partition(":")
        return getattr(import_module(module), attribute)
    added = _load(name)[0]
    return added if hasattr(added, method) else None


def _unknown(name: str, done: str, names: list[str]) -> Any:
    why = broken_formats().get(name)
    if why:
        raise UnknownFormatError(f"The format “{name}” of another package cannot be loaded ({why}).")
    raise UnknownFormatError(f"There is no format “{name}”. Those that can be {done} are: {', '.join(names)}.")
