"""annotator compare: agreement between annotators on the same documents."""

import argparse
from pathlib import Path
from typing import Any

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.sidecar.sidecar_names import SUFFIX, split_sidecar_name
from annotator.services.agreement.agreement_file import OUTS, agreement_file
from annotator.services.disk.at_path import is_folder
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.folder.copies import without_copies
from annotator.services.folder.find_files import Found, find_sidecars

_MOST_NAMED = 5


def run(options: argparse.Namespace, console: Console) -> int:
    """Compare what was named: a table or JSON on stdout, a report in ``--out``."""
    if options.progress:
        from annotator.cli.review_progress_lines import run_progress

        return run_progress(options, console)
    out = Path(options.out) if options.out else None
    if out and out.suffix.lower() not in OUTS:
        console.trouble(f"{out.name} should end in one of: {', '.join(OUTS)}.")
        return WRONG_USAGE
    if options.training and not options.against:
        console.trouble("--training writes what differs from a reference; name it with --against.")
        return WRONG_USAGE
    return _compare(options, console, out)


def _compare(options: argparse.Namespace, console: Console, out: Path | None) -> int:
    # numpy and scipy are loaded with these, which wrong usage need not wait for.
    from annotator.cli.agreement_lines import agreement_lines
    from annotator.services.agreement.agreement_json import agreement_json
    from annotator.services.agreement.coding_round import Round
    from annotator.services.agreement.compare_files import CompareOptions, compare_all

    found = find_sidecars(options.paths)
    try:
        against, gold = _reference(options.against, found)
    except ValueError as error:
        console.trouble(str(error))
        return SOME_FAILED
    found = without_copies(find_sidecars([*options.paths, *gold]) if gold else found)
    console.copies(found.copies)
    wanted = CompareOptions(
        options.unfinished,
        against,
        options.encoding,
        listed=bool(out and out.suffix.lower() == ".html"),
        of_round=Round(options.start or "", options.end or "", options.codebook),
        categories=options.categories,
        training=bool(options.training),
    )
    comparison = compare_all(found.sidecars, wanted, jobs=options.jobs, progress=console.progress)
    comparison.failed = {**found.problems, **comparison.failed}
    agreement = agreement_json(comparison.agreements)
    _say(comparison, console)
    try:
        written = _write(out, options, comparison, agreement, against or "")
    except SaveError as error:
        console.trouble(str(error))
        return SOME_FAILED
    if options.training and comparison.agreements:
        console.note(f"Pages of differences from {against} are in {options.training}.")
    if options.json:
        console.result_json(agreement)
    elif not written:
        for line in agreement_lines(agreement):
            console.result(line)
    return _report(comparison, console, written)


def _report(comparison: Any, console: Console, written: list[str]) -> int:
    """Say what was done and what was not, for ``--report``; gives the exit code."""
    documents = comparison.documents
    findings = {path: found for document in documents for path, found in document.findings.items()}
    console.report.update(
        written=written,
        done=[document.name for document in comparison.agreements],
        failed=comparison.failed,
        left_out={path: why for document in documents for path, why in document.left_out.items()},
        reanchored={path: why for document in documents for path, why in document.moved.items()},
        findings={path: [finding._asdict() for finding in listed] for path, listed in findings.items()},
    )
    return OK if comparison.agreements and not comparison.failed and not findings else SOME_FAILED


def _reference(named: str | None, found: Found) -> tuple[str | None, list[str]]:
    """Give the annotator that all are held to, and the file or folder where one was named. Raises ValueError."""
    parts = split_sidecar_name(Path(named).name) if named and named.endswith(SUFFIX) else None
    if named and parts:
        return parts[1], [named]
    annotators = _annotators(found)
    if not named or named in annotators or (not is_folder(Path(named)) and not annotators):
        return named, []
    if not is_folder(Path(named)):
        raise ValueError(
            f"--against {named}: no file is of this annotator, and no folder has this name. "
            f"There are: {', '.join(sorted(annotators))}."
        )
    inside = _annotators(find_sidecars([named]))
    if len(inside) != 1:
        held = f"files of {', '.join(sorted(inside))}" if inside else "no annotation file"
        raise ValueError(
            f"--against {named}: this folder has {held}. Name a folder with one annotator's files, or give its path "
            "with the others and the annotator here."
        )
    return inside.pop(), [named]


def _annotators(found: Found) -> set[str]:
    parts = (split_sidecar_name(sidecar.path.name) for sidecar in found.sidecars)
    return {each[1] for each in parts if each}


def _write(
    out: Path | None, options: argparse.Namespace, comparison: Any, agreement: dict[str, Any], reference: str
) -> list[str]:
    """Write what was asked for, and give the names of the files. Raises SaveError."""
    written = []
    if out:
        write_atomically(out, agreement_file(out.suffix, comparison, agreement))
        written.append(str(out))
    if options.training:
        from annotator.services.agreement.training import write_training

        written += map(str, write_training(Path(options.training), comparison, agreement, reference))
    return written


def _say(comparison: Any, console: Console) -> None:
    for path, why in comparison.failed.items():
        console.trouble(f"{path}: {why}")
    for document in comparison.documents:
        for path, findings in document.findings.items():
            more = f" (and {len(findings) - 1} more: annotator check)" if len(findings) > 1 else ""
            console.trouble(f"{path}: {findings[0].code} {findings[0].path}: {findings[0].sentence}{more}")
    _name("re-anchored", [item for document in comparison.documents for item in document.moved.items()], console)
    _name("left out", [item for document in comparison.documents for item in document.left_out.items()], console)
    if not comparison.agreements:
        console.trouble("There is no document with two annotators' finished files to compare.")
    else:
        console.note(f"{len(comparison.agreements):,} of {len(comparison.documents):,} documents compared.")
        if number := sum(agreement.corrections for agreement in comparison.agreements):
            console.note(f"Corrections by the reviewer of which entities are the same one: {number:,}.")


def _name(what: str, files: list[tuple[str, str]], console: Console) -> None:
    for path, why in files[:_MOST_NAMED]:
        console.note(f"{what}: {path}: {why}")
    if len(files) > _MOST_NAMED:
        console.note(f"{what}: {len(files) - _MOST_NAMED:,} more; --report FILE names them all.")
