"""The program's entry: a command, or the desktop app; each loads no more than it needs."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from annotator.model.networks.relation_graph import RelationGraph
    from annotator.services.reporting.page import Page

_COMMAND_LINE = (
    "export",
    "import",
    "compare",
    "merge",
    "suggest",
    "check",
    "chart",
    "formats",
    "-h",
    "--help",
    "--version",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command where the first argument names one, else open the desktop app with the paths given."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--read-document"]:
        from annotator.services.reading.document_process import answer_request

        return answer_request()
    if given[:1] == ["--suggest-apart"] and len(given) == 2:
        from annotator.services.suggesting.apart import answer_requests

        return answer_requests(given[1])
    if given and given[0] in _COMMAND_LINE:
        from annotator.cli.commands import run as run_command

        return run_command(given, _write_picture, _print_pages)
    from annotator.services.running.garbage import pause_collector

    pause_collector()
    from annotator.ui.window.application import run as run_app

    return run_app(given)


def _write_picture(graph: "RelationGraph", path: Path, size: tuple[int, int] | None, theme: str) -> None:
    from annotator.ui.chart.chart_picture import write_picture

    write_picture(graph, path, size, theme)


def _print_pages(title: str, pages: "Sequence[Page]", told: Sequence[str]) -> bytes:
    from annotator.ui.printing.report_pdf import report_pdf

    return report_pdf(title, pages, told)


if __name__ == "__main__":
    sys.exit(main())
