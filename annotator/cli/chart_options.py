"""What was asked of ``annotator chart``, and whether it makes sense together."""

import argparse
from pathlib import Path
from typing import Final

from annotator.model.edtf import is_edtf
from annotator.model.layer import Layer
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, TWO_MODE
from annotator.model.networks.relation_graph import GraphOptions
from annotator.model.networks.statements import Counting, StatementOptions
from annotator.services.charting.discourse import NetworkOptions

DIRECT: Final = "direct"
PICTURES: Final = (".png", ".svg", ".pdf")
TABLES: Final = (".graphml", ".gexf", ".matrix.csv", ".csv")
_DISCOURSE_ONLY = ("aggregate", "normalise", "duplicates", "count", "window", "kernel")


def form_of(out: Path) -> str:
    """Give the ending that says what is to be written, "" where it says nothing."""
    return next((ending for ending in (*PICTURES, *TABLES) if out.name.lower().endswith(ending)), "")


def wrong_usage(options: argparse.Namespace, out: Path) -> str:
    """Say in a sentence what cannot be done, "" where all can."""
    form = form_of(out)
    if not form:
        return f"{out.name} should end in one of: {', '.join((*PICTURES, *TABLES))}."
    wrong = [date for date in (options.start, options.end) if date is not None and not is_edtf(date)]
    if wrong:
        return f"“{wrong[0]}” is not a date such as 2022-04-12 or 2022-04."
    return _not_direct(options) if options.network == DIRECT else _not_discourse(options, form)


def _not_direct(options: argparse.Namespace) -> str:
    given = next((name for name in _DISCOURSE_ONLY if getattr(options, name) is not None), "")
    return f"--{given} is for discourse networks: add --network one-mode or two-mode." if given else ""


def _not_discourse(options: argparse.Namespace, form: str) -> str:
    for name, known in (("aggregate", AGGREGATES), ("normalise", NORMALISATIONS)):
        value = getattr(options, name)
        if value is not None and value not in known[options.network]:
            return f"A {options.network} network has no --{name} {value}; it has: {', '.join(known[options.network])}."
    if options.aggregate == "combine" and options.normalise not in (None, "none"):
        return "--aggregate combine gives kinds (1 agree, 2 disagree, 3 both), which cannot be normalised."
    if options.window is None and options.kernel is not None:
        return "--kernel needs --window DAYS."
    if options.window is not None and form not in (".csv", ".graphml", ".gexf"):
        return "Time windows are many networks: write them as .csv (edges with their date), .graphml or .gexf."
    return ""


def narrowed(options: argparse.Namespace) -> AnnotationFilter:
    """Give which annotations count."""
    return AnnotationFilter(
        topics=frozenset(options.topic),
        codes=frozenset(options.code),
        stances=frozenset(options.stance),
        statuses=frozenset(options.status),
        start=options.start or "",
        end=options.end or "",
        by_published=options.date == "published",
    )


def graph_options(options: argparse.Namespace, layer: Layer) -> GraphOptions:
    """Give how the direct relations of a layer are drawn."""
    return GraphOptions(level="for" if options.level == "for" else "own", keep=narrowed(options).of(layer))


def network_options(options: argparse.Namespace) -> NetworkOptions:
    """Give how a discourse network is built."""
    aggregate = options.aggregate or "ignore"
    return NetworkOptions(
        network=options.network,
        aggregate=aggregate,
        normalise=options.normalise or "none",
        statements=StatementOptions(
            count=options.count or "claims",
            level=options.level,
            stances=frozenset(options.stance),
            by_published=options.date == "published",
        ),
        counting=Counting(
            duplicates=options.duplicates or "all",
            ignore_stance=aggregate == "ignore",
            mixed=options.network == TWO_MODE and aggregate == "combine",
            daily=options.window is not None,
            start=options.start or "",
            end=options.end or "",
        ),
        window=options.window or 0,
        kernel=options.kernel or "uniform",
    )
