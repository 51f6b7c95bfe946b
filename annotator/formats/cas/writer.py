"""UIMA CAS, as XMI with its type system or as JSON: three layers, and relations for roles and links."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from annotator.formats.cas.reader import TYPE_SYSTEM
from annotator.formats.cas.records import FIELDS, PARTS
from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.plain_values import joined, values_of
from annotator.formats.exchange.pointers import pointed
from annotator.formats.exchange.protocols import (
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
    Place,
    Write,
)
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.utf16_offsets import Utf16Offsets
from annotator.model.vocabulary import ROLE_WORD, TYPES

_PACKAGE: Final = "webanno.custom."
_RELATION: Final = f"{_PACKAGE}AnnotatorRelation"
_WORDS: Final = (*FIELDS, "topic", "entity", "codes", PARTS)
_BASE: Final = "uima.tcas.Annotation"
_STRING: Final = "uima.cas.String"


class CasWriter(ExportFormat):
    """A folder an annotator, with a file a document."""

    places = (FOLDER,)
    extra = "cas"
    holds = Holds(
        document=("language",),
        entity=("name",),
        topic=("name",),
        link=("type", "from", "to"),
        annotation=("type", "fragments", "entities", "topic", "codes", *FIELDS, *ROLE_WORD),
        role=("entity", "mention"),
        relations=True,
    )

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's file. Raises FormatError where the text is not at hand."""
        if exported.document is None:
            raise FormatError("Its document is not at hand, and a CAS holds the text. Put it beside the annotations.")
        making = _Making(exported.layer, exported.document.text)
        made = making.cas()
        try:
            text = made.to_xmi() if self.name == "cas-xmi" else made.to_json()
        except ValueError:
            raise FormatError("It holds control characters, which XML cannot. Export it as cas-json.") from None
        name = f"{exported.layer.head.annotator.id}/{exported.name}{self.suffix}"
        return Piece((name, text.encode()), making.losses, making.written)

    @contextmanager
    def writer(self, place: Place, _options: ExportOptions) -> Iterator[Write]:
        """Write the files, and for XMI the type system that they need."""
        if self.name == "cas-xmi":
            place.add(TYPE_SYSTEM, _type_system().to_xml().encode())

        def write(file: tuple[str, bytes]) -> None:
            place.add(*file)

        yield write


class XmiWriter(CasWriter):
    """XMI beside its type system."""

    name = "cas-xmi"
    suffix = ".xmi"


class JsonWriter(CasWriter):
    """JSON, which has its type system in it."""

    name = "cas-json"
    suffix = ".json"


XMI: Final = XmiWriter()
JSON: Final = JsonWriter()


def _type_system() -> Any:
    import cassis

    types = cassis.TypeSystem()
    for kind in TYPES:
        layer = types.create_type(f"{_PACKAGE}{kind.capitalize()}", _BASE)
        for feature in _WORDS:
            types.create_feature(layer, feature, _STRING)
    relation = types.create_type(_RELATION, _BASE)
    types.create_feature(relation, "kind", _STRING)
    for end in ("Governor", "Dependent"):
        types.create_feature(relation, end, _BASE)
    return types


class _Making:
    def __init__(self, layer: Layer, text: str) -> None:
        import cassis

        self.losses: Counter[str] = Counter()
        self._layer = layer
        self._types = _type_system()
        self._cas = cassis.Cas(self._types)
        self._cas.sofa_string = text
        self._cas.sofa_mime = "text/plain"
        if layer.document.language:
            self._cas.document_language = layer.document.language
        self._to_utf16 = Utf16Offsets(text).to_utf16
        self._made: dict[str, Any] = {}

    @property
    def written(self) -> int:
        """How many annotations were made."""
        return len(self._made)

    def cas(self) -> Any:
        """Give the CAS."""
        for annotation in self._layer.in_order():
            if annotation.fragments and annotation.type in TYPES:
                self._annotate(annotation)
            else:
                self.losses["annotations without a place"] += 1
        for annotation in self._layer.in_order():
            for field, role in annotation.roles():
                self._relate(ROLE_WORD[field], annotation.id, role.mention or "", "roles without a mention")
        for link in self._layer.links.values():
            self._relate(link.type, link.source, link.target, "links")
        for annotation in self._layer.in_order():
            for name, target in pointed(annotation, self._made) if annotation.id in self._made else ():
                self._relate(name, annotation.id, target, "attributes")
        return self._cas

    def _annotate(self, annotation: Annotation) -> None:
        layer = self._layer
        values = dict(values_of(annotation, FIELDS))
        if annotation.topic in layer.topics:
            values["topic"] = layer.topics[annotation.topic].name
        if names := [layer.entities[key].name for key in annotation.entities if key in layer.entities]:
            values["entity"] = joined(names)
        if annotation.codes:
            values["codes"] = joined(annotation.codes)
        if len(annotation.fragments) > 1:
            values[PARTS] = ";".join(
                f"{self._to_utf16(start)}-{self._to_utf16(end)}" for start, end in annotation.fragments
            )
        kind = self._types.get_type(f"{_PACKAGE}{annotation.type.capitalize()}")
        made = kind(begin=annotation.start, end=annotation.end, **values)
        self._cas.add(made)
        self._made[annotation.id] = made

    def _relate(self, kind: str, source: str, target: str, otherwise: str) -> None:
        governor, dependent = self._made.get(source), self._made.get(target)
        if governor is None or dependent is None:
            self.losses[otherwise] += 1
            return
        relation = self._types.get_type(_RELATION)
        self._cas.add(
            relation(begin=dependent.begin, end=dependent.end, kind=kind, Governor=governor, Dependent=dependent)
        )
