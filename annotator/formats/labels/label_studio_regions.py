"""The results of one annotation in Label Studio: regions, what was said of each, and relations between them."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

from annotator.formats.exchange.json_records import text_in
from annotator.formats.exchange.plain_values import NOTE, PLAIN_VALUES
from annotator.formats.exchange.read_document import ReadRelation, ReadSpan

# Our own names for what is chosen or written about a region; others' become attributes.
VALUES: Final = (*PLAIN_VALUES, NOTE)
TWICE: Final = "regions that stand twice"
_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_OF_THE_WHOLE: Final = ("choices", "taxonomy")
"""What is said of a whole text in words that others may say too: they become codes of the document."""
_LINE_END: Final = "\\n"
"""How Label Studio writes a line end in what it quotes."""

Result = dict[str, Any]


class Regions:
    """The results of one annotation; ``whole`` names what is about all of the text and no code of it.

    ``twice`` counts the regions that say of a place what another one says of it.
    """

    def __init__(self, results: list[Result], text: str) -> None:
        self._results, self._text = results, text
        self.whole: list[str] = []
        self._same: dict[str, str] = {}
        self._regions: dict[str, list[Result]] = defaultdict(list)
        for number, result in enumerate(results):
            kind = result.get("type")
            if kind != "relation" and "start" in value_of(result):
                self._regions[text_in(result.get("id")) or f"region-{number}"].append(result)
            elif kind != "relation" and kind not in _OF_THE_WHOLE:
                self.whole.append(text_in(result.get("from_name")))
        self._join()

    @property
    def twice(self) -> int:
        """How many regions were joined with one like them."""
        return len(self._same)

    def _join(self) -> None:
        first: dict[str, str] = {}
        for identifier, said in list(self._regions.items()):
            words = repr([[result.get(key) for key in ("from_name", "type", "value")] for result in said])
            like = first.setdefault(words, identifier)
            if like != identifier:
                self._same[identifier] = like
                del self._regions[identifier]

    def codes(self) -> list[str]:
        """Give what was chosen for the whole text."""
        whole = [one for one in self._results if one.get("type") in _OF_THE_WHOLE and "start" not in value_of(one)]
        said = [str(item) for one in whole for item in _told(text_in(one.get("type")), value_of(one))]
        return list(dict.fromkeys(said))

    def spans(self) -> Iterator[ReadSpan]:
        """Give every region once, with what else was said about it."""
        for identifier, said in self._regions.items():
            yield self._span(identifier, said)

    def _span(self, identifier: str, said: list[Result]) -> ReadSpan:
        labels: list[str] = []
        told: dict[str, list[Any]] = defaultdict(list)
        for result in said:
            kind, value = text_in(result.get("type")), value_of(result)
            if kind in _LABELS:
                labels += [text_in(label) for label in _listed(value.get(kind) or value.get("labels"))]
            else:
                told[text_in(result.get("from_name")) or kind] += _told(kind, value)
        value = value_of(next((one for one in said if one.get("type") in _LABELS), said[0]))
        start, end = _offsets(value)
        codes = (*labels[1:], *map(str, told.pop("code", ())))
        own = {name: str(told.pop(name)[0]) for name in VALUES if told.get(name)}
        topic = str(next(iter(told.pop("topic", ())), ""))
        entities = tuple(map(str, told.pop("entity", ())))
        return ReadSpan(
            identifier,
            labels[0] if labels else "region",
            ((start, end),) if start is not None and end is not None else (),
            self._quote(value),
            codes=codes,
            entities=entities,
            topic=topic,
            values=own,
            attributes={name: items if len(items) > 1 else items[0] for name, items in told.items() if items},
        )

    def _quote(self, value: dict[str, Any]) -> str | None:
        """Give what a region quotes, with line ends where its program wrote them as two signs."""
        quote = text_in(value.get("text"))
        return (quote if quote in self._text else quote.replace(_LINE_END, "\n")) or None

    def relations(self) -> Iterator[ReadRelation]:
        """Give the relations, from the region that an arrow leaves."""
        for result in self._results:
            if result.get("type") == "relation":
                ends = [text_in(result.get(end)) for end in ("from_id", "to_id")]
                source, target = (self._same.get(end, end) for end in ends)
                if result.get("direction") == "left":
                    source, target = target, source
                labels = result.get("labels")
                for label in labels if isinstance(labels, list) and labels else ["related"]:
                    yield ReadRelation(str(label), source, target)


def value_of(result: Result) -> dict[str, Any]:
    """Give what a result says."""
    value = result.get("value")
    return value if isinstance(value, dict) else {}


def _offsets(value: dict[str, Any]) -> tuple[int | None, int | None]:
    """Give the offsets; those of web pages are paths, beside which offsets into the page's text may stand."""
    places = value.get("globalOffsets") if isinstance(value.get("start"), str) else value
    if not isinstance(places, dict):
        return None, None
    start, end = places.get("start"), places.get("end")
    return (start, end) if isinstance(start, int) and isinstance(end, int) else (None, None)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _told(kind: str, value: dict[str, Any]) -> list[Any]:
    found = value.get(kind) if kind in value else value.get("text")
    items = found if isinstance(found, list) else [found]
    flat = [" / ".join(map(str, item)) if isinstance(item, list) else item for item in items]
    return [item for item in flat if isinstance(item, str | int | float)]
