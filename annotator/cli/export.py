"""annotator export: annotations as tables or JSON lines."""

import argparse
import os
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.exchange.protocols import FILE, FOLDER, ExportFormat, JoinsDocuments
from annotator.formats.exchange.registry import UnknownFormatError, export_format, how_to_get, is_missing
from annotator.services.disk.at_path import is_folder
from annotator.services.disk.atomic_file import SaveError
from annotator.services.exporting.batch_export import ExportSummary, chosen_of_documents, export_all
from annotator.services.exporting.remote_files import find_remote, here, is_url
from annotator.services.folder.find_files import Found, find_sidecars
from annotator.services.running.engines import Engine, EngineError
from annotator.services.running.engines import run as run_here

_NAMED = 8
"""So many written files are named; more are counted."""
_ONE_OF_THEM = "Nothing may be counted twice: name the files of one, or use: annotator chart --annotator."


def run(options: argparse.Namespace, console: Console) -> int:
    """Export what was named; every file that could not be is named on stderr."""
    try:
        wanted = export_format(options.to)
    except UnknownFormatError as error:
        console.trouble(str(error))
        return WRONG_USAGE
    unit = options.unit or wanted.units[0]
    out = here(options.out)
    as_folder = out.endswith("/") or (not is_url(out) and is_folder(Path(out))) or FILE not in wanted.places
    if problem := _wrong_usage(wanted, unit, as_folder=as_folder) or _wrong_engine(options):
        console.trouble(problem)
        return WRONG_USAGE
    found = _found(options)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    if isinstance(wanted, JoinsDocuments) and not _one_a_document(found, console):
        return WRONG_USAGE
    try:
        summary = export_all(
            found.sidecars,
            wanted.name,
            out if is_url(out) else Path(out),
            unit=unit,
            as_folder=as_folder,
            jobs=options.jobs,
            engine=_engine(options),
            encoding=options.encoding,
            progress=console.progress(len(found.sidecars)),
        )
    except (EngineError, SaveError, OSError) as error:
        console.trouble(str(error))
        return SOME_FAILED
    summary.failed.update(found.problems)
    _say(summary, wanted, found.problems, console)
    _say_losses(summary, wanted, console, as_folder=as_folder)
    return SOME_FAILED if summary.failed or summary.findings else OK


def _found(options: argparse.Namespace) -> Found:
    found = Found()
    for name in map(here, options.paths):
        # Workers of a cluster have a working folder of their own.
        path = os.path.abspath(name) if options.engine == "dask" and not is_url(name) else name  # noqa: PTH100 - it may be a pattern
        part = find_remote(path) if is_url(path) else find_sidecars([path])
        found.sidecars += part.sidecars
        found.problems.update(part.problems)
    found.sidecars = list(dict.fromkeys(found.sidecars))
    return found


def _one_a_document(found: Found, console: Console) -> bool:
    """Leave one sidecar a document, and tell whether that could be; where it could not, the sidecars are named."""
    chosen = [beside for _name, beside in chosen_of_documents(found.sidecars, None)]
    ambiguous = [beside for beside in chosen if len(beside) > 1]
    for beside in ambiguous:
        names = ", ".join(sidecar.shown for sidecar in beside)
        console.trouble(f"Several annotators have files of one document: {names}. {_ONE_OF_THEM}")
    found.sidecars = [beside[0] for beside in chosen]
    return not ambiguous


def _wrong_usage(wanted: ExportFormat, unit: str, *, as_folder: bool) -> str:
    if is_missing(wanted.extra):
        return how_to_get(wanted.name, wanted.extra)
    if unit not in wanted.units:
        return f"{wanted.name} has no unit “{unit}”; it has: {', '.join(wanted.units)}."
    if as_folder and FOLDER not in wanted.places:
        return f"{wanted.name} is one file: give its name, such as --out NAME{wanted.suffix}."
    return ""


def _wrong_engine(options: argparse.Namespace) -> str:
    if options.engine != "dask":
        return "--scheduler needs --engine dask." if options.scheduler else ""
    return how_to_get("--engine dask", "dask") if is_missing("dask") else ""


def _engine(options: argparse.Namespace) -> Engine:
    if options.engine == "local":
        return run_here
    from annotator.services.running.dask_engine import DaskEngine

    return DaskEngine(options.scheduler)


def _say(summary: ExportSummary, wanted: ExportFormat, already_said: dict[str, str], console: Console) -> None:
    for path, why in summary.failed.items():
        if path not in already_said:
            console.trouble(f"{path}: {why}")
    for path, findings in summary.findings.items():
        more = f" (and {len(findings) - 1} more: annotator check)" if len(findings) > 1 else ""
        console.trouble(f"{path}: {findings[0].code} {findings[0].path}: {findings[0].sentence}{more}")
    written_to = [*map(str, summary.written), *summary.sent]
    files = len(written_to)
    written = ", ".join(written_to) if files <= _NAMED else f"{files:,} files"
    if files:
        console.note(f"{summary.annotations:,} annotations of {len(summary.done):,} files written to {written}")
    else:
        console.note("Nothing was written: there was no annotation file that could be exported.")
    console.report.update(
        format=wanted.name,
        written=written_to,
        annotations=summary.annotations,
        done=summary.done,
        failed=summary.failed,
        findings={path: [finding._asdict() for finding in findings] for path, findings in summary.findings.items()},
    )


def _say_losses(summary: ExportSummary, wanted: ExportFormat, console: Console, *, as_folder: bool) -> None:
    lost = {name: count for name, count in summary.losses.items() if count}
    console.report.update(lost=lost)
    if not lost:
        return
    what = ", ".join(f"{count:,} {name}" for name, count in lost.items())
    # Only of tables does one file hold but the first.
    if FOLDER in wanted.places and "annotation" in wanted.units and not as_folder:
        console.note(f"One {wanted.name} file cannot hold: {what}. A folder (--out NAME/) holds more.")
    else:
        console.note(f"{wanted.name} cannot hold: {what}.")
