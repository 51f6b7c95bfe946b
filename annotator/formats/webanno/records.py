"""What the cells of a WebAnno TSV file say together: spans over tokens, slots, relations and chains."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Final

from annotator.formats.exchange.identities import external_ids
from annotator.formats.exchange.plain_values import NOTE, PLAIN_VALUES, parted
from annotator.formats.exchange.read_document import ReadEntity, ReadRelation, ReadRole, ReadSpan
from annotator.formats.webanno.lines import (
    CHAIN,
    RELATION,
    Column,
    Token,
    WebAnnoFile,
    cells_of,
    number_in,
    plain,
    split_unescaped,
)

_EMPTY: Final = "*"
_PRONOUN: Final = "pro"
_ANY_LAYER: Final = ("uima.tcas.Annotation", "uima.cas.AnnotationBase", "uima.cas.TOP")
_NOWHERE: Final = -2
_SLOT: Final = "ROLE_"
_LABELS: Final = ("value", "type", "entity", "label")
"""The features that name a span, the first of them that a layer has; else its first feature does."""
_IDENTITIES: Final = ("identifier", "identity")

Key = tuple[str, str, int]
Numbered = list[tuple[int, Column]]
Records = tuple[tuple[ReadSpan, ...], tuple[ReadRelation, ...], tuple[ReadEntity, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class _At:
    """A token or part of one, with the numbers of the tokens that it joins on to at its start and at its end."""

    token: Token
    start: int
    end: int


@dataclass(slots=True)
class _Span:
    """A span on its way: the tokens it covers, its values by column, and the chain that it is a part of."""

    layer: str
    columns: Numbered
    tokens: list[_At] = field(default_factory=list)
    values: dict[int, str] = field(default_factory=dict)
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
        self._slots = {number for number, column in enumerate(found.columns) if column.feature.startswith(_SLOT)}
        self._spans: dict[Key, _Span] = {}
        self._numbered: dict[int, Key] = {}
        self._first: dict[tuple[str, str], Key] = {}
        self._relations: list[_Pending] = []
        self._entities: dict[str, ReadEntity] = {}

    def records(self) -> Records:
        """Give everything."""
        for at in self._places():
            for (layer, kind), group in groupby(enumerate(self._columns), lambda item: (item[1].layer, item[1].kind)):
                columns = list(group)
                if kind == RELATION:
                    self._relation(layer, [(column.feature, at.token.cells[n]) for n, column in columns], at.token)
                elif kind == CHAIN:
                    self._mentions(layer, columns, at)
                else:
                    self._annotations(layer, columns, at)
        self._name_chains()
        spans = tuple(self._read(key, span) for key, span in self._spans.items())
        return spans, tuple(self._ends_of_relations()), tuple(self._entities.values()), tuple(self._problems)

    def _places(self) -> Iterator[_At]:
        """Number the tokens. A part of one joins on to other tokens where it has the whole one's start or end."""
        number = 0
        whole: Token | None = None
        for token in self._tokens:
            if "." not in token.name or whole is None:
                number += 1
                whole = token
            starts, ends = token.start == whole.start, token.end == whole.end
            yield _At(token, number if starts else _NOWHERE, number if ends else _NOWHERE)

    def _annotations(self, layer: str, columns: Numbered, at: _At) -> None:
        """Take the annotations of a layer at a token: they are stacked in the same order in each column."""
        cells = {number: at.token.cells[number] for number, _column in columns}
        stacks = {
            number: [(value, 0) for value in split_unescaped(cell, "|") if value != "_"]
            if number - 1 in self._slots
            else cells_of(cell)
            for number, cell in cells.items()
        }
        for place in range(max(map(len, stacks.values()))):
            here = {number: stack[place] for number, stack in stacks.items() if place < len(stack)}
            own = next((number for _value, number in here.values() if number), 0)
            key = (layer, "" if own else f"{at.token.name}/{place}", own)
            if own:
                self._numbered.setdefault(own, key)
            self._add(key, columns, at, {number: value for number, (value, _own) in here.items()})

    def _mentions(self, layer: str, columns: Numbered, at: _At) -> None:
        """Take the mentions at a token: ``ana->2-1`` is the first of chain 2, ``nam[2]`` says what kind it is."""
        stacks = {number: cells_of(at.token.cells[number]) for number, _column in columns}
        for place in range(max(map(len, stacks.values()))):
            here = {number: stack[place] for number, stack in stacks.items() if place < len(stack)}
            chain, element = next((number for _value, number in here.values() if number), 0), 0
            values = {}
            for number, (value, _chain) in here.items():
                words, arrow, named = value.rpartition("->")
                values[number] = words if arrow else value
                if arrow:
                    chain, element = map(number_in, (*named.split("-"), "")[:2])
            key = (layer, f"{chain}->{element}" if element else f"{at.token.name}/{place}", 0)
            span = self._add(key, columns, at, values)
            span.chain = f"{layer}->{chain}" if chain else ""

    def _add(self, key: Key, columns: Numbered, at: _At, values: dict[int, str]) -> _Span:
        span = self._spans.setdefault(key, _Span(key[0], columns))
        self._first.setdefault((key[0], at.token.name), key)
        if not span.tokens or span.tokens[-1] != at:
            span.tokens.append(at)
        for number, value in values.items():
            if value not in (_EMPTY, "_", ""):
                span.values.setdefault(number, value)
        return span

    def _name_chains(self) -> None:
        """Make an entity of each chain, named by its first mention that is no pronoun."""
        mentions = [span for span in self._spans.values() if span.chain]
        for span in sorted(mentions, key=lambda span: next(iter(span.values.values()), "").startswith(_PRONOUN)):
            self._entities.setdefault(span.chain, ReadEntity(span.chain, _words(span)))

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
        """Give what a reference names: numbers are the document's, else it is the first of a layer at a token."""
        if number:
            return self._numbered.get(number)
        layers = dict.fromkeys(column.layer for column in self._columns) if layer in _ANY_LAYER else [layer]
        return next((self._first[one, token] for one in layers if (one, token) in self._first), None)

    def _read(self, key: Key, span: _Span) -> ReadSpan:
        features = {
            column.feature: plain(span.values[number])
            for number, column in span.columns
            if number in span.values and not {number, number - 1} & self._slots
        }
        label_feature = next((name for name in _LABELS if features.get(name)), "") or next(
            (name for name in features if name and name not in _IDENTITIES), ""
        )
        label = features.pop(label_feature, "") or _short(span.layer)
        quote = _words(span)
        entities = self._behind(span, features, quote)
        values: dict[str, Any] = {name: features.pop(name) for name in (*PLAIN_VALUES, NOTE) if name in features}
        codes = parted(features.pop("codes", ""))
        topic = features.pop("topic", "")
        attributes: dict[str, Any] = {
            "layer": _short(span.layer),
            **{name: value for name, value in features.items() if name},
        }
        return ReadSpan(
            _name(key), label, _fragments(span), quote, codes=codes, entities=entities, roles=self._roles(span),
            topic=topic, values=values, attributes=attributes,
        )  # fmt: skip

    def _behind(self, span: _Span, features: dict[str, str], quote: str) -> tuple[str, ...]:
        if names := features.pop("identities", ""):
            return parted(names)
        identity = next((features.pop(name) for name in _IDENTITIES if features.get(name)), "")
        if not identity:
            return (span.chain,) if span.chain else ()
        if identity not in self._entities:
            if "://" in identity:
                self._entities[identity] = ReadEntity(identity, quote, external_ids=external_ids(identity))
            else:
                self._entities[identity] = ReadEntity(identity, identity.replace("_", " "))
        return (identity,)

    def _roles(self, span: _Span) -> tuple[ReadRole, ...]:
        """Give the roles of slots: their names stand in one column, what fills them in the next."""
        roles = []
        for number, _column in span.columns:
            if number not in self._slots or number not in span.values or number + 1 not in span.values:
                continue
            layer = self._columns[number + 1].feature
            fillers = split_unescaped(span.values[number + 1], ";")
            for name, filler in zip(split_unescaped(span.values[number], ";"), fillers, strict=False):
                token, _bracket, place = filler.removesuffix("]").partition("[")
                key = self._key(layer, token, number_in(place))
                role = plain(name) if name != _EMPTY else self._columns[number].feature.split("_")[1].rpartition(":")[2]
                roles.append(ReadRole(role, _name(key) if key else f"{layer} {filler}"))
        return tuple(roles)


def _words(span: _Span) -> str:
    return " ".join(at.token.words for at in span.tokens)


def _fragments(span: _Span) -> tuple[tuple[int, int], ...]:
    """Join tokens that follow one another."""
    fragments: list[list[int]] = []
    before = _NOWHERE
    for at in span.tokens:
        if at.start == before + 1 or (fragments and fragments[-1][1] == at.token.start):
            fragments[-1][1] = at.token.end
        else:
            fragments.append([at.token.start, at.token.end])
        before = at.end
    return tuple((start, end) for start, end in fragments)


def _name(key: Key) -> str:
    layer, place, number = key
    return f"{_short(layer)} {place.removesuffix('/0') or number}"


def _short(layer: str) -> str:
    return layer.rpartition(".")[2]
