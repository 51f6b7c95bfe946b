"""The annotations of a CAS as exchange records: features become labels, fields, roles, relations or attributes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from annotator.formats.exchange.identities import external_ids
from annotator.formats.exchange.plain_values import NOTE, VALUES_AS_IN_FILES, parted
from annotator.formats.exchange.read_document import ReadEntity, ReadRelation, ReadRole, ReadSpan
from annotator.formats.sidecar.sidecar_names import is_bare

LABELS: Final = ("value", "label", "category", "referenceType")
"""The features that name a span, the first of them that has a value; else its type does."""
FIELDS: Final = (*VALUES_AS_IN_FILES, NOTE)
IDENTITIES: Final = ("identifier", "identity", "entity")
PARTS: Final = "fragments"
"""Where an annotation has several fragments: ``start-end`` in the CAS's units, joined by ``;``."""
_METADATA: Final = ".DocumentMetaData"
# The text's own make-up, and what describes the file, rather than anybody's annotation of the text.
_NO_ANNOTATIONS: Final = (
    "uima.tcas.DocumentAnnotation",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence",
    "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token",
)
_NO_PACKAGES: Final = (
    "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.",
    "de.tudarmstadt.ukp.clarin.webanno.api.type.",
    "org.dkpro.core.api.xml.type.",
)
_OWN_FEATURES: Final = frozenset({"sofa", "begin", "end"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a CAS holds; ``title`` is the document's name where it says one that a file can have."""

    spans: tuple[ReadSpan, ...]
    relations: tuple[ReadRelation, ...]
    entities: tuple[ReadEntity, ...]
    title: str


def records_of(cas: Any, offset: Callable[[int], int]) -> Found:
    """Give the records of a CAS; ``offset`` turns its code points into the units that the file counts in."""
    return _Records(cas, offset).found()


class _Records:
    def __init__(self, cas: Any, offset: Callable[[int], int]) -> None:
        self._cas, self._offset = cas, offset
        self._entities: dict[str, ReadEntity] = {}
        self._names: dict[int, str] = {}

    def found(self) -> Found:
        """Give everything."""
        title = ""
        spans, ends = [], []
        for item in self._cas.select_all_annotations():
            kind = item.type.name
            if kind.endswith(_METADATA):
                title = str(getattr(item, "documentTitle", None) or "")
            elif kind in _NO_ANNOTATIONS or kind.startswith(_NO_PACKAGES) or not _stands(item):
                continue
            elif getattr(item, "Governor", None) is not None and getattr(item, "Dependent", None) is not None:
                ends.append(item)
            else:
                self._names[item.xmiID] = f"{_short(kind)} {item.xmiID}"
                spans.append(item)
        read = tuple(self._span(item) for item in spans)
        return Found(
            read, tuple(self._relations(ends)), tuple(self._entities.values()), title if is_bare(title) else ""
        )

    def _span(self, item: Any) -> ReadSpan:
        texts, roles = self._features(item)
        label = next((texts.pop(name) for name in LABELS if texts.get(name)), "") or _short(item.type.name)
        values: dict[str, Any] = {name: texts.pop(name) for name in FIELDS if name in texts}
        codes = parted(texts.pop("codes", ""))
        topic = texts.pop("topic", "")
        fragments = _fragments(texts.pop(PARTS, ""))
        whole = fragments or ((self._offset(item.begin), self._offset(item.end)),)
        entities = self._behind(texts, item)
        return ReadSpan(
            self._names[item.xmiID], label, whole, codes=codes, entities=entities, roles=tuple(roles), topic=topic,
            values=values, attributes=texts,
        )  # fmt: skip

    def _features(self, item: Any) -> tuple[dict[str, str], list[ReadRole]]:
        """Part an annotation's features into those with words and the links in those that hold others."""
        texts: dict[str, str] = {}
        roles: list[ReadRole] = []
        for feature in item.type.all_features:
            value = getattr(item, feature.name, None)
            if feature.name in _OWN_FEATURES or value is None:
                continue
            if isinstance(value, str | int | float | bool):
                texts[feature.name] = str(value)
            elif hasattr(value, "elements"):
                for element in value.elements or ():
                    self._link(feature.name, element, texts, roles)
            else:
                self._link(feature.name, value, texts, roles)
        return texts, roles

    def _link(self, name: str, value: Any, texts: dict[str, str], roles: list[ReadRole]) -> None:
        target = getattr(value, "target", None)
        filler = target if target is not None else value
        label = str(getattr(value, "role", None) or name)
        known = self._names.get(getattr(filler, "xmiID", -1))
        if known:
            roles.append(ReadRole(label, known))
        elif hasattr(value, "type"):
            texts[label] = "; ".join(filter(None, [texts.get(label, ""), _short(value.type.name)]))
        else:
            texts[label] = "; ".join(filter(None, [texts.get(label, ""), str(value)]))

    def _behind(self, texts: dict[str, str], item: Any) -> tuple[str, ...]:
        identity = next((texts.pop(name) for name in IDENTITIES if texts.get(name)), "")
        if "://" not in identity:
            return parted(identity)
        name = " ".join(item.get_covered_text().split()) or identity
        self._entities.setdefault(identity, ReadEntity(identity, name, external_ids=external_ids(identity)))
        return (identity,)

    def _relations(self, ends: list[Any]) -> Iterator[ReadRelation]:
        for item in ends:
            words = [
                value
                for feature in item.type.all_features
                if isinstance(value := getattr(item, feature.name, None), str) and value
            ]
            source = self._names.get(item.Governor.xmiID, _short(item.Governor.type.name))
            target = self._names.get(item.Dependent.xmiID, _short(item.Dependent.type.name))
            yield ReadRelation("/".join(words) or _short(item.type.name), source, target)


def _stands(item: Any) -> bool:
    return isinstance(getattr(item, "begin", None), int) and isinstance(getattr(item, "end", None), int)


def _fragments(words: str) -> tuple[tuple[int, int], ...]:
    pairs = [part.partition("-") for part in words.split(";")]
    if not all(start.isdigit() and end.isdigit() for start, _line, end in pairs):
        return ()
    return tuple((int(start), int(end)) for start, _line, end in pairs)


def _short(kind: str) -> str:
    return kind.rpartition(".")[2]
