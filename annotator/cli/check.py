"""annotator check: validate annotation files against their documents."""

import argparse

from annotator.cli.console import OK, SOME_FAILED, Console
from annotator.formats.sidecar.finding import Finding
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.services.folder.find_files import FoundSidecar, find_sidecars
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.running.progress import Counter


def run(options: argparse.Namespace, console: Console) -> int:
    """Check what was named: one finding a line on stdout, as ``PATH: CODE JSONPATH: sentence``."""
    found = find_sidecars(options.paths)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    listed: dict[str, list[Finding]] = {}
    counter = Counter(len(found.sidecars), console.progress)
    for sidecar in found.sidecars:
        if findings := _findings(sidecar, options.encoding):
            listed[str(sidecar.path)] = findings
            for finding in findings:
                console.result(f"{sidecar.path}: {finding.code} {finding.path}: {finding.sentence}")
        counter.step(sidecar.path)
    count = sum(map(len, listed.values()))
    console.note(f"Annotation files checked: {len(found.sidecars):,}; findings: {count:,}, in {len(listed):,} of them.")
    console.report.update(
        checked=[str(sidecar.path) for sidecar in found.sidecars],
        failed=found.problems,
        findings={path: [finding._asdict() for finding in findings] for path, findings in listed.items()},
    )
    return SOME_FAILED if listed or found.problems else OK


def _findings(sidecar: FoundSidecar, encoding: str | None) -> list[Finding]:
    try:
        return read_annotated(sidecar.path, encoding, root=sidecar.root).findings
    except SidecarError as error:
        return error.findings
    except OSError as error:
        return [Finding("unreadable", "$", f"The file could not be read: {error.strerror}.")]
