"""annotator formats: what can be read and written."""

import argparse

from annotator.cli.console import OK, Console
from annotator.formats.documents.kinds import SUFFIXES
from annotator.formats.exchange.own_formats import READERS, WRITERS
from annotator.formats.exchange.registry import (
    GROUP,
    OLD_GROUP,
    broken_formats,
    export_format,
    export_formats,
    formats_of_old_group,
    import_format,
    import_formats,
)
from annotator.services.exporting.chart_endings import PICTURES, TABLES


def run(_options: argparse.Namespace, console: Console) -> int:
    """List the formats."""
    charts = [ending.removeprefix(".") for ending in (*PICTURES, *TABLES)]
    width = max(map(len, (*export_formats(), *import_formats(), *charts)))
    console.result(f"{'documents':<{width}} read     {', '.join(sorted(SUFFIXES))}")
    console.result(f"{'sidecar':<{width}} read     .ann.json (written by the desktop app)")
    for name in export_formats():
        wanted = WRITERS.get(name) or export_format(name)
        units = f" (a line is a {' or an '.join(wanted.units)})" if len(wanted.units) > 1 else ""
        console.result(f"{name:<{width}} export   {wanted.title}{units}")
    for name in import_formats():
        reader = READERS.get(name) or import_format(name)
        console.result(f"{name:<{width}} import   {reader.title} ({', '.join(reader.suffixes)})")
    for ending in charts:
        console.result(f"{ending:<{width}} chart    the relationship chart, or a discourse network")
    for name, why in broken_formats().items():
        console.trouble(f"the format “{name}” of another package cannot be loaded ({why})")
    for name in formats_of_old_group():
        console.trouble(
            f"the format “{name}” comes by the entry-point group “{OLD_GROUP}”, which Annotator 1.0 will not read; "
            f"its makers can move it to “{GROUP}”"
        )
    console.report.update(
        export=export_formats(), **{"import": import_formats()}, chart=charts, broken=broken_formats()
    )
    return OK
