"""Whether what another package adds is a format: every member is looked at once, before anything rests on it."""

import re
from collections.abc import Collection, Iterator
from typing import Any, Final, cast

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.offset_units import GRAPHEMES
from annotator.formats.exchange.offset_units import UNITS as OFFSET_UNITS
from annotator.formats.exchange.protocols import PLACES, UNITS, ExportFormat, Format, ImportFormat

_NAME: Final = re.compile("[a-z0-9-]+")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9][A-Za-z0-9._-]*")
_READ_SUFFIX: Final = re.compile(r"\.[a-z0-9][a-z0-9._-]*")
_WRITING: Final = {"places": PLACES, "units": UNITS}


def with_defaults(given: object) -> Format:
    """Give an object as a format: as it is where it derives from one, else with the defaults for what it lacks."""
    if isinstance(given, Format):
        return given
    bases = [base for base, method in ((ExportFormat, "piece"), (ImportFormat, "read")) if hasattr(given, method)]
    members = {name for base in bases for name in dir(base) if not name.startswith("_")} | {"name", "codebook"}
    own = {name: getattr(given, name) for name in members if hasattr(given, name)}
    plain = {name: staticmethod(value) if callable(value) else value for name, value in own.items()}
    return cast("Format", type(type(given).__name__, tuple(bases or [Format]), plain)())


def faults(wanted: Any, name: str, extras: Collection[str]) -> Iterator[str]:
    """Give what is wrong with a format that is added under a name, as ends of a sentence that begins with "it"."""
    if not isinstance(wanted.name, str) or not _NAME.fullmatch(wanted.name):
        yield f"has no name of small letters, digits and hyphens but {wanted.name!r}"
    elif wanted.name != name:
        yield f"calls itself “{wanted.name}”, which has to be the name of its entry point"
    if not isinstance(wanted.title, str) or not wanted.title.strip():
        yield "has a title that is no text"
    if wanted.extra and wanted.extra not in extras:
        yield f"names an extra that this program does not have, {wanted.extra!r}"
    if isinstance(wanted, ExportFormat):
        yield from _of_writing(wanted)
    if isinstance(wanted, ImportFormat):
        yield from _of_reading(wanted)
    if not isinstance(wanted, ExportFormat | ImportFormat):
        yield "neither writes (has no method piece) nor reads (has no method read)"


def _of_writing(wanted: Any) -> Iterator[str]:
    yield from _suffix("suffix", wanted.suffix, _SUFFIX)
    if not isinstance(wanted.endings, tuple):
        yield "has endings that are no tuple of texts"
    else:
        for ending in wanted.endings:
            yield from _suffix("endings", ending, _SUFFIX)
    for member, known in _WRITING.items():
        yield from _words(member, getattr(wanted, member), known)
    if not isinstance(wanted.holds, Holds):
        yield f"has {wanted.holds!r} for holds, which has to be a Holds"
    if not isinstance(wanted.joins_documents, bool):
        yield "has a joins_documents that is neither True nor False"
    yield from _methods(wanted, "piece", "held", "writer")


def _of_reading(wanted: Any) -> Iterator[str]:
    if not isinstance(wanted.suffixes, tuple) or not wanted.suffixes:
        yield "has suffixes that are no tuple of texts"
    else:
        for suffix in wanted.suffixes:
            yield from _suffix("suffixes", suffix, _READ_SUFFIX)
    yield from _words("offset_units", wanted.offset_units, (*OFFSET_UNITS, GRAPHEMES), may_be_empty=True)
    yield from _methods(wanted, "read")


def _suffix(member: str, value: Any, form: re.Pattern[str]) -> Iterator[str]:
    if not isinstance(value, str) or not form.fullmatch(value):
        yield f"has {value!r} for {member}, which is none such as “.csv”"


def _words(member: str, value: Any, known: Collection[str], *, may_be_empty: bool = False) -> Iterator[str]:
    if not isinstance(value, tuple) or not (value or may_be_empty) or any(word not in known for word in value):
        yield f"has {value!r} for {member}, which has to be a tuple of: {', '.join(known)}"


def _methods(wanted: Any, *names: str) -> Iterator[str]:
    for name in names:
        if not callable(getattr(wanted, name, None)):
            yield f"has a {name} that cannot be called"
