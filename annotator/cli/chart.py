"""annotator chart: the relationship chart or a discourse network of documents, as a picture, a graph or a table."""

import argparse
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.services.disk.atomic_file import SaveError
from annotator.services.exporting.chart_order import BuiltChart, ChartOrder, build_chart, find_charted, write_chart


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the chart; nothing is counted twice, so a document with several files needs ``--annotator``."""
    order = _order(options)
    if problem := order.problem():
        console.trouble(problem)
        return WRONG_USAGE
    found, several = find_charted(order)
    for sentence in (*(f"{path}: {why}" for path, why in found.problems.items()), *several):
        console.trouble(sentence)
    if several:
        return WRONG_USAGE
    built = build_chart(order, found, console.progress)
    _say(built, console)
    if not built.done:
        console.trouble("There is nothing to draw.")
        console.report.update(failed=built.failed)
        return SOME_FAILED
    try:
        write_chart(order, built.graph, options.write_picture)
    except SaveError as error:
        console.trouble(str(error))
        return SOME_FAILED
    nodes, edges = len(built.graph.nodes), len(built.graph.edges)
    console.report.update(written=[str(order.out)], nodes=nodes, edges=edges, done=built.done, failed=built.failed)
    return SOME_FAILED if built.failed else OK


def _order(options: argparse.Namespace) -> ChartOrder:
    narrowed = AnnotationFilter(
        topics=frozenset(options.topic),
        codes=frozenset(options.code),
        stances=frozenset(options.stance),
        statuses=frozenset(options.status),
        start=options.start or "",
        end=options.end or "",
        by_published=options.date == "published",
    )
    counted = ("network", "aggregate", "normalise", "duplicates", "count", "window", "kernel", "level", "topics")
    return ChartOrder(
        tuple(options.paths),
        Path(options.out),
        **{name: getattr(options, name) for name in (*counted, "size", "theme")},
        narrowed=narrowed,
        annotator=options.annotator or "",
        encoding=options.encoding,
    )


def _say(built: BuiltChart, console: Console) -> None:
    for sentence in built.troubles:
        console.trouble(sentence)
    counted = "" if built.statements is None else f"{built.statements:,} statements, "
    nodes, edges = len(built.graph.nodes), len(built.graph.edges)
    console.note(f"{counted}{nodes} nodes, {edges} edges; {built.joined} joined by name")
    left_out = dict(sorted(built.left_out.items()))
    if left_out:
        console.note(f"Not counted: {', '.join(f'{count:,} {reason}' for reason, count in left_out.items())}.")
    if built.statements is not None:
        console.report.update(statements=built.statements, left_out=left_out)
    console.report.update(joined=built.joined)
