"""One annotated article as a page: the text with its marks, what is said of them, lists of names, the chart."""

from dataclasses import replace

from annotator.formats.exchange.protocols import Exported, FormatError
from annotator.model.networks.one_record_a_name import one_record_a_name
from annotator.model.networks.relation_graph import (
    MEMBERSHIP_EDGE,
    Edge,
    GraphOptions,
    RelationGraph,
    relation_graph,
)
from annotator.services.charting.folding import linking_memberships
from annotator.services.reporting.marked_text import marked_paragraphs, marks_of
from annotator.services.reporting.notes import Notes
from annotator.services.reporting.page import Block, Chart, Heading, Page, Paragraph, Run, Table, plain, shown

_NO_TEXT = "Its document is not at hand, and a page shows its text. Put it beside the annotations."


def annotated_page(exported: Exported) -> Page:
    """Give the page of one annotator's layer of a document. Raises FormatError where the text is not at hand."""
    if exported.document is None:
        raise FormatError(_NO_TEXT)
    layer, info = exported.layer, exported.layer.document
    anchor = anchor_of(f"{exported.name}-{layer.head.annotator.id}")
    annotations = [
        *(one for one in layer.in_order() if one.fragments),
        *(one for one in layer.in_order() if not one.fragments),
    ]
    marks = marks_of(annotations, anchor)
    notes = Notes(layer, marks)
    annotator = layer.head.annotator.name or layer.head.annotator.id
    name = info.title or exported.name
    told = shown(f"{exported.name}, annotated by {annotator}")
    blocks: list[Block] = [Heading(1, shown(name), anchor), Paragraph((Run(told, quiet=True),))]
    details = notes.details()
    if details.rows:
        blocks.append(details)
    blocks += [Heading(2, "Text", f"{anchor}-text")]
    blocks += marked_paragraphs(exported.document.text, annotations, marks)
    if annotations:
        blocks.append(Heading(2, "Notes", f"{anchor}-notes"))
        blocks += [Paragraph(notes.note(one), anchor=marks[one.id].note) for one in annotations]
    for title, table in (("Entities", notes.entities()), ("Topics", notes.topics())):
        if table.rows:
            blocks += [Heading(2, title, f"{anchor}-{title.lower()}"), table]
    blocks += _chart(_graph(exported), notes, anchor)
    return Page(shown(name), anchor, tuple(blocks), info.language or "", told)


def anchor_of(name: str) -> str:
    """Give an anchor that HTML and Word take for any name, and that no other name has."""
    return "d" + "".join(sign if sign.isascii() and sign.isalnum() else f"_{ord(sign):x}_" for sign in name)


def _graph(exported: Exported) -> RelationGraph:
    layer, _joined = one_record_a_name(exported.layer)
    options = GraphOptions()
    graph = linking_memberships(relation_graph(layer, GraphOptions(kinds=options.kinds | {MEMBERSHIP_EDGE})))
    nodes = {key: replace(node, label=shown(node.label)) for key, node in graph.nodes.items()}
    return replace(graph, nodes=nodes)


def _chart(graph: RelationGraph, notes: Notes, anchor: str) -> list[Block]:
    """Give the chart, and all that it shows as a table, for who does not see it."""
    if not graph.edges:
        return []
    rows = [
        (
            plain(graph.nodes[edge.source].label),
            plain(_relation(edge)),
            plain(graph.nodes[edge.target].label),
            plain(str(edge.count) if edge.count else ""),
            notes.references(edge.evidence),
        )
        for edge in graph.edges.values()
    ]
    table = Table("Relations", ("From", "Relation", "To", "Count", "Marks"), rows)
    return [Heading(2, "Relationship chart", f"{anchor}-chart"), Chart("Relationship chart", graph), table]


def _relation(edge: Edge) -> str:
    return f"{edge.kind}, {edge.value}" if edge.value and edge.kind != MEMBERSHIP_EDGE else edge.kind
