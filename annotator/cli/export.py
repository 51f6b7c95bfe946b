"""annotator export: annotations as tables, pages to print, or files for other programs."""

import argparse

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.services.disk.atomic_file import SaveError
from annotator.services.exporting.batch_export import ExportSummary
from annotator.services.exporting.export_order import ExportOrder, SeveralFiles, find_exported, run_export
from annotator.services.running.engines import EngineError

_NAMED = 8
"""So many written files are named; more are counted."""


def run(options: argparse.Namespace, console: Console) -> int:
    """Export what was named; every file that could not be is named on stderr."""
    order = ExportOrder(
        tuple(options.paths),
        options.to,
        options.out,
        unit=options.unit or "",
        jobs=options.jobs,
        engine=options.engine,
        scheduler=options.scheduler,
        annotators=tuple(options.annotator),
        encoding=options.encoding,
        mark=options.bom,
    )
    if problem := order.problem():
        console.trouble(problem)
        return WRONG_USAGE
    try:
        found = find_exported(order)
        for path, why in found.problems.items():
            console.trouble(f"{path}: {why}")
        summary = run_export(order, console.progress, found, options.print_pages)
    except SeveralFiles as error:
        for sentence in error.sentences:
            console.trouble(sentence)
        return WRONG_USAGE
    except (EngineError, SaveError, OSError) as error:
        console.trouble(str(error))
        return SOME_FAILED
    console.copies(found.copies)
    if found.others:
        console.note(f"{found.others:,} annotation files of others were left out (--annotator).")
    console.report.update(others=found.others)
    _say(summary, order, found.problems, console)
    _say_losses(summary, order, console)
    return OK if summary.all_well else SOME_FAILED


def _say(summary: ExportSummary, order: ExportOrder, already_said: dict[str, str], console: Console) -> None:
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
        console.note(f"{summary.share} annotations of {len(summary.done):,} files written to {written}")
    else:
        console.note("Nothing was written: there was no annotation file that could be exported.")
    console.report.update(
        format=order.format_name,
        written=written_to,
        annotations=summary.annotations,
        of_annotations=summary.of_annotations,
        done=summary.done,
        failed=summary.failed,
        findings={path: [finding._asdict() for finding in findings] for path, findings in summary.findings.items()},
    )


def _say_losses(summary: ExportSummary, order: ExportOrder, console: Console) -> None:
    console.report.update(lost=summary.lost)
    what = ", ".join(f"{count:,} {name}" for name, count in summary.lost.items())
    if what and order.folder_holds_more:
        console.note(f"One {order.format_name} file cannot hold: {what}. A folder (--out NAME/) holds more.")
    elif what:
        console.note(f"{order.format_name} cannot hold: {what}.")
