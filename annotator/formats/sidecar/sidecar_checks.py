"""Whether what a sidecar says makes sense: checks that a file passes or is opened with findings, never refused."""

from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from annotator.formats.sidecar.called_alike import composed
from annotator.formats.sidecar.finding import Finding, shown
from annotator.formats.sidecar.quick_checks import all_quoted, is_valid
from annotator.formats.sidecar.record_json import fields_of
from annotator.formats.sidecar.sidecar_names import is_bare, split_sidecar_name
from annotator.model import edits, fields
from annotator.model.annotation import Annotation
from annotator.model.document import DocumentInfo, text_sha256
from annotator.model.edtf import is_edtf
from annotator.model.fields import Fields
from annotator.model.invariants import Named, broken
from annotator.model.layer import Layer
from annotator.model.layer_columns import LayerColumns
from annotator.model.name_key import name_key

__all__ = ["Finding", "check_meaning", "check_name", "check_quotes", "check_text", "text_changed"]

_ONE_OF: Final = {edits.ENTITIES: "entity", edits.TOPICS: "topic", edits.ANNOTATIONS: "annotation"}


def check_meaning(layer: Layer) -> list[Finding]:
    """Check values, dates, the order of fragments, and that whatever is named exists; paths count as in the file."""
    if is_valid(LayerColumns.of(layer)):
        return []
    found = [
        finding
        for table in edits.TABLES[1:]
        for index, record in enumerate(getattr(layer, table).values())
        for finding in _values(fields_of(table, _TypeOf(record)), record, f"$.{table}[{index}]")
    ]
    found.extend(_values(fields.DOCUMENT, layer.document, "$.document"))
    found.extend(_date(layer.document.published, "$.document.published"))
    if not is_bare(layer.document.name):
        sentence = f"{shown(layer.document.name)} is no bare file name; the document is looked for beside this file."
        found.append(Finding("document-name", "$.document.name", sentence))
    for index, annotation in enumerate(layer.annotations.values()):
        found.extend(_fragments(annotation, f"$.annotations[{index}]"))
        found.extend(_date(annotation.date, f"$.annotations[{index}].date"))
    found.extend(_broken(named, layer) for named in broken(layer))
    return found


def text_changed(layer: Layer, now_read: DocumentInfo | None = None) -> Finding:
    """Give the finding of a text that is not the annotated one; ``now_read`` tells if its reader is another."""
    sentence = "The document has another text than the one that was annotated."
    was = layer.document
    if now_read and was.bytes_sha256 == now_read.bytes_sha256 and was.reader != now_read.reader:
        sentence = (
            f"The file is the same, but {shown(now_read.reader)} reads another text in it than {shown(was.reader)} did."
        )
    return Finding("text-changed", "$.document.text_sha256", sentence)


def check_text(layer: Layer, text: str, now_read: DocumentInfo | None = None) -> list[Finding]:
    """Check that the text is the one annotated, fragments lie inside it, and quotes say what stands there."""
    return [*([text_changed(layer, now_read)] if another_text(layer, text) else ()), *check_quotes(layer, text)]


def another_text(layer: Layer | LayerColumns, text: str) -> bool:
    """Tell whether a layer was made on another text than this."""
    return layer.document.text_sha256 not in ("", text_sha256(text))


def check_quotes(layer: Layer, text: str) -> list[Finding]:
    """Check that fragments lie inside the text and that quotes say what stands there, however that is typeset."""
    found: list[Finding] = []
    length = len(text)
    if all_quoted(LayerColumns.of(layer), text):
        return found
    for index, annotation in enumerate(layer.annotations.values()):
        path = f"$.annotations[{index}]"
        if len(annotation.quote) != len(annotation.fragments) and annotation.fragments:
            sentence = f"{len(annotation.fragments)} fragments have {len(annotation.quote)} quotes."
            found.append(Finding("quote-count", f"{path}.quote", sentence))
            continue
        for number, ((start, end), quote) in enumerate(zip(annotation.fragments, annotation.quote, strict=False)):
            if not 0 <= start <= end <= length:
                sentence = f"[{start}, {end}) lies outside the text, which has {length} characters."
                found.append(Finding("outside-text", f"{path}.fragments[{number}]", sentence))
            elif name_key(text[start:end]) != name_key(quote):
                sentence = f"The text at [{start}, {end}) is {shown(text[start:end])}, not {shown(quote)}."
                found.append(Finding("quote-differs", f"{path}.quote[{number}]", sentence))
    return found


def check_name(layer: Layer | LayerColumns, file_name: str) -> list[Finding]:
    """Check that the file's name agrees with what the file says of itself."""
    parts = split_sidecar_name(file_name)
    if parts is None:
        return [Finding("file-name", "$", f"{shown(file_name)} is not named “<document>.<annotator>.ann.json”.")]
    document, annotator = parts
    found = []
    if annotator != layer.head.annotator.id:
        sentence = f"The file is named for {shown(annotator)}, its annotator is {shown(layer.head.annotator.id)}."
        found.append(Finding("annotator-differs", "$.annotator.id", sentence))
    if composed(document) != composed(layer.document.name) and is_bare(layer.document.name):
        sentence = f"The file is named for {shown(document)}, its document is {shown(layer.document.name)}."
        found.append(Finding("document-differs", "$.document.name", sentence))
    return found


class _TypeOf:
    """Lets ``fields_of`` ask a record for its type as it asks a JSON object."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def get(self, _key: str) -> Any:
        return self._record.type


def _values(wanted: Fields, record: Any, path: str) -> Iterator[Finding]:
    enumerations, roles = _plan(wanted)
    for key, attribute, known, values in enumerations:
        value = getattr(record, attribute)
        if value not in known:
            yield Finding("unknown-value", f"{path}.{key}", f"{shown(value)} is not one of: {', '.join(values)}.")
    for key in roles:
        for index, role in enumerate(getattr(record, key)):
            yield from _values(fields.ROLE[key], role, f"{path}.{key}[{index}]")


@cache
def _plan(
    wanted: Fields,
) -> tuple[list[tuple[str, str, frozenset[str | None], tuple[str, ...]]], list[str]]:
    """Give the fields with fixed values, of which None is always one, and those that hold roles."""
    enumerations = [(f.key, f.attribute, frozenset((*f.values, None)), f.values) for f in wanted if f.values]
    return enumerations, [f.key for f in wanted if f.shape == fields.ROLES]


def _date(date: str | None, path: str) -> Iterator[Finding]:
    if date is not None and not is_edtf(date):
        yield Finding("date", path, f"{shown(date)} is not a date such as 2022-04-12, 2022-04 or ../2022-04-12.")


def _fragments(annotation: Annotation, path: str) -> Iterator[Finding]:
    behind = 0
    for number, (start, end) in enumerate(annotation.fragments):
        if start >= end:
            sentence = f"The fragment [{start}, {end}) does not end behind its start."
            yield Finding("empty-fragment", f"{path}.fragments[{number}]", sentence)
        elif start < behind:
            sentence = f"The fragment [{start}, {end}) begins before the one before it ends ({behind})."
            yield Finding("fragment-order", f"{path}.fragments[{number}]", sentence)
        behind = max(behind, end)


def _broken(named: Named, layer: Layer) -> Finding:
    what = _ONE_OF[named.table]
    record = layer.get(named.table, named.identifier)
    if isinstance(record, Annotation):
        sentence = f"A mention is an actor, and {shown(named.identifier)} is of the type {shown(record.type)}."
        return Finding("mention-type", named.path, sentence)
    sentence = f"There is no {what} with the id {shown(named.identifier)} in this file."
    return Finding(f"unknown-{what}", named.path, sentence)
