"""annotator export: annotations as tables or JSON lines."""

import argparse
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.protocols import ExportFormat
from annotator.formats.registry import UnknownFormatError, export_format
from annotator.services.atomic_file import SaveError
from annotator.services.batch_export import ExportSummary, export_all
from annotator.services.find_files import find_sidecars


def run(options: argparse.Namespace, console: Console) -> int:
    """Export what was named; every file that could not be is named on stderr."""
    try:
        wanted = export_format(options.to)
    except UnknownFormatError as error:
        console.trouble(str(error))
        return WRONG_USAGE
    unit = options.unit or wanted.units[0]
    if unit not in wanted.units:
        console.trouble(f"{wanted.name} has no unit “{unit}”; it has: {', '.join(wanted.units)}.")
        return WRONG_USAGE
    found = find_sidecars(options.paths)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    try:
        summary = export_all(
            found.sidecars,
            wanted.name,
            Path(options.out),
            unit=unit,
            as_folder=options.out.endswith("/") or Path(options.out).is_dir(),
            jobs=options.jobs,
            encoding=options.encoding,
            progress=console.progress(len(found.sidecars)),
        )
    except (SaveError, OSError) as error:
        console.trouble(str(error))
        return SOME_FAILED
    summary.failed.update(found.problems)
    _say(summary, wanted, found.problems, console)
    return SOME_FAILED if summary.failed or summary.findings else OK


def _say(summary: ExportSummary, wanted: ExportFormat, already_said: dict[str, str], console: Console) -> None:
    for path, why in summary.failed.items():
        if path not in already_said:
            console.trouble(f"{path}: {why}")
    for path, findings in summary.findings.items():
        more = f" (and {len(findings) - 1} more: annotator check)" if len(findings) > 1 else ""
        console.trouble(f"{path}: {findings[0].code} {findings[0].path}: {findings[0].sentence}{more}")
    lost = {name: count for name, count in summary.losses.items() if count}
    written = ", ".join(map(str, summary.written))
    console.note(f"{summary.annotations:,} annotations of {len(summary.done):,} files written to {written}")
    if lost:
        what = ", ".join(f"{count:,} {name}" for name, count in lost.items())
        console.note(f"One {wanted.name} file cannot hold: {what}. Export to a folder (--out NAME/) for all tables.")
    console.report.update(
        format=wanted.name,
        written=[str(path) for path in summary.written],
        annotations=summary.annotations,
        done=[str(path) for path in summary.done],
        failed=summary.failed,
        findings={path: [finding._asdict() for finding in findings] for path, findings in summary.findings.items()},
        lost=lost,
    )
