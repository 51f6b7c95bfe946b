"""One import as it is asked for in the window: a look at what its files call things, and the whole of it."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from annotator.formats.exchange.protocols import FormatError, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.exchange.registry import how_to_get, import_format, is_missing
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.services.importing.batch_import import ImportOrder, ImportSummary, import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import Mapping, link_type
from annotator.services.running.progress import Counter as FileCounter
from annotator.services.running.progress import Progress

LOOK_FILES = 200
"""So many files are read at most to see what they call things."""
LOOK_DOCUMENTS = 500


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What is to be imported, as what, where to, and what its words mean; ``annotator`` is "" where the source says."""

    paths: tuple[str, ...]
    format_name: str
    out: Path
    annotator: str = ""
    mapping: Mapping = field(default_factory=Mapping)


@dataclass(slots=True)
class Look:
    """Labels and roles with how often they occur in the files that were read, of ``files`` in all."""

    labels: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    files: int = 0
    failure: str = ""


def look(request: ImportRequest, progress: Progress) -> Look:
    """Read the first files for the labels and roles that need a meaning; writes nothing."""
    wanted = import_format(request.format_name)
    if is_missing(wanted.extra):
        return Look(failure=how_to_get(wanted.name, wanted.extra))
    found = find_sources(request.paths, wanted.suffixes)
    seen = Look(files=len(found.files), failure=next((f"{name}: {why}" for name, why in found.problems.items()), ""))
    for number, source in enumerate(found.files[:LOOK_FILES]):
        progress(number, len(found.files), source.path.name)
        try:
            for read in islice(wanted.read(source.path, ImportOptions(root=source.root)), LOOK_DOCUMENTS):
                _note(read, seen)
        except (FormatError, SidecarError, OSError) as error:
            seen.failure = seen.failure or f"{source.path.name}: {error}"
        if seen.documents >= LOOK_DOCUMENTS:
            break
    return seen


def run_import(request: ImportRequest, progress: Progress) -> ImportSummary:
    """Import what was asked for. Raises Cancelled where it was stopped; every file written until then is whole."""
    wanted = import_format(request.format_name)
    found = find_sources(request.paths, wanted.suffixes)
    counter = FileCounter(len(found.files), progress)
    order = ImportOrder(wanted, request.out, request.annotator, request.mapping)
    summary = import_all(order, found.files, counter.step)
    summary.failed.update(found.problems)
    return summary


def joined(mapping: Mapping, other: Mapping) -> Mapping:
    """Give both mappings as one; ``other`` wins."""
    return replace(mapping, labels={**mapping.labels, **other.labels}, roles={**mapping.roles, **other.roles})


def _note(read: ReadDocument, seen: Look) -> None:
    seen.documents += 1
    if read.layer is not None:
        return
    seen.labels.update(span.label for span in read.spans if not span.type)
    seen.roles.update(role.label for span in read.spans for role in span.roles)
    seen.roles.update(relation.label for relation in read.relations if not link_type(relation.label))
