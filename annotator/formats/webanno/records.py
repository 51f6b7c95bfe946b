"""What the cells of a WebAnno TSV file say together: spans over tokens, slots, relations and chains."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Final

from annotator.formats.exchange.plain_values import NOTE, PLAIN_VALUES
from annotator.formats.exchange.read_document import ReadEntity, ReadRelation, ReadRole, ReadSpan
from annotator.formats.webanno.lines import (
    CHAIN,
    RELATION,
    SPAN,
    Token,
    WebAnnoFile,
    cells_of,
    number_in,
    plain,
    split_unescaped,
)

_EMPTY: Final = "*"
_SLOT: Final = "ROLE_"
_LABELS: Final = ("value", "type", "entity", "label")
"""The features that name a span, the first of them that a layer has; else its first feature does."""
_IDENTITIES: Final = ("identifier", "identity")
_WIKIDATA: Final = "http://www.wikidata.org/entity/"

Key = tuple[str, str, int]
Records = tuple[tuple[ReadSpan, ...], tuple[ReadRelation, ...], tuple[ReadEntity, ...], tuple[str, ...]]


@dataclass(slots=True)
class _Span:
    """A span on its way: the tokens it covers, its values by feature, and what fills its slots."""

    layer: str
    tokens: list[tuple[int, Token]] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    chain: str = ""


@dataclass(frozen=True, slots=True)
class _Pending:
    """A relation whose ends are known when all spans are."""

    label: str
    layer: str
    source: str
    numbers: tuple[int, int]
    target: str


def records_of(found: WebAnnoFile) -> Records:
    """Give spans, relations and entities, and sentences about what names something that is not there."""
    return _Records(found).records()


class _Records:
    def __init__(self, found: WebAnnoFile) -> None:
        self._columns = found.columns
        self._tokens = [token for sentence in found.sentences for token in sentence.tokens]

        self._problems = list(found.problems)
        self._slot_fillers = {
            (after.layer, after.feature) for slot, after in pairwise(found.columns) if slot.feature.startswith(_SLOT)
        }
        self._spans: dict[Key, _Span] = {}
        self._relations: list[_Pending] = []
        self._entities: dict[str, ReadEntity] = {}

    def records(self) -> Records:
        """Give everything."""
        number = 0
        for token in self._tokens:
            # Parts of tokens stand between whole ones, and touch none of them.
            number += "." not in token.name
            index = -1 if "." in token.name else number
            for (layer, kind), columns in groupby(enumerate(self._columns), lambda item: (item[1].layer, item[1].kind)):
                numbered = [(column.feature, token.cells[place]) for place, column in columns]
                if kind == RELATION:
                    self._relation(layer, numbered, token)
                else:
                    self._span(layer, kind, numbered, (index, token))
        spans = tuple(self._read(key, span) for key, span in self._spans.items())
        return spans, tuple(self._ends_of_relations()), tuple(self._entities.values()), tuple(self._problems)

    def _span(self, layer: str, kind: str, cells: list[tuple[str, str]], at: tuple[int, Token]) -> None:
        numbers: list[int] = []
        behind_slot = False
        for feature, cell in cells:
            values = cells_of(cell)
            if behind_slot and values and len(values) == len(numbers):
                # What fills a slot has square brackets of its own; the span's number stands on the roles' names.
                values = list(zip(split_unescaped(cell, "|"), numbers, strict=True))
            numbers, behind_slot = [number for _value, number in values], feature.startswith(_SLOT)
            for place, (value, number) in enumerate(values):
                words, chain = value, ""
                if kind == CHAIN and "->" in value:
                    words, _arrow, chain = value.rpartition("->")
                key = (layer, "" if number else f"{at[1].name}/{place}", number)
                span = self._spans.setdefault(key, _Span(layer))
                span.chain = span.chain or (f"{layer}->{chain.partition('-')[0]}" if chain else "")
                if not span.tokens or span.tokens[-1] != at:
                    span.tokens.append(at)
                if words not in (_EMPTY, ""):
                    span.values.setdefault(feature, words)

    def _relation(self, layer: str, cells: list[tuple[str, str]], token: Token) -> None:
        """Take the relations that end at a token; the last column says where they come from: ``3-6[13_2]``."""
        *features, (base, sources) = cells
        values = [[value for value, _number in cells_of(cell)] for _feature, cell in features]
        if sources in ("_", ""):
            return
        for place, source in enumerate(split_unescaped(sources, "|")):
            name, _bracket, numbers = source.removesuffix("]").partition("[")
            first, _line, second = numbers.partition("_")
            pair = (number_in(first), number_in(second))
            labels = [column[place] for column in values if place < len(column) and column[place] != _EMPTY]
            label = plain("/".join(labels)) or _short(layer)
            self._relations.append(_Pending(label, base.removeprefix("BT_"), name, pair, token.name))

    def _ends_of_relations(self) -> Iterator[ReadRelation]:
        for relation in self._relations:
            source = self._key(relation.layer, relation.source, relation.numbers[0])
            target = self._key(relation.layer, relation.target, relation.numbers[1])
            if source and target:
                yield ReadRelation(relation.label, _name(source), _name(target))
            else:
                self._problems.append(
                    f"the relation “{relation.label}” from {relation.source} to {relation.target} names no annotation."
                )

    def _key(self, layer: str, token: str, number: int) -> Key | None:
        key = (layer, "" if number else f"{token}/0", number)
        return key if key in self._spans else None

    def _read(self, key: Key, span: _Span) -> ReadSpan:
        features = {
            name: plain(value)
            for name, value in span.values.items()
            if not name.startswith(_SLOT) and (span.layer, name) not in self._slot_fillers
        }
        label_feature = next((name for name in _LABELS if features.get(name)), "") or next(
            (name for name in features if name and name not in _IDENTITIES), ""
        )
        label = features.pop(label_feature, "") or _short(span.layer)
        fragments = self._fragments(span)
        quote = " ".join(token.words for _index, token in span.tokens)
        entities = self._behind(span, features, quote)
        values: dict[str, Any] = {name: features.pop(name) for name in (*PLAIN_VALUES, NOTE) if name in features}
        codes = tuple(filter(None, features.pop("codes", "").split("; ")))
        topic = features.pop("topic", "")
        attributes: dict[str, Any] = {
            "layer": _short(span.layer),
            **{name: value for name, value in features.items() if name},
        }
        return ReadSpan(
            _name(key), label, fragments, quote, codes=codes, entities=entities, roles=self._slots(span), topic=topic,
            values=values, attributes=attributes,
        )  # fmt: skip

    def _fragments(self, span: _Span) -> tuple[tuple[int, int], ...]:
        """Join tokens that follow one another."""
        fragments: list[list[int]] = []
        before = -2
        for index, token in span.tokens:
            if index == before + 1 > 0:
                fragments[-1][1] = token.end
            else:
                fragments.append([token.start, token.end])
            before = index
        return tuple((start, end) for start, end in fragments)

    def _behind(self, span: _Span, features: dict[str, str], quote: str) -> tuple[str, ...]:
        if names := features.pop("identities", ""):
            return tuple(names.split("; "))
        identity = next((features.pop(name) for name in _IDENTITIES if features.get(name)), "")
        if not identity:
            key = span.chain
            if key:
                self._entities.setdefault(key, ReadEntity(key, quote))
            return (key,) if key else ()
        if identity not in self._entities:
            if "://" in identity:
                wikidata = identity.startswith(_WIKIDATA)
                external = {"wikidata": identity.removeprefix(_WIKIDATA)} if wikidata else {"url": identity}
                self._entities[identity] = ReadEntity(identity, quote, external_ids=external)
            else:
                self._entities[identity] = ReadEntity(identity, identity.replace("_", " "))
        return (identity,)

    def _slots(self, span: _Span) -> tuple[ReadRole, ...]:
        """Give the roles of a slot feature: names in one column, what fills them in the next."""
        names = next((name for name in span.values if name.startswith(_SLOT)), "")
        columns = [column.feature for column in self._columns if column.layer == span.layer and column.kind == SPAN]
        if not names or names not in columns or columns.index(names) + 1 >= len(columns):
            return ()
        target = columns[columns.index(names) + 1]
        fillers = split_unescaped(span.values.get(target, ""), ";")
        roles = []
        for role, filler in zip(split_unescaped(span.values[names], ";"), fillers, strict=False):
            token, _bracket, number = filler.removesuffix("]").partition("[")
            key = self._key(target, token, number_in(number))
            roles.append(ReadRole(plain(role), _name(key) if key else f"{target} {filler}"))
        return tuple(roles)


def _name(key: Key) -> str:
    layer, place, number = key
    return f"{_short(layer)} {place.removesuffix('/0') or number}"


def _short(layer: str) -> str:
    return layer.rpartition(".")[2]
