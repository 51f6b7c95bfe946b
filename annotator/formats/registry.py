"""Which formats there are: those of the program, and those that other packages add.

A package adds one by an entry point of the group ``annotator.formats`` that leads to an ExportFormat.
"""

from importlib import import_module
from importlib.metadata import entry_points

from annotator.formats.protocols import ExportFormat

GROUP = "annotator.formats"
# By name, so that asking for one format loads no other.
_OWN = {
    "csv": ("annotator.formats.export_tables", "CSV"),
    "tsv": ("annotator.formats.export_tables", "TSV"),
    "jsonl": ("annotator.formats.export_jsonl", "JSONL"),
}


class UnknownFormatError(LookupError):
    """There is no format of a name; the message lists those there are."""


def export_formats() -> list[str]:
    """Give the names of all formats that can be written, the program's own first."""
    return [*_OWN, *sorted(point.name for point in entry_points(group=GROUP) if point.name not in _OWN)]


def export_format(name: str) -> ExportFormat:
    """Give a format by its name; raises UnknownFormatError."""
    if name in _OWN:
        module, attribute = _OWN[name]
        found: ExportFormat = getattr(import_module(module), attribute)
        return found
    for point in entry_points(group=GROUP, name=name):
        added: ExportFormat = point.load()
        return added
    raise UnknownFormatError(
        f"There is no format “{name}”. Those that can be written are: {', '.join(export_formats())}."
    )
