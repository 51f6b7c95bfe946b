"""One import as the command line and the window order it: what can be asked, whether it can be done, and doing it."""

from collections.abc import Callable
from collections.abc import Mapping as Values
from dataclasses import dataclass, field
from pathlib import Path

from annotator.formats.articles.name_pattern import problem_of_pattern
from annotator.formats.exchange.protocols import ImportFormat, ImportOptions
from annotator.formats.exchange.registry import UnknownFormatError, how_to_get, import_format, is_missing
from annotator.model.annotator_id import annotator_id, is_annotator_id
from annotator.services.disk.at_path import is_folder, is_there
from annotator.services.importing.batch_import import ImportSummary, import_all
from annotator.services.importing.find_sources import FoundSources, find_sources
from annotator.services.importing.import_mapping import Mapping
from annotator.services.running.progress import Counter, Progress, no_progress


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """What is to be imported, as what, into which folder, and what its words mean.

    ``annotator`` is whose work it is, "" where the source or its folder says. ``columns`` and ``names`` tell where
    what is known of documents stands, for formats that read such details.
    """

    paths: tuple[str, ...]
    format_name: str
    out: str
    annotator: str = ""
    mapping: Mapping = field(default_factory=Mapping)
    encoding: str | None = None
    columns: Values[str, str] = field(default_factory=dict)
    names: str = ""

    @property
    def options(self) -> ImportOptions:
        """What a reader is told, but for the root of each file."""
        return ImportOptions(self.encoding, columns=self.columns, names=self.names)

    @property
    def wanted(self) -> ImportFormat:
        """The format; raises UnknownFormatError."""
        return import_format(self.format_name)

    def problem(self, shown: Callable[[Path], str] = str) -> str:
        """Say in a sentence why this cannot be done, or give ""; ``shown`` is how a path is named."""
        if not self.paths:
            return "Nothing is chosen: name the file or the folder that is to be imported."
        if not self.out:
            return "Say into which folder the documents go."
        try:
            wanted = self.wanted
        except UnknownFormatError as error:
            return str(error)
        missing = how_to_get(wanted.name, wanted.extra) if is_missing(wanted.extra) else ""
        return missing or self._wrong_details(wanted) or self._wrong_annotator() or self._wrong_folder(shown)

    def _wrong_details(self, wanted: ImportFormat) -> str:
        if wanted.reads_details and not self.annotator:
            return "These documents come without annotations: say whose they will be (the annotator)."
        if not wanted.reads_details and (self.columns or self.names):
            return f"{wanted.name} says itself what is known of its documents; columns and names are for articles."
        return problem_of_pattern(self.names) if self.names else ""

    def _wrong_annotator(self) -> str:
        if not self.annotator or is_annotator_id(self.annotator):
            return ""
        better = annotator_id(self.annotator)
        return f"“{self.annotator}” is no annotator's id (a-z, 0-9 and hyphens), such as “{better}”."

    def _wrong_folder(self, shown: Callable[[Path], str]) -> str:
        out = Path(self.out)
        if not is_there(out) or is_folder(out):
            return ""
        return f"{shown(out)} is no folder. Name the folder that the documents go into."


def find_imported(order: ImportOrder) -> FoundSources:
    """Find the files that an order means."""
    return find_sources(order.paths, order.wanted.suffixes)


def run_import(
    order: ImportOrder, progress: Progress = no_progress, found: FoundSources | None = None
) -> ImportSummary:
    """Import what was ordered; ``found`` is what ``find_imported`` gave, where that was looked at before.

    Raises Cancelled where it was stopped; every file written until then is whole.
    """
    found = found or find_imported(order)
    summary = import_all(
        order.wanted,
        found.files,
        Path(order.out),
        annotator=order.annotator,
        mapping=order.mapping,
        options=order.options,
        progress=Counter(len(found.files), progress).step,
    )
    summary.failed.update(found.problems)
    return summary
