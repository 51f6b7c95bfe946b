"""Lines of annotations are those that the table has by columns, whatever stands in its cells."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from annotator.formats.sidecar.sidecar_json import dump_sidecar, sound_columns
from annotator.formats.tables.annotation_lines import annotation_lines
from annotator.formats.tables.csv_tables import table_rows
from annotator.formats.tables.delimited import delimited_line
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.span import Span
from tests.unit.every_field import NAME, TEXT, whole_layer

HARD = ["=1+1", 'a "b", c', "x;y", "a\nb", "\t", "-2022", "＝", "é\x7f\u2028🤝", "\\", ""]
TEXTS = ("id", "topic", "codes", "author", "created", "modified", "note")


@dataclass(frozen=True)
class Out:
    columns: LayerColumns
    name: str
    document: None = None
    path: None = None

    @property
    def layer(self) -> Layer:
        return self.columns.layer


@pytest.mark.parametrize("separator", [",", "\t"])
def test_words_of_every_kind_stand_in_every_cell_of_text(separator: str) -> None:
    for key, annotation in whole_layer().annotations.items():
        for field in TEXTS:
            for text in HARD:
                layer = whole_layer()
                value: dict[str, Any] = {field: (text, "b;") if field == "codes" else text}
                layer.annotations[key] = annotation._replace(**value)
                assert_same(layer, separator)


@pytest.mark.parametrize("hard", HARD)
def test_names_are_written_as_cells_have_them(hard: str) -> None:
    layer = whole_layer()
    layer.entities = {key: replace(entity, name=hard) for key, entity in layer.entities.items()}
    layer.topics = {key: replace(topic, name=hard) for key, topic in layer.topics.items()}
    assert_same(layer, ",", hard)


@pytest.mark.parametrize("spans", [(), (Span(-3, 4),), (Span(0, 3), Span(9, 12)), (Span(-2, 3), Span(9, 12))])
def test_places_of_no_one_and_several_fragments(spans: tuple[Span, ...]) -> None:
    layer = whole_layer()
    layer.annotations["a2"] = layer.annotations["a2"]._replace(
        fragments=spans, quote=tuple(TEXT[slice(*span)] for span in spans)
    )
    assert_same(layer, ",")
    assert_same(layer, "\t")


def assert_same(layer: Layer, separator: str, name: str = f"may/{NAME}") -> None:
    columns = sound_columns(dump_sidecar(layer))
    assert columns is not None
    rows = table_rows("annotations", Out(LayerColumns.of(columns.layer), name))
    assert annotation_lines(columns, name, separator) == b"".join(delimited_line(row, separator) for row in rows)
