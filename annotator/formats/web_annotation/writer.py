"""W3C Web Annotation, written: a page of annotations a document, with its text beside it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import orjson

from annotator.formats.exchange.holds import Holds
from annotator.formats.exchange.identities import iri_of, is_iri
from annotator.formats.exchange.plain_relations import placed_in
from annotator.formats.exchange.plain_values import NOTE, VALUES_AS_IN_FILES, values_of
from annotator.formats.exchange.pointers import pointed
from annotator.formats.exchange.protocols import (
    FOLDER,
    Exported,
    ExportFormat,
    ExportOptions,
    FormatError,
    Piece,
)
from annotator.model.annotation import Annotation, Role
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD

_CONTEXT: Final = "http://www.w3.org/ns/anno.jsonld"
_AROUND: Final = 32


class WebAnnotationWriter(ExportFormat):
    """A folder an annotator; offsets are code points, as the standard has it, and quotes stand beside them."""

    name = "web-annotation"
    suffix = ".jsonld"
    places = (FOLDER,)
    holds = Holds(
        entity=("name",),
        topic=("name",),
        link=("type", "from", "to", "note"),
        annotation=("type", "fragments", "entities", "topic", "codes", *VALUES_AS_IN_FILES, NOTE, *ROLE_WORD),
        role=("entity", "mention"),
        relations=True,
    )

    def piece(self, exported: Exported, _options: ExportOptions) -> Piece:
        """Give a document's text and page. Raises FormatError where the text is not at hand."""
        if exported.document is None:
            raise FormatError("Its document is not at hand, and quotes need the text. Put it beside the annotations.")
        name = exported.name if exported.name.endswith((".txt", ".md")) else f"{exported.name}.txt"
        page = _Page(exported.layer, exported.document.text, name.rpartition("/")[2])
        place = f"{exported.layer.head.annotator.id}/{name}"
        data = orjson.dumps(page.whole(), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        return Piece(
            [(place, exported.document.text.encode()), (f"{place}{self.suffix}", data)],
            page.losses,
            placed_in(exported.layer),
        )


WEB_ANNOTATION: Final = WebAnnotationWriter()


class _Page:
    def __init__(self, layer: Layer, text: str, source: str) -> None:
        self.losses: Counter[str] = Counter()
        self._layer, self._text, self._source = layer, text, source

    def whole(self) -> dict[str, Any]:
        """Give the page."""
        placed = [annotation for annotation in self._layer.in_order() if annotation.fragments]
        self.losses["annotations without a place"] += len(self._layer.annotations) - len(placed)
        items = [self._annotation(annotation) for annotation in placed]
        for link in self._layer.links.values():
            body = [
                _words("classifying", link.type),
                {"type": "SpecificResource", "purpose": "linking", "source": f"#{link.target}"},
            ]
            items.append({
                "id": f"#{link.id}", "type": "Annotation", "motivation": "linking", "creator": self._creator(),
                "body": body + ([_words("commenting", link.note)] if link.note else []), "target": f"#{link.source}",
            })  # fmt: skip
        return {"@context": _CONTEXT, "id": f"{self._source}.jsonld", "type": "AnnotationPage", "items": items}

    def _annotation(self, annotation: Annotation) -> dict[str, Any]:
        targets = [self._target(start, end) for start, end in annotation.fragments]
        stamps = {"created": annotation.created, "modified": annotation.modified}
        return {
            "id": f"#{annotation.id}", "type": "Annotation", "motivation": "classifying", "creator": self._creator(),
            **{name: time for name, time in stamps.items() if time},
            "body": list(self._bodies(annotation)), "target": targets[0] if len(targets) == 1 else targets,
        }  # fmt: skip

    def _creator(self) -> dict[str, str]:
        annotator = self._layer.head.annotator
        return {"type": "Person", "nickname": annotator.id, "name": annotator.name or annotator.id}

    def _target(self, start: int, end: int) -> dict[str, Any]:
        text = self._text
        quote = {
            "type": "TextQuoteSelector", "exact": text[start:end],
            "prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND],
        }  # fmt: skip
        return {
            "source": self._source,
            "selector": [{"type": "TextPositionSelector", "start": start, "end": end}, quote],
        }

    def _bodies(self, annotation: Annotation) -> Iterator[dict[str, str]]:
        layer = self._layer
        yield _words("classifying", annotation.type)
        for code in annotation.codes:
            yield _words("tagging", code)
        for key in annotation.entities:
            if key in layer.entities:
                iri = iri_of(dict(layer.entities[key].external_ids))
                yield _words("identifying", layer.entities[key].name) | ({"id": iri} if is_iri(iri) else {})
        for field, role in annotation.roles():
            yield from self._role(ROLE_WORD[field], role)
        for name, target in pointed(annotation, layer.annotations):
            if layer.annotations[target].fragments:
                yield {"type": "SpecificResource", "purpose": "linking", "source": f"#{target}", "role": name}
        for name, value in values_of(annotation, VALUES_AS_IN_FILES):
            yield _words("describing", value) | {"field": name}
        if annotation.topic in layer.topics:
            yield _words("describing", layer.topics[annotation.topic].name) | {"field": "topic"}
        if annotation.note:
            yield _words("commenting", annotation.note)

    def _role(self, word: str, role: Role) -> Iterator[dict[str, str]]:
        if role.mention in self._layer.annotations:
            yield {"type": "SpecificResource", "purpose": "linking", "source": f"#{role.mention}", "role": word}
        elif role.entity in self._layer.entities:
            yield _words("linking", self._layer.entities[role.entity].name) | {"role": word}


def _words(purpose: str, value: str) -> dict[str, str]:
    return {"type": "TextualBody", "purpose": purpose, "value": value}
