"""annotator import: files of other programs as documents and annotation files."""

import argparse
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.exchange.registry import UnknownFormatError, how_to_get, import_format, is_missing
from annotator.model.annotator_id import annotator_id, is_annotator_id
from annotator.services.disk.at_path import is_folder, is_there
from annotator.services.importing.batch_import import ImportOrder, ImportSummary, import_all
from annotator.services.importing.find_sources import find_sources
from annotator.services.importing.import_mapping import MappingError, make_mapping

_NAMED = 8
"""So many troubles of one file are said; more are counted, and stand in the report."""


def run(options: argparse.Namespace, console: Console) -> int:
    """Import what was named; every file that could not be is named on stderr."""
    order = _order(options, console)
    if order is None:
        return WRONG_USAGE
    found = find_sources(options.paths, order.wanted.suffixes)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    summary = import_all(order, found.files, console.progress(len(found.files)))
    for path, why in summary.failed.items():
        console.trouble(f"{path}: {why}")
    summary.failed.update(found.problems)
    _say(summary, console)
    _report(summary, order, console)
    return SOME_FAILED if summary.failed or summary.problems else OK


def _order(options: argparse.Namespace, console: Console) -> ImportOrder | None:
    try:
        wanted = import_format(options.source_format)
        mapping = make_mapping(Path(options.mapping) if options.mapping else None, options.map, options.role)
    except (UnknownFormatError, MappingError) as error:
        console.trouble(str(error))
        return None
    if is_missing(wanted.extra):
        console.trouble(how_to_get(wanted.name, wanted.extra))
        return None
    if options.annotator and not is_annotator_id(options.annotator):
        better = annotator_id(options.annotator)
        console.trouble(f"“{options.annotator}” is no annotator's id (a-z, 0-9 and hyphens), such as “{better}”.")
        return None
    if is_there(Path(options.out)) and not is_folder(Path(options.out)):
        console.trouble(f"{options.out} is no folder. Name the folder that the documents go into.")
        return None
    return ImportOrder(wanted, Path(options.out), options.annotator or "", mapping, options.encoding)


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
    if summary.unplaced:
        console.note(f"{summary.unplaced:,} annotations could not be placed; they are kept with their quotes")
    for counting, documents in summary.countings.most_common():
        console.note(f"offsets read as {counting}: {documents:,} files")
    if summary.unmapped:
        console.note(f"labels without a mapping, taken for actors with that code: {_counts(summary.unmapped)}")
    if summary.kept_apart:
        console.note(f"roles and relations without a mapping, kept as attributes: {_counts(summary.kept_apart)}")


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{name} ({count:,})" for name, count in sorted(counts.items(), key=lambda item: -item[1]))


def _report(summary: ImportSummary, order: ImportOrder, console: Console) -> None:
    console.report.update(
        format=order.wanted.name,
        written=[str(path) for path in summary.written],
        documents=len(summary.documents),
        annotations=summary.annotations,
        unplaced=summary.unplaced,
        done=[str(path) for path in summary.done],
        failed=summary.failed,
        problems=summary.problems,
        offsets=dict(summary.countings),
        labels_without_mapping=dict(summary.unmapped),
        kept_as_attributes=dict(summary.kept_apart),
        notes=summary.notes,
    )
