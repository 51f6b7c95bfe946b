"""annotator merge: several annotation files of one document made into one."""

import argparse
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.documents.plain_text import SourceError
from annotator.formats.sidecar.sidecar_names import SUFFIX
from annotator.services.disk.atomic_file import SaveError
from annotator.services.keeping.open_document import OpenError


def run(options: argparse.Namespace, console: Console) -> int:
    """Merge what was named; what stays open is listed on stdout, one difference a line."""
    out = Path(options.out)
    if not out.name.endswith(SUFFIX):
        console.trouble(f"{out.name} should end in {SUFFIX}.")
        return WRONG_USAGE
    if len(dict.fromkeys(options.files)) < 2:
        console.trouble("Merging needs two files or more.")
        return WRONG_USAGE
    # numpy and scipy are loaded with this, which wrong usage need not wait for.
    from annotator.services.merging.merge_files import merge_files

    try:
        merged = merge_files([Path(name) for name in options.files], out, options.encoding)
        merged.write()
    except (OpenError, SourceError, SaveError) as error:
        return _refused(str(error), console)
    except OSError as error:
        return _refused(f"{error.filename or out}: {error.strerror or error}.", console)
    for sentence in (*merged.conflicts, *merged.left):
        console.result(sentence)
    for path, findings in merged.findings.items():
        more = f" (and {len(findings) - 1} more: annotator check)" if len(findings) > 1 else ""
        console.trouble(f"{path}: {findings[0].code} {findings[0].path}: {findings[0].sentence}{more}")
    console.note(
        f"{len(merged.layer.annotations):,} annotations written to {out}; "
        f"open differences: {len(merged.left):,}; versions that gave way: {len(merged.conflicts):,}."
    )
    console.report.update(
        written=[str(out)],
        done=options.files,
        annotations=len(merged.layer.annotations),
        conflicts=merged.conflicts,
        open=merged.left,
        findings={path: [finding._asdict() for finding in listed] for path, listed in merged.findings.items()},
    )
    return SOME_FAILED if merged.findings else OK


def _refused(why: str, console: Console) -> int:
    console.trouble(why)
    console.report.update(written=[], failed={"merge": why})
    return SOME_FAILED
