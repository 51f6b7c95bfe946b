"""One export as the command line and the window order it: what can be asked, whether it can be done, and doing it."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from annotator.formats.exchange.protocols import FILE, FOLDER, ExportFormat
from annotator.formats.exchange.registry import UnknownFormatError, export_format, how_to_get, is_missing
from annotator.services.disk.at_path import is_file, is_folder
from annotator.services.exporting.batch_export import ExportSummary, export_all
from annotator.services.exporting.remote_files import find_remote, here, is_url
from annotator.services.folder.apart import apart
from annotator.services.folder.copies import without_copies
from annotator.services.folder.find_files import Found, SidecarsBeside, find_sidecars
from annotator.services.folder.whose import SPEAKING, WhichFile, which_files, whose
from annotator.services.running.engines import Engine
from annotator.services.running.engines import run as run_here
from annotator.services.running.progress import Counter, Progress, no_progress

LOCAL: Final = "local"
DASK: Final = "dask"
ENGINES: Final = (LOCAL, DASK)
NOBODYS: Final = (
    "Several annotators have files of it, none of them yours, and nothing may be counted twice. "
    "Choose whose count, or review their files: the adjudicated one counts then."
)
_ONE_OF_THEM = "Nothing may be counted twice: say whose counts with --annotator."


class SeveralFiles(ValueError):
    """Documents have several files of which none is the one that counts; ``sentences`` names them, and what failed."""

    def __init__(self, found: Found, several: list[WhichFile]) -> None:
        self.sentences = (
            *(f"{path}: {why}" for path, why in found.problems.items()),
            *(f"{choice.sentence} {_ONE_OF_THEM}" for choice in several),
        )
        super().__init__(" ".join(self.sentences))


@dataclass(frozen=True, slots=True)
class ExportOrder:
    """What is to be exported, as what, and where to.

    ``paths`` are documents, annotation files, folders, patterns or URLs, ``out`` a path or a URL; ``unit`` is "" for
    the format's first; ``as_folder`` is None where the destination says it: a folder that is there, or a name that ends
    in "/". ``annotators`` narrow it to the files of these ids, () to nobody's; with SPEAKING among them, and in formats
    that join documents, one file of each document counts, and the other ids are whose, the first first. Where nothing
    says which, nothing is exported, or with ``leave_out_several`` the other documents are. ``mark`` asks tables of text
    for a byte-order mark.
    """

    paths: tuple[str, ...]
    format_name: str
    out: str
    unit: str = ""
    as_folder: bool | None = None
    annotators: tuple[str, ...] = ()
    leave_out_several: bool = False
    jobs: int = 1
    engine: str = LOCAL
    scheduler: str = ""
    encoding: str | None = None
    mark: bool = False

    @property
    def wanted(self) -> ExportFormat:
        """The format; raises UnknownFormatError."""
        return export_format(self.format_name)

    @property
    def destination(self) -> Path | str:
        """Where to: a path here, or the URL of a place elsewhere."""
        out = here(self.out)
        return out if is_url(out) else Path(out)

    @property
    def to_folder(self) -> bool:
        """Whether the destination is a folder."""
        if self.as_folder is not None:
            return self.as_folder
        out, place = here(self.out), self.destination
        return out.endswith("/") or FILE not in self.wanted.places or (isinstance(place, Path) and is_folder(place))

    @property
    def ending(self) -> str:
        """Which of the format's endings the name of a single file has, "" where the format has none, or it has none."""
        wanted, out = self.wanted, str(self.destination).lower()
        return "" if self.to_folder else next((ending for ending in wanted.endings if out.endswith(ending)), "")

    @property
    def folder_holds_more(self) -> bool:
        """Whether a folder would hold what is lost in one file: only of tables does one file hold but the first."""
        return FOLDER in self.wanted.places and "annotation" in self.wanted.units and not self.to_folder

    def problem(self) -> str:
        """Say in a sentence why this cannot be done whatever lies on the disk, or give ""."""
        if not self.paths:
            return "Nothing is chosen: select the documents that are to be exported."
        if self.annotators == ("",):
            return "Nobody is chosen: select the annotators whose files are to be exported."
        if not self.out:
            return "Say where to export to."
        try:
            wanted = self.wanted
        except UnknownFormatError as error:
            return str(error)
        return self._wrong_format(wanted) or self._wrong_engine()

    def place_problem(self, shown: Callable[[Path], str] = str) -> str:
        """Say why nothing can be written there as things are, or give ""; ``shown`` is how a path is named.

        A window asks this while somebody can choose another place. The export finds out by itself.
        """
        place = self.destination
        if isinstance(place, Path) and not self.to_folder and is_folder(place):
            return f"{shown(place)} is a folder; name a file in it, or export a folder with all tables."
        if isinstance(place, Path) and self.to_folder and is_file(place):
            return f"{shown(place)} is a file; name a folder."
        return ""

    def _wrong_format(self, wanted: ExportFormat) -> str:
        if is_missing(wanted.extra):
            return how_to_get(wanted.name, wanted.extra)
        if self.unit and self.unit not in wanted.units:
            return f"{wanted.name} has no unit “{self.unit}”; it has: {', '.join(wanted.units)}."
        if self.mark and not wanted.may_be_marked:
            return f"{wanted.name} has no byte-order mark; --bom is for csv and tsv, and xlsx is made for Excel."
        if wanted.endings and not self.to_folder and not self.ending:
            return f"{Path(self.out).name} should end in one of: {', '.join(wanted.endings)}."
        if self.to_folder and FOLDER not in wanted.places:
            return f"{wanted.name} is one file: give its name, such as --out NAME{wanted.suffix}."
        return ""

    def _wrong_engine(self) -> str:
        if self.engine != DASK:
            return "--scheduler needs --engine dask." if self.scheduler else ""
        return how_to_get("--engine dask", "dask") if is_missing("dask") else ""


def find_exported(order: ExportOrder) -> Found:
    """Find the sidecars that an order means: of the annotators it names, or the one of each document that counts.

    Raises SeveralFiles where nothing says which one does, unless such documents are to be left out.
    """
    found, beside = Found(), SidecarsBeside()
    for name in map(here, order.paths):
        # Workers of a cluster have a working folder of their own.
        path = os.path.abspath(name) if order.engine == DASK and not is_url(name) else name  # noqa: PTH100 - it may be a pattern
        part = find_remote(path) if is_url(path) else find_sidecars([path], beside)
        found.sidecars += part.sidecars
        found.problems.update(part.problems)
    found.sidecars = list(dict.fromkeys(found.sidecars))
    found = without_copies(found)
    found.sidecars = apart(found.sidecars)
    named = tuple(who for who in order.annotators if who != SPEAKING)
    if order.wanted.joins_documents or SPEAKING in order.annotators:
        return _counted_once(order, found, named)
    return _of_annotators(found, named) if named else found


def run_export(
    order: ExportOrder,
    progress: Progress = no_progress,
    found: Found | None = None,
    printer: Callable[..., bytes] | None = None,
) -> ExportSummary:
    """Export what was ordered; ``found`` is what ``find_exported`` gave, where that was looked at before.

    ``printer`` makes PDF of pages; see ``annotator.ui.printing``.

    Raises SaveError where it cannot be written, EngineError where the engine fails, SeveralFiles, and Cancelled where
    it was stopped. On any of them nothing is left of what was being written.
    """
    found = found or find_exported(order)
    summary = export_all(
        found.sidecars,
        order.format_name,
        order.destination,
        unit=order.unit or order.wanted.units[0],
        as_folder=order.to_folder,
        jobs=order.jobs,
        engine=_engine(order),
        encoding=order.encoding,
        mark=order.mark,
        ending=order.ending,
        printer=printer,
        progress=Counter(len(found.sidecars), progress).step,
    )
    summary.failed.update(found.problems)
    summary.copies.update(found.copies)
    return summary


def _of_annotators(found: Found, named: tuple[str, ...]) -> Found:
    """Leave out the files of others than these, and say whose there are none of."""
    whose_is = {sidecar: whose(sidecar)[1] for sidecar in found.sidecars}
    there = set(whose_is.values())
    others = ", ".join(sorted(filter(None, there))) or "nobody"
    absent = dict.fromkeys(named, f"There is no annotation file of this annotator; there are files of {others}.")
    kept = [sidecar for sidecar, who in whose_is.items() if who in named]
    problems = {**found.problems, **{who: why for who, why in absent.items() if who not in there}}
    return Found(kept, problems, found.copies, len(found.sidecars) - len(kept))


def _counted_once(order: ExportOrder, found: Found, preferred: tuple[str, ...]) -> Found:
    choices = which_files(found.sidecars, preferred)
    several = [choice for choice in choices if choice.file is None]
    if several and not order.leave_out_several:
        raise SeveralFiles(found, several)
    chosen = [choice.file for choice in choices if choice.file is not None]
    problems = {**found.problems, **{choice.document: NOBODYS for choice in several}}
    left_out = sum(len(choice.beside) - 1 for choice in choices if choice.file is not None)
    return Found(chosen, problems, found.copies, left_out)


def _engine(order: ExportOrder) -> Engine:
    if order.engine == LOCAL:
        return run_here
    from annotator.services.running.dask_engine import DaskEngine

    return DaskEngine(order.scheduler)
