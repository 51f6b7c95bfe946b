"""What a parser gave goes out as the model's records would: the same bytes, losses, findings and digests."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.formats.exchange.losses import losses_in, losses_of
from annotator.formats.exchange.protocols import FOLDER, ExportOptions
from annotator.formats.exchange.registry import export_format, export_formats, is_missing
from annotator.formats.sidecar.sidecar_json import dump_sidecar, load_sidecar, sound_columns
from annotator.model import fields
from annotator.model.annotation import Role
from annotator.model.decision import Decision, Deletion
from annotator.model.document import Document
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.span import Span
from annotator.services.index.digest import digest_of, digest_of_columns
from tests.unit.every_field import CASES, NAME, TEXT, whole_layer

KNOWN = [case for case in CASES if case.field.shape != fields.EXTRA]
HARD = [
    "=1+1", 'a "b", c', "x;y", "a\nb", "\t", "-2022", "＝", "é\x7f\x01\u2028🤝", "\\",
    '{"type":"claim","id":"a","fragments"',
]  # fmt: skip
COLUMNS_ARE_ENOUGH = ("csv", "tsv", "jsonl", "parquet", "xlsx")


@dataclass(frozen=True)
class Out:
    columns: LayerColumns
    document: Document
    name: str = f"may/{NAME}"
    path: None = None

    @property
    def layer(self) -> Layer:
        return self.columns.layer


@st.composite
def layers(draw: st.DrawFn) -> Layer:
    """Give a layer with hard words, unplaced and broken annotations, and records in any order."""
    layer = whole_layer()
    for case in draw(st.lists(st.sampled_from(KNOWN), max_size=6)):
        values: list[Any] = [*case.values(), case.without()] if case.field.may_be_empty else [*case.values()]
        hard = [text for text in HARD if case.field.shape in fields.SINGLE_TEXTS and not case.field.values]
        hard = [] if case.field.refers or case.field.key == "id" else hard
        with suppress(ValueError):  # a role that nobody has any more
            case.put(layer, draw(st.sampled_from([*values, *hard])))
    for key in draw(st.lists(st.sampled_from(list(layer.annotations)), max_size=3)):
        start = draw(st.integers(-1, len(TEXT)))
        spans = draw(st.sampled_from([(), (Span(start, start + 4),), (Span(0, 3), Span(start, start + 2))]))
        numbers = draw(st.sampled_from([{}, {"n": [1e15, 1e-7, 0.1, True, None], "é": {"b": '"', "a": 1}}]))
        layer.annotations[key] = layer.annotations[key]._replace(
            fragments=spans, quote=tuple(TEXT[span.start : span.end] for span in spans), attributes=numbers
        )
    claim = layer.annotations["a3"]
    role = Role("e1", *draw(st.sampled_from([(None, None), ("a1", None), ("a3", None), ("a9", "e9")])))
    layer.annotations["a3"] = claim._replace(speakers=(*claim.speakers, *draw(st.sampled_from([(), (role,)]))))
    layer.annotations = {key: layer.annotations[key] for key in draw(st.permutations(list(layer.annotations)))}
    layer.review["r"] = Decision("a3", "edited", "chief", "2026-01-01T00:00:00Z", ("lisa:a1",), "why")
    layer.deleted["gone"] = Deletion("gone", "2026-01-01T00:00:00Z", "mkato")
    return layer


@dataclass(frozen=True)
class TwoWays:
    """A file as it was parsed, and as the model's records."""

    data: bytes

    @cached_property
    def parsed(self) -> LayerColumns:
        found = sound_columns(self.data)
        assert found is not None
        assert found.parsed is not None
        return found

    @cached_property
    def records(self) -> LayerColumns:
        with mock.patch("annotator.formats.sidecar.quick_reader.read_if_valid", return_value=None):
            return load_sidecar(self.data, duplicates=False).columns


@settings(max_examples=60)
@given(layers())
def test_what_was_parsed_goes_out_as_the_records_do(layer: Layer) -> None:
    two = TwoWays(dump_sidecar(layer))
    document = Document(TEXT, layer.document)
    for name in COLUMNS_ARE_ENOUGH:
        wanted = export_format(name)
        for options in [ExportOptions(unit, place == FOLDER) for unit in wanted.units for place in wanted.places]:
            one, other = (wanted.piece(Out(way, document), options) for way in (two.parsed, two.records))
            assert one == other
    for name in export_formats():
        wanted = export_format(name)
        held = wanted.held(ExportOptions(wanted.units[0], wanted.places[0] == FOLDER))
        assert losses_in(two.parsed, held) == losses_of(two.records.layer, held)
    assert digest_of_columns(two.parsed) == digest_of(two.records.layer)


@settings(max_examples=60)
@given(layers(), st.sampled_from([TEXT, TEXT.replace("told", "sold"), TEXT[:20]]))
def test_what_was_parsed_is_checked_as_the_records_are(layer: Layer, text: str) -> None:
    data = dump_sidecar(layer)
    quick = load_sidecar(data, text, duplicates=False)
    assert quick.columns.parsed is not None
    nothing = ("quick_reader.read_if_valid", "sidecar_checks.is_valid", "sidecar_checks.all_quoted")
    with ExitStack() as patches:
        for name in nothing:
            patches.enter_context(mock.patch(f"annotator.formats.sidecar.{name}", return_value=None))
        slow = load_sidecar(data, text, duplicates=False)
    assert quick.findings == slow.findings
    assert dump_sidecar(quick.layer) == dump_sidecar(slow.layer)


@pytest.mark.parametrize("name", COLUMNS_ARE_ENOUGH)
def test_no_record_is_made_for_what_asks_for_columns(name: str) -> None:
    wanted = export_format(name)
    if is_missing(wanted.extra):
        pytest.skip(f"{name} needs an extra that is not installed")
    parsed = TwoWays(dump_sidecar(whole_layer())).parsed
    with mock.patch.object(LayerColumns, "layer", property(lambda _self: pytest.fail("a record was made"))):
        for unit in wanted.units:
            assert wanted.piece(Out(parsed, Document(TEXT, parsed.document)), ExportOptions(unit, False)).content
