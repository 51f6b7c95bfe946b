"""annotator chart: the relationship chart of one document or of many, as a picture or a graph."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from annotator.cli.console import OK, SOME_FAILED, WRONG_USAGE, Console
from annotator.formats.export_graph import gexf, graphml
from annotator.formats.sidecar_json import SidecarError
from annotator.model.annotation_filter import AnnotationFilter
from annotator.model.edtf import is_edtf
from annotator.model.relation_graph import GraphOptions, RelationGraph, relation_graph
from annotator.services.annotated_file import Annotated, read_annotated
from annotator.services.atomic_file import SaveError, write_atomically
from annotator.services.batch_export import chosen_of_documents
from annotator.services.find_files import FoundSidecar, find_sidecars
from annotator.services.folder_graph import join_graphs

_GRAPHS = {".graphml": graphml, ".gexf": gexf}
_PICTURES = (".png", ".svg", ".pdf")


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the chart; nothing is counted twice, so a document with several files needs ``--annotator``."""
    out = Path(options.out)
    if problem := _wrong_usage(options, out):
        console.trouble(problem)
        return WRONG_USAGE
    found = find_sidecars(options.paths)
    for path, why in found.problems.items():
        console.trouble(f"{path}: {why}")
    chosen = list(chosen_of_documents(found.sidecars, options.annotator))
    if ambiguous := [beside for _name, beside in chosen if len(beside) > 1]:
        for beside in ambiguous:
            names = ", ".join(str(found.path) for found in beside)
            console.trouble(f"Several annotators have files of one document: {names}. Say whose with --annotator.")
        return WRONG_USAGE
    failed: dict[str, str] = dict(found.problems)
    read = list(_read([(name, beside[0]) for name, beside in chosen], options.encoding, failed, console))
    if not read:
        console.trouble("There is nothing to draw.")
        console.report.update(failed=failed)
        return SOME_FAILED
    joined = join_graphs((name, _graph(annotated, options)) for name, annotated in read)
    try:
        _write(joined.graph, out, options)
    except SaveError as error:
        console.trouble(str(error))
        return SOME_FAILED
    graph = joined.graph
    console.note(
        f"{len(graph.nodes)} nodes, {len(graph.edges)} edges of {len(read)} documents; {joined.joined} joined by name"
    )
    console.report.update(
        written=[str(out)], nodes=len(graph.nodes), edges=len(graph.edges), joined=joined.joined,
        done=[str(annotated.sidecar) for _name, annotated in read], failed=failed,
    )  # fmt: skip
    return SOME_FAILED if failed else OK


def _wrong_usage(options: argparse.Namespace, out: Path) -> str:
    if out.suffix.lower() not in (*_GRAPHS, *_PICTURES):
        return f"{out.name} should end in one of: {', '.join((*_PICTURES, *_GRAPHS))}."
    wrong = [date for date in (options.start, options.end) if date is not None and not is_edtf(date)]
    return f"“{wrong[0]}” is not a date such as 2022-04-12 or 2022-04." if wrong else ""


def _read(
    chosen: list[tuple[str, FoundSidecar]], encoding: str | None, failed: dict[str, str], console: Console
) -> Iterator[tuple[str, Annotated]]:
    step = console.progress(len(chosen))
    for name, found in chosen:
        try:
            yield name, read_annotated(found.path, encoding, duplicates=False)
        except (SidecarError, OSError) as error:
            failed[str(found.path)] = str(error)
            console.trouble(f"{found.path}: {error}")
        step(found.path)


def _graph(annotated: Annotated, options: argparse.Namespace) -> RelationGraph:
    layer = annotated.layer
    kept = AnnotationFilter(
        topics=frozenset(options.topic),
        codes=frozenset(options.code),
        stances=frozenset(options.stance),
        statuses=frozenset(options.status),
        start=options.start or "",
        end=options.end or "",
        by_published=options.date == "published",
    )
    level = "for" if options.level == "for" else "own"
    return relation_graph(layer, GraphOptions(level=level, keep=kept.of(layer)))


def _write(graph: RelationGraph, out: Path, options: argparse.Namespace) -> None:
    write_graph = _GRAPHS.get(out.suffix.lower())
    if write_graph:
        write_atomically(out, write_graph(graph))
    else:
        options.write_picture(graph, out)
