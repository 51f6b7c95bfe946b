"""What a node, an edge or a cell rests on, over all documents: passages that open in their place."""

from collections.abc import Sequence
from pathlib import Path

from annotator.formats.sidecar.sidecar_json import SidecarError, load_sidecar
from annotator.model.layer import Layer
from annotator.services.exporting.folder_edges import ROW_OF_INDEX
from annotator.services.index.view import FolderView, Rows
from annotator.services.index.words import WordReader
from annotator.services.keeping.annotated_file import read_sidecar_bytes
from annotator.services.reporting.passages import Passage, passage_of
from annotator.ui.networks.asking import Place
from annotator.ui.panels.passage_list import MOST, Proof


def proofs(evidence: Sequence[str], places: Sequence[Place]) -> list[Proof]:
    """Read the passages that some evidence names, each as ``document:annotation``; what is gone is left out."""
    files = {file.found.document_name(file.found.path.name): place for place in places
             for file in (place.chart_file(),)}  # fmt: skip
    layers: dict[str, Layer | None] = {}
    found = []
    for one in evidence:
        document, _colon, annotation = one.rpartition(":")
        if not document and len(places) == 1:
            document = next(iter(files))
        place = files.get(document)
        if place is None:
            continue
        if document not in layers:
            layers[document] = place.layer or _read(place.path)
        layer = layers[document]
        if layer is not None and annotation in layer.annotations:
            found.append(Proof(place.path, annotation, passage_of(layer.annotations[annotation], layer, document)))
    return found


def proofs_in_index(evidence: Sequence[str], view: FolderView, reader: WordReader) -> list[Proof]:
    """Read the passages of some rows of the index; what was written since is left out."""
    rows = [int(one.removeprefix(ROW_OF_INDEX)) for one in evidence]
    return [
        Proof(words.sidecar, words.id, Passage(**{name: getattr(words, name) for name in Passage._fields}))
        for words in reader.passages(view, rows).values()
        if words.id
    ]


def first_proofs(rows: Rows, view: FolderView, reader: WordReader) -> tuple[list[Proof], int]:
    """Read the first passages of some rows of the index, and say how many rows there are."""
    return proofs_in_index([str(row) for row in rows[:MOST].tolist()], view, reader), len(rows)


def _read(path: Path) -> Layer | None:
    try:
        return load_sidecar(read_sidecar_bytes(path), duplicates=False).layer
    except (SidecarError, OSError):
        return None
