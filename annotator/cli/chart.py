"""annotator chart: the relationship chart or a discourse network of documents, as a picture, a graph or a table."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from annotator.cli.chart_options import (
    DIRECT,
    form_of,
    graph_options,
    narrowed,
    network_options,
    wrong_usage,
)
from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.formats.networks.matrix import edge_list, matrix
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.model.layer import Layer
from annotator.model.networks.discourse_network import TWO_MODE
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.relation_graph import RelationGraph, relation_graph
from annotator.model.networks.statements import broadest_topics
from annotator.services.charting.discourse import discourse_network
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.disk.atomic_file import SaveError, write_atomically
from annotator.services.folder.find_files import FoundSidecar, find_sidecars
from annotator.services.folder.which_file import which_files
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.running.progress import Counter


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the chart; nothing is counted twice, so a document with several files needs ``--annotator``."""
    out = Path(options.out)
    if problem := wrong_usage(options, out):
        console.trouble(problem)
        return WRONG_USAGE
    found = find_sidecars(options.paths)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    chosen = which_files(found.sidecars, options.annotator or "")
    if several := [choice for choice in chosen if choice.file is None]:
        for choice in several:
            console.trouble(f"{choice.sentence} Say whose with --annotator.")
        return WRONG_USAGE
    files = [(choice.document, choice.file) for choice in chosen if choice.file is not None]
    failed: dict[str, str] = dict(found.problems)
    done: list[str] = []
    graph = _graph(_read(files, done, failed, options, console), options, console)
    if not done:
        console.trouble("There is nothing to draw.")
        console.report.update(failed=failed)
        return SOME_FAILED
    try:
        _write(graph, out, options)
    except SaveError as error:
        console.trouble(str(error))
        return SOME_FAILED
    console.report.update(written=[str(out)], nodes=len(graph.nodes), edges=len(graph.edges), done=done, failed=failed)
    return SOME_FAILED if failed else OK


def _read(
    chosen: list[tuple[str, FoundSidecar]],
    done: list[str],
    failed: dict[str, str],
    options: argparse.Namespace,
    console: Console,
) -> Iterator[tuple[str, Layer]]:
    """Give the layers one by one, so that many files need no more memory than one."""
    counter = Counter(len(chosen), console.progress)
    for name, found in chosen:
        try:
            layer = read_annotated(found.path, options.encoding, duplicates=False, root=found.root).layer
            layer, problem = named_by_codebook(layer, found)
        except (SidecarError, OSError) as error:
            failed[str(found.path)] = str(error)
            console.trouble(f"{found.path}: {error}")
        else:
            done.append(str(found.path))
            if problem and problem not in failed.values():
                failed[str(found.path)] = problem
                console.trouble(problem)
            yield name, broadest_topics(layer) if options.topics == "broadest" else layer
        counter.step(found.path)


def _graph(layers: Iterator[tuple[str, Layer]], options: argparse.Namespace, console: Console) -> RelationGraph:
    if options.network == DIRECT:
        graphs = ((name, relation_graph(layer, graph_options(options, layer))) for name, layer in layers)
        joined = join_graphs(graphs)
        graph, number = joined.graph, joined.joined
        console.note(f"{len(graph.nodes)} nodes, {len(graph.edges)} edges; {number} joined by name")
    else:
        built = discourse_network(layers, narrowed(options), network_options(options))
        graph, number = built.graph, built.joined
        console.note(
            f"{built.counted:,} statements, {len(graph.nodes)} nodes, {len(graph.edges)} edges; {number} joined by name"
        )
        if built.left_out:
            what = ", ".join(f"{count:,} {reason}" for reason, count in sorted(built.left_out.items()))
            console.note(f"Not counted: {what}.")
        console.report.update(statements=built.counted, left_out=dict(sorted(built.left_out.items())))
    console.report.update(joined=number)
    return graph


def _write(graph: RelationGraph, out: Path, options: argparse.Namespace) -> None:
    form = form_of(out)
    if form == ".matrix.csv":
        write_atomically(out, matrix(graph, two_mode=options.network == TWO_MODE))
    elif form in _FILES:
        write_atomically(out, _FILES[form](graph))
    else:
        options.write_picture(graph, out)


_FILES = {".csv": edge_list, ".graphml": graphml, ".gexf": gexf}
