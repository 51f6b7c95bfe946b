"""One chart of many documents as it is ordered: what can be asked, whether it makes sense together, and doing it.

A network is an export too: the same files count once, under the same names.
"""

from codecs import BOM_UTF8
from collections import Counter as Counts
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import Final, TypeAlias

from annotator.formats.networks.graph_xml import gexf, graphml
from annotator.formats.networks.matrix import edge_list, event_list, matrix, node_list, ucinet
from annotator.formats.sidecar.sidecar_json import SidecarError
from annotator.model.edtf import is_edtf
from annotator.model.layer import Layer
from annotator.model.networks.annotation_filter import AnnotationFilter
from annotator.model.networks.backbone import backbone
from annotator.model.networks.communities import Communities, communities
from annotator.model.networks.discourse_network import AGGREGATES, NORMALISATIONS, TWO_MODE
from annotator.model.networks.joined_graph import join_graphs
from annotator.model.networks.one_record_a_name import one_record_a_name
from annotator.model.networks.relation_graph import MEMBERSHIP_EDGE, GraphOptions, RelationGraph, relation_graph
from annotator.model.networks.statements import (
    HOLDERS,
    TOPIC_OF,
    Counting,
    Statement,
    StatementOptions,
    broadest_topics,
)
from annotator.model.networks.time_windows import WINDOW_UNITS
from annotator.model.vocabulary import ACTOR
from annotator.services.charting.discourse import PAIR_WEIGHTS, NetworkOptions, WindowCount, discourse_network
from annotator.services.charting.folding import linking_memberships
from annotator.services.codebook.shared_names import named_by_codebook
from annotator.services.disk.at_path import not_read
from annotator.services.disk.atomic_file import write_atomically
from annotator.services.exporting.chart_endings import EVENTS, PICTURES, TABLES
from annotator.services.folder.copies import without_copies
from annotator.services.folder.find_files import Found, FoundSidecar, find_sidecars
from annotator.services.folder.whose import which_files
from annotator.services.keeping.annotated_file import read_annotated
from annotator.services.running.progress import Counter, Progress, no_progress

DIRECT: Final = "direct"
THEMES: Final = ("light", "dark")
LEAST_SIDE, LONGEST_SIDE = 160, 5000
"""Pixels of the sides of a picture that may be asked for."""
PictureWriter: TypeAlias = Callable[[RelationGraph, Path, tuple[int, int] | None, str], None]
"""Draws a graph into a file, at a size if one was asked for, in a theme."""
_DISCOURSE_ONLY: Final = (
    "aggregate", "normalise", "duplicates", "count", "window", "unit", "kernel", "pair_weight", "rows", "columns",
)  # fmt: skip
_IN_TIME: Final = (".csv", ".nodes.csv", EVENTS, ".graphml", ".gexf")
_FILES: Final[Mapping[str, Callable[[RelationGraph], Iterable[bytes]]]] = {
    ".csv": edge_list,
    ".nodes.csv": node_list,
    ".graphml": graphml,
    ".gexf": gexf,
}
_MATRICES: Final = {".matrix.csv": matrix, ".dl": ucinet}


@dataclass(frozen=True, slots=True)
class ChartOrder:
    """What is to be drawn or counted, how, and into which file; docs/networks.md tells what each of it does.

    What is None was not asked for. ``narrowed`` is which annotations count, ``by_published`` included. ``size`` is the
    width and height of a picture in pixels; ``mark`` asks tables for a byte-order mark. ``annotators`` are whose files
    count where a document has several and none is adjudicated, the first first.
    """

    paths: tuple[str, ...]
    out: Path
    network: str = DIRECT
    aggregate: str | None = None
    normalise: str | None = None
    duplicates: str | None = None
    count: str | None = None
    window: int | None = None
    unit: str | None = None
    kernel: str | None = None
    pair_weight: str | None = None
    rows: str | None = None
    columns: str | None = None
    backbone: float | None = None
    communities: bool = False
    level: str = "speaker"
    topics: str = "own"
    narrowed: AnnotationFilter = field(default_factory=AnnotationFilter)
    annotators: tuple[str, ...] = ()
    encoding: str | None = None
    size: tuple[int, int] | None = None
    theme: str | None = None
    mark: bool = False

    @property
    def form(self) -> str:
        """The ending that says what is to be written, "" where it says nothing."""
        return next((ending for ending in (*PICTURES, *TABLES) if self.out.name.lower().endswith(ending)), "")

    def problem(self) -> str:
        """Say in a sentence what cannot be done, "" where all can."""
        if not self.form:
            return f"{self.out.name} should end in one of: {', '.join((*PICTURES, *TABLES))}."
        wrong = [date for date in (self.narrowed.start, self.narrowed.end) if date and not is_edtf(date)]
        if wrong:
            return f"“{wrong[0]}” is not a date such as 2022-04-12 or 2022-04."
        if self.backbone is not None and not 0 < self.backbone <= 1:
            return "--backbone takes a level of significance such as 0.05."
        if self.window is not None and (self.backbone is not None or self.communities):
            return "Time windows are many networks: backbone and communities are of one."
        return self._not_drawn() or (self._not_direct() if self.network == DIRECT else self._not_discourse())

    def graph_options(self, layer: Layer) -> GraphOptions:
        """Give how the direct relations of a layer are drawn."""
        level = "for" if self.level == "for" else "own"
        options = GraphOptions(level=level, keep=self.narrowed.of(layer), shown=self.narrowed.entity_test())
        return replace(options, kinds=options.kinds | {MEMBERSHIP_EDGE}) if self.form in PICTURES else options

    def network_options(self) -> NetworkOptions:
        """Give how a discourse network is built."""
        aggregate = self.aggregate or "ignore"
        return NetworkOptions(
            network=self.network,
            aggregate=aggregate,
            normalise=self.normalise or "none",
            statements=StatementOptions(
                count=self.count or "claims",
                rows=self._axes[0],
                columns=self._axes[1],
                stances=self.narrowed.stances,
                by_published=self.narrowed.by_published,
            ),
            counting=Counting(
                duplicates=self.duplicates or "all",
                ignore_stance=aggregate == "ignore",
                mixed=self.network == TWO_MODE and aggregate == "combine",
                daily=self.window is not None,
                start=self.narrowed.start,
                end=self.narrowed.end,
                possible=self.narrowed.possible,
                rows=self._axes[0],
                columns=self._axes[1],
            ),
            window=self.window or 0,
            unit=self.unit or WINDOW_UNITS[0],
            kernel=self.kernel or "uniform",
            pair_weight=self.pair_weight or PAIR_WEIGHTS[0],
        )

    @property
    def _axes(self) -> tuple[str, str]:
        """What stands in the rows and in the columns; the level says which actors where no row is asked for."""
        return self.rows or self.level, self.columns or TOPIC_OF

    def _not_drawn(self) -> str:
        given = next((name for name in ("size", "theme") if getattr(self, name) is not None), "")
        if given and self.form not in PICTURES:
            return f"--{given} is for pictures: {', '.join(PICTURES)}."
        if self.mark and not self.form.endswith(".csv"):
            return f"{self.form} has no byte-order mark; --bom is for .csv."
        if self.size and not all(LEAST_SIDE <= side <= LONGEST_SIDE for side in self.size):
            return f"The sides of a picture may have {LEAST_SIDE} to {LONGEST_SIDE:,} pixels."
        return ""

    def _not_direct(self) -> str:
        if self.form == EVENTS:
            return f"{EVENTS} lists the statements of discourse networks: add --network one-mode or two-mode."
        given = next((name for name in _DISCOURSE_ONLY if getattr(self, name) is not None), "").replace("_", "-")
        return f"--{given} is for discourse networks: add --network one-mode or two-mode." if given else ""

    def _not_discourse(self) -> str:
        for name, known in (("aggregate", AGGREGATES), ("normalise", NORMALISATIONS)):
            value = getattr(self, name)
            if value is not None and value not in known[self.network]:
                return f"A {self.network} network has no --{name} {value}; it has: {', '.join(known[self.network])}."
        if self.aggregate == "combine" and self.normalise not in (None, "none"):
            return "--aggregate combine gives kinds (1 agree, 2 disagree, 3 both), which cannot be normalised."
        if self.rows and self.level != "speaker":
            return "--level is for rows of speakers: leave it out where --rows says what stands in the rows."
        if self._axes[0] == self._axes[1] or (set(self._axes) <= set(HOLDERS) and self.network != TWO_MODE):
            return f"A network of {self._axes[0]} and {self._axes[1]} joins nothing: choose two that differ."
        return self._not_in_time()

    def _not_in_time(self) -> str:
        given = next((name for name in ("unit", "kernel", "pair_weight") if getattr(self, name) is not None), "")
        if self.window is None and given:
            return f"--{given.replace('_', '-')} needs --window."
        if self.pair_weight is not None and self.network == TWO_MODE:
            return "--pair-weight is for one-mode networks: in two modes no statements are paired."
        if self.window is not None and self.form not in _IN_TIME:
            return "Time windows are many networks: write them as .csv (edges with their date), .graphml or .gexf."
        return ""


@dataclass(slots=True)
class BuiltChart:
    """A chart, and what came of the files; ``statements`` and ``left_out`` are those of a discourse network.

    ``thinned`` edges are not of the backbone. ``troubles`` are sentences for people, ``failed`` the files that they are
    about.
    """

    graph: RelationGraph = field(default_factory=lambda: RelationGraph({}, {}))
    joined: int = 0
    statements: list[Statement] | None = None
    left_out: Counts[str] = field(default_factory=Counts)
    slices: tuple[WindowCount, ...] = ()
    communities: Communities | None = None
    thinned: int = 0
    done: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    troubles: list[str] = field(default_factory=list)


def find_charted(order: ChartOrder) -> tuple[Found, list[str]]:
    """Give the one file that counts of each document, and a sentence for each document with several of them."""
    found = without_copies(find_sidecars(order.paths))
    chosen = which_files(found.sidecars, order.annotators)
    several = [f"{choice.sentence} Say whose with --annotator." for choice in chosen if choice.file is None]
    return Found([choice.file for choice in chosen if choice.file is not None], found.problems, found.copies), several


def build_chart(order: ChartOrder, found: Found, progress: Progress = no_progress) -> BuiltChart:
    """Read the files one by one and make one chart of them; raises Cancelled where it is stopped."""
    built = BuiltChart(failed=dict(found.problems))
    layers = _layers(order, found, built, Counter(len(found.sidecars), progress))
    if order.network == DIRECT:
        joined = join_graphs(_charts(order, layers, built))
        # Tables and graphs have no memberships at all.
        built.graph, built.joined = linking_memberships(joined.graph), built.joined + joined.joined
    else:
        network = discourse_network(layers, order.narrowed, order.network_options())
        built.graph, built.joined, built.slices = network.graph, network.joined, network.slices
        built.statements, built.left_out = network.counted, network.left_out
    return looked_at(order, built)


def looked_at(order: ChartOrder, built: BuiltChart) -> BuiltChart:
    """Find the backbone and the communities of a network where they are asked for."""
    if order.backbone is not None:
        whole, built.graph = built.graph, backbone(built.graph, order.backbone)
        built.thinned = len(whole.edges) - len(built.graph.edges)
    if order.communities:
        built.communities = communities(built.graph)
        built.graph = replace(built.graph, communities=built.communities.of_node)
    return built


def _charts(
    order: ChartOrder, layers: Iterable[tuple[str, Layer]], built: BuiltChart
) -> Iterator[tuple[str, RelationGraph]]:
    """Give the relations of each document, and count what its date leaves out."""
    for name, layer in layers:
        graph, joined, left_out = chart_in(order, layer)
        built.joined += joined
        built.left_out += left_out
        yield name, graph


def chart_in(order: ChartOrder, written: Layer) -> tuple[RelationGraph, int, Counts[str]]:
    """Give the relations of one document, how many of its names were one, and what its dates leave out."""
    layer, joined = one_record_a_name(written)
    said = replace(order.narrowed, start="", end="").of(layer)
    left_out: Counts[str] = Counts()
    for annotation in layer.annotations.values():
        reason = order.narrowed.why_not_in_time(annotation, layer)
        if reason and annotation.type != ACTOR and (said is None or said(annotation)):
            left_out[reason] += 1
    return relation_graph(layer, order.graph_options(layer)), joined, left_out


def write_chart(order: ChartOrder, built: BuiltChart, write_picture: PictureWriter) -> None:
    """Write a chart in the form that its name asks for; raises SaveError."""
    graph = built.graph
    data: Iterable[bytes]
    if order.form == EVENTS:
        data = event_list(built.statements or ())
    elif order.form in _MATRICES:
        data = _MATRICES[order.form](graph, two_mode=order.network == TWO_MODE)
    elif order.form in _FILES:
        data = _FILES[order.form](graph)
    else:
        write_picture(graph, order.out, order.size, order.theme or THEMES[0])
        return
    write_atomically(order.out, chain([BOM_UTF8], data) if order.mark else data)


def _layers(order: ChartOrder, found: Found, built: BuiltChart, counter: Counter) -> Iterator[tuple[str, Layer]]:
    """Give the layers one by one, so that many files need no more memory than one."""
    for sidecar in found.sidecars:
        try:
            name, layer, problem = _named(sidecar, order.encoding)
        except (SidecarError, OSError) as error:
            built.failed[sidecar.shown] = why = why_not_read(error)
            built.troubles.append(f"{sidecar.shown}: {why}")
        else:
            built.done.append(sidecar.shown)
            if problem and problem not in built.failed.values():
                built.failed[sidecar.shown] = problem
                built.troubles.append(problem)
            yield name, broadest_topics(layer) if order.topics == "broadest" else layer
        counter.step(sidecar.path)


def why_not_read(error: Exception) -> str:
    """Say in a sentence why an annotation file does not count."""
    return not_read("It", error) if isinstance(error, OSError) else str(error)


def _named(sidecar: FoundSidecar, encoding: str | None) -> tuple[str, Layer, str]:
    layer = read_annotated(sidecar.path, encoding, duplicates=False).layer
    layer, problem = named_by_codebook(layer, sidecar)
    return sidecar.document_name(layer.document.name), layer, problem
