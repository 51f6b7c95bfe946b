"""A look at what the files of an import call things, so that the window can ask what that means."""

from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import islice

from annotator.formats.exchange.protocols import FormatError
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.exchange.registry import how_to_get, is_missing
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.services.importing.import_mapping import link_type
from annotator.services.importing.import_order import ImportOrder, find_imported
from annotator.services.importing.records_in_file import records_in
from annotator.services.running.progress import Progress

LOOK_FILES = 200
"""So many files are read at most to see what they call things."""
LOOK_DOCUMENTS = 500


@dataclass(slots=True)
class Look:
    """Labels and roles with how often they occur in the files that were read, of ``files`` in all."""

    labels: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    files: int = 0
    failure: str = ""


def look(order: ImportOrder, progress: Progress) -> Look:
    """Read the first files for the labels and roles that need a meaning; writes nothing."""
    wanted = order.wanted
    if is_missing(wanted.extra):
        return Look(failure=how_to_get(wanted.name, wanted.extra))
    found = find_imported(order)
    seen = Look(files=len(found.files), failure=next((f"{name}: {why}" for name, why in found.problems.items()), ""))
    for number, source in enumerate(found.files[:LOOK_FILES]):
        progress(number, len(found.files), source.path.name)
        try:
            for read in islice(
                records_in(wanted, source.path, replace(order.options, root=source.root)), LOOK_DOCUMENTS
            ):
                _note(read, seen)
        except (FormatError, SidecarError, OSError) as error:
            seen.failure = seen.failure or f"{source.path.name}: {error}"
        if seen.documents >= LOOK_DOCUMENTS:
            break
    return seen


def _note(read: ReadDocument, seen: Look) -> None:
    seen.documents += 1
    if read.layer is not None:
        return
    seen.labels.update(span.label for span in read.spans if not span.type)
    seen.roles.update(role.label for span in read.spans for role in span.roles)
    seen.roles.update(relation.label for relation in read.relations if not link_type(relation.label))
