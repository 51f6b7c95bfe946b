"""Which formats there are: those of the program, and those that other packages add.

A package adds one by an entry point of the group ``annotator.formats.v1`` that leads to an ExportFormat, an
ImportFormat or one object that is both. Each is loaded and checked once; one that is broken stops no other. What only
they need is imported where they are: most people have none, and a list of names has to be there at once.
"""

import sys
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from annotator.formats.exchange.added import entry_points
from annotator.formats.exchange.own_formats import READERS, WRITERS, Own

if TYPE_CHECKING:
    from collections.abc import Mapping
    from importlib.metadata import EntryPoint

    from annotator.formats.exchange.protocols import ExportFormat, Format, ImportFormat

GROUP: Final = "annotator.formats.v1"
OLD_GROUP: Final = "annotator.formats"
"""Of the time before versions: taken until 1.0, and said to go by ``annotator formats``."""
# What an extra of pyproject.toml brings, as modules that can be looked for without loading them.
_MODULES_OF_EXTRA = {
    "cas": ("cassis",),
    "dask": ("dask", "distributed"),
    "documents": ("lxml", "pypdfium2", "trafilatura"),
    "parquet": ("pyarrow",),
    "remote": ("fsspec", "s3fs"),
    "spacy": ("spacy",),
    "xlsx": ("xlsxwriter", "openpyxl"),
}


class UnknownFormatError(LookupError):
    """There is no format of a name; the message lists those there are."""


def export_formats() -> list[str]:
    """Give the names of all formats that can be written, the program's own first."""
    return [*WRITERS, *(name for name in _points() if _is_added(name, "ExportFormat"))]


def import_formats() -> list[str]:
    """Give the names of all formats that can be read, the program's own first."""
    return [*READERS, *(name for name in _points() if _is_added(name, "ImportFormat"))]


def export_format(name: str) -> "ExportFormat":
    """Give a format to write by its name; raises UnknownFormatError."""
    from annotator.formats.exchange.protocols import ExportFormat

    found = _own(name, WRITERS) or _added(name).format
    return found if isinstance(found, ExportFormat) else _unknown(name, "written", export_formats())


def import_format(name: str) -> "ImportFormat":
    """Give a format to read by its name; raises UnknownFormatError."""
    from annotator.formats.exchange.protocols import ImportFormat

    found = _own(name, READERS) or _added(name).format
    return found if isinstance(found, ImportFormat) else _unknown(name, "read", import_formats())


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
    """Give the formats of other packages that cannot be used, each with what is wrong with it."""
    return {name: why for name in _points() if (why := _added(name).fault)}


def formats_of_old_group() -> list[str]:
    """Give the names of those that came by the entry-point group that will go."""
    return [name for name, point in _points().items() if point.group == OLD_GROUP]


class _Added(NamedTuple):
    """Another package's format, or what is wrong with it."""

    format: "Format | None" = None
    fault: str = ""


@cache
def _points() -> "dict[str, EntryPoint]":
    """Give what other packages add, by name; of two of one name the second is called by its address too."""
    found: dict[str, EntryPoint] = {}
    for group in (GROUP, OLD_GROUP):
        for point in sorted(entry_points(group=group)):
            first = found.get(point.name)
            if first is None:
                found[point.name] = point
            elif first.group == group and first.value != point.value:
                found[f"{point.name} ({point.value})"] = point
    return dict(sorted(found.items()))


@cache
def _added(name: str) -> _Added:
    point = _points().get(name)
    if point is None:
        return _Added()
    from annotator.formats.exchange.format_checks import faults, with_defaults

    if point.name in WRITERS.keys() | READERS.keys():
        return _Added(fault="it has the name of a format of this program")
    if point.name != name:
        return _Added(fault="another package has a format of this name")
    try:
        given = point.load()
        if isinstance(given, type):
            return _Added(fault=f"it leads to the class {given.__name__}, and has to lead to an object")
        wanted = with_defaults(given)
        wrong = next(faults(wanted, name, _MODULES_OF_EXTRA), "")
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a package of somebody else may raise anything
        return _Added(fault=f"{type(error).__name__}: {error}")
    return _Added(fault=f"it {wrong}") if wrong else _Added(wanted)


def _is_added(name: str, kind: str) -> bool:
    from annotator.formats.exchange import protocols

    return isinstance(_added(name).format, getattr(protocols, kind))


def _own(name: str, own: "Mapping[str, Own]") -> Any:
    return _at(own[name].address) if name in own else None


@cache
def _at(address: str) -> Any:
    module, _colon, attribute = address.partition(":")
    return getattr(import_module(module), attribute)


def _unknown(name: str, done: str, names: list[str]) -> Any:
    why = broken_formats().get(name)
    if why:
        raise UnknownFormatError(f"The format “{name}” of another package cannot be loaded ({why}).")
    raise UnknownFormatError(f"There is no format “{name}”. Those that can be {done} are: {', '.join(names)}.")
