"""annotator chart: the relationship chart or a discourse network of documents, as a picture, a graph or a table."""

import argparse
from pathlib import Path
from typing import Final

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.communities import Communities
from annotator.model.networks.discourse_network import ONE_MODE
from annotator.services.disk.atomic_file import SaveError
from annotator.services.exporting.chart_order import BuiltChart, ChartOrder, build_chart, find_charted, write_chart

_NAMES: Final = {
    "topic": "topics", "entity": "entities", "code": "codes", "publisher": "publishers", "exclude_topic": "no_topics",
    "exclude_entity": "no_entities", "exclude_code": "no_codes", "exclude_publisher": "no_publishers",
    "stance": "stances", "status": "statuses",
}  # fmt: skip
_AS_ASKED: Final = (
    "network", "aggregate", "normalise", "duplicates", "count", "window", "unit", "kernel", "pair_weight", "rows",
    "columns", "backbone", "communities", "level", "topics", "size", "theme",
)  # fmt: skip
_PAIRS: Final = {"product": "the product of the two", "root": "the root of the product of the two"}
_MOST_DAYS: Final = 12
"""So many windows without edges are named on the screen; the report has all."""


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
    console.copies(found.copies)
    built = build_chart(order, found, console.progress)
    _say(order, built, console)
    if not built.done:
        console.trouble("There is nothing to draw.")
        console.report.update(failed=built.failed)
        return SOME_FAILED
    try:
        write_chart(order, built, options.write_picture)
    except SaveError as error:
        console.trouble(str(error))
        return SOME_FAILED
    nodes, edges = len(built.graph.nodes), len(built.graph.edges)
    console.report.update(written=[str(order.out)], nodes=nodes, edges=edges, done=built.done, failed=built.failed)
    return SOME_FAILED if built.failed else OK


def _order(options: argparse.Namespace) -> ChartOrder:
    narrowed = AnnotationFilter(
        **{field: frozenset(getattr(options, option)) for option, field in _NAMES.items()},
        start=options.start or "",
        end=options.end or "",
        by_published=options.date == "published",
        possible=options.dates == "possible",
    )
    return ChartOrder(
        tuple(options.paths),
        Path(options.out),
        **{name: getattr(options, name) for name in _AS_ASKED},
        narrowed=narrowed,
        annotators=tuple(options.annotator),
        encoding=options.encoding,
        mark=options.bom,
    )


def _say(order: ChartOrder, built: BuiltChart, console: Console) -> None:
    for sentence in built.troubles:
        console.trouble(sentence)
    counted = "" if built.statements is None else f"{len(built.statements):,} statements, "
    nodes, edges = len(built.graph.nodes), len(built.graph.edges)
    console.note(f"{counted}{nodes} nodes, {edges} edges; {built.joined} joined by name")
    left_out = dict(sorted(built.left_out.items()))
    if left_out:
        console.note(f"Not counted: {', '.join(f'{count:,} {reason}' for reason, count in left_out.items())}.")
    if built.statements is not None:
        console.report.update(statements=len(built.statements))
    console.report.update(joined=built.joined, left_out=left_out)
    if order.backbone is not None:
        console.note(f"{built.thinned:,} edges are not of the backbone at the level {order.backbone:g}")
        console.report.update(not_of_backbone=built.thinned)
    if built.communities:
        _say_communities(built.communities, console)
    if order.window is not None:
        _say_windows(order, built, console)


def _say_communities(found: Communities, console: Console) -> None:
    console.note(found.sentence)
    console.report.update(
        communities=found.number, modularity=found.modularity, external_internal_index=found.external_internal
    )


def _say_windows(order: ChartOrder, built: BuiltChart, console: Console) -> None:
    """Say how many windows there are, which of them have no edges, and how pairs are weighed where that matters."""
    empty = [one.day for one in built.slices if not one.edges]
    named = ", ".join((*empty[:_MOST_DAYS], *(["…"] if len(empty) > _MOST_DAYS else [])))
    console.note(f"{len(built.slices):,} windows, {len(empty):,} without edges{f': {named}' if named else ''}")
    if not built.slices:
        console.note("No window lies wholly within the time: ask for a narrower one.")
    weighed = order.network_options()
    if weighed.kernel != "uniform" and order.network == ONE_MODE:
        console.note(f"A pair of statements weighs {_PAIRS[weighed.pair_weight]} (--pair-weight).")
        console.report.update(pair_weight=weighed.pair_weight)
    console.report.update(windows=[one._asdict() for one in built.slices])
