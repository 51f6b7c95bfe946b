"""annotator import: files of other programs as documents and annotation files."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.services.importing.batch_import import ImportSummary
from annotator.services.importing.import_mapping import MappingError, make_mapping
from annotator.services.importing.import_order import ImportOrder, find_imported, run_import

_NAMED = 8
"""So many troubles of one file are said; more are counted, and stand in the report."""


def run(options: argparse.Namespace, console: Console) -> int:
    """Import what was named; every file that could not be is named on stderr."""
    try:
        mapping = make_mapping(Path(options.mapping) if options.mapping else None, options.map, options.role)
    except MappingError as error:
        console.trouble(str(error))
        return WRONG_USAGE
    wrong = next((one for one in options.column if "=" not in one), "")
    if wrong:
        console.trouble(f"--column {wrong}: say what stands in which column, as text=Body.")
        return WRONG_USAGE
    order = ImportOrder(
        tuple(options.paths),
        options.source_format,
        options.out,
        options.annotator or "",
        mapping,
        options.encoding,
        dict(one.split("=", 1) for one in options.column),
        options.names,
    )
    if problem := order.problem():
        console.trouble(problem)
        return WRONG_USAGE
    found = find_imported(order)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    summary = run_import(order, console.progress, found)
    for path, why in summary.failed.items():
        if path not in found.problems:
            console.trouble(f"{path}: {why}")
    _say(summary, console)
    _report(summary, order, console)
    return OK if summary.all_well else SOME_FAILED


def _say(summary: ImportSummary, console: Console) -> None:
    for path, problems in summary.problems.items():
        for problem in problems[:_NAMED]:
            console.trouble(f"{path}: {problem}")
        if len(problems) > _NAMED:
            console.trouble(f"{path}: {len(problems) - _NAMED:,} more of these (all of them with --report)")
    for note in summary.notes:
        console.note(note)
    console.note(
        f"{summary.annotations:,} annotations of {len(summary.done):,} files written beside "
        f"{len(summary.documents):,} documents"
    )
    for sentence in _kept(summary):
        console.note(sentence)


def _kept(summary: ImportSummary) -> Iterator[str]:
    """Say what was kept though it is not as it was, or was not understood."""
    if summary.unplaced:
        yield f"{summary.unplaced:,} annotations could not be placed; they are kept with their quotes"
    if summary.doubles:
        yield f"{summary.doubles:,} annotations say what another says of the same passage; they are all kept"
    for counting, documents in summary.countings.most_common():
        yield f"offsets read as {counting}: {documents:,} files"
    if summary.left_out:
        yield f"left out: {', '.join(f'{count:,} {what}' for what, count in summary.left_out.items())}"
    if summary.unmapped:
        yield f"labels without a mapping, taken for actors with that code: {_counts(summary.unmapped)}"
    if summary.kept_apart:
        yield f"roles and relations without a mapping, kept as attributes: {_counts(summary.kept_apart)}"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items(), key=lambda item: -item[1]))


def _report(summary: ImportSummary, order: ImportOrder, console: Console) -> None:
    console.report.update(
        format=order.format_name,
        written=[str(path) for path in summary.written],
        documents=len(summary.documents),
        doubles=summary.doubles,
        annotations=summary.annotations,
        unplaced=summary.unplaced,
        done=[str(path) for path in summary.done],
        failed=summary.failed,
        problems=summary.problems,
        offsets=dict(summary.countings),
        labels_without_mapping=dict(summary.unmapped),
        kept_as_attributes=dict(summary.kept_apart),
        left_out=dict(summary.left_out),
        notes=summary.notes,
    )
