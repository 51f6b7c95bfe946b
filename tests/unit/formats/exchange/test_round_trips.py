"""What is written in a format of others and read again stands where it stood, whatever the text and the overlaps."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.formats.documents.plain_text import read_source
from annotator.formats.exchange.protocols import ExportOptions, ImportOptions
from annotator.formats.exchange.registry import export_format, import_format
from annotator.model.annotation import Annotation
from annotator.model.layer import Annotator, Layer, LayerHead
from annotator.model.span import Span
from annotator.services.editing.annotations import placed
from annotator.services.exporting.export_place import export_place
from annotator.services.importing.import_mapping import Mapping
from annotator.services.importing.imported_layer import layer_of
from tests.unit.formats.tables.test_exports import Out

LETTERS = st.text("ab 😀e\u0301\n\u2028مß\u00a0\t<&", min_size=3, max_size=30).filter(lambda text: text.strip())
PLACES = st.lists(
    st.lists(st.tuples(st.integers(0, 29), st.integers(1, 9)), min_size=1, max_size=3), min_size=1, max_size=5
)


def layer_with(text: str, places: list[list[tuple[int, int]]]) -> Layer:
    document = read_source(text.encode(), "doc.txt")
    layer = Layer(LayerHead(Annotator("lisa")), document.info)
    for number, fragments in enumerate(places):
        kind = ("actor", "claim", "agreement")[number % 3]
        spans = [Span(start % len(text), start % len(text) + size) for start, size in fragments]
        annotation = placed(Annotation(f"a{number}", kind, (), ()), text, spans)
        layer.annotations[annotation.id] = annotation._replace(codes=(f"c{number}",))
    return layer


def places_of(layer: Layer, text: str) -> list[tuple[str, tuple[str, ...], list[int]]]:
    """Give type, codes and covered letters; white space says nothing, and some formats part spans at line ends."""
    found = []
    for annotation in layer.annotations.values():
        covered = [at for start, end in annotation.fragments for at in range(start, end) if not text[at].isspace()]
        if covered:
            found.append((annotation.type, annotation.codes, covered))
    return sorted(found)


@pytest.mark.parametrize("name", ["brat", "web-annotation", "webanno-tsv", "cas-xmi", "cas-json"])
@given(text=LETTERS, places=PLACES)
def test_every_annotation_stands_where_it_stood(name: str, text: str, places: list[list[tuple[int, int]]]) -> None:
    layer = layer_with(text, places)
    document = read_source(text.encode(), "doc.txt")
    writer, reader = export_format(name), import_format(name)
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        options = ExportOptions("document", as_folder=True)
        with export_place(out, as_folder=True) as place, writer.writer(place, options) as write:
            write(writer.piece(Out("doc.txt", layer, document), options).content)
        (file,) = (path for path in out.rglob("*") if path.name.endswith(reader.suffixes) and path.is_file())
        (read,) = reader.read(file, ImportOptions(root=out))
    assert read.text == text
    imported = layer_of(replace(read, name="doc.txt"), document, Annotator("lisa"), Mapping(), reader)
    assert places_of(imported.layer, text) == places_of(layer, text)
    assert not imported.problems
