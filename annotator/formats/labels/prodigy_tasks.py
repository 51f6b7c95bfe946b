"""The tasks of Prodigy's files, taken apart: spans and relations, labels of whole texts, and what was answered."""

from collections import Counter
from typing import Any, Final

from annotator.formats.exchange.json_records import number_in, objects_in, text_in
from annotator.formats.exchange.read_document import ReadDocument, ReadRelation, ReadSpan
from annotator.model.span import Span

ACCEPT: Final = "accept"
NOT_PRODIGY: Final = (
    "It holds no spans, labels or answers as Prodigy writes them (spans, relations, label, accept or answer). "
    "Is it another program's?"
)
_NAMES: Final = ("document", "source", "file", "name", "title")
_BARE: Final = frozenset({"text", "meta", "tokens"})
_OWN: Final = frozenset({"spans", "answer", "_input_hash", "_task_hash", "accept"})


class Names:
    """Names of documents: what a task's source calls it, else one for each text, whatever the session."""

    def __init__(self, stem: str) -> None:
        self._stem = stem
        self._times: Counter[tuple[str, str]] = Counter()
        self._of_text: dict[tuple[str, int], str] = {}

    def named(self, name: str, who: str) -> str:
        """Give a name that the source has; where a session has it twice a number tells the texts apart."""
        self._times[name, who] += 1
        often = self._times[name, who]
        return name if often == 1 else f"{name.removesuffix('.txt')}-{often}"

    def of_text(self, text: str, who: str, number: int) -> str:
        """Give the name of an unnamed text, the same to each session that saw it."""
        self._times[text, who] += 1
        return self._of_text.setdefault((text, self._times[text, who]), f"{self._stem}-{number}")


def is_of_prodigy(line: dict[str, Any]) -> bool:
    """Tell whether a task has a place for what Prodigy asks, or nothing but a text."""
    relations = objects_in(line.get("relations"))
    if line.keys() <= _BARE:
        return True
    return bool(_OWN & line.keys()) or isinstance(line.get("label"), str) or any("head" in one for one in relations)


def document_in(line: dict[str, Any], number: int, names: Names) -> ReadDocument:
    """Give the record of a task; what was not accepted is counted, and nobody's work."""
    meta = line["meta"] if isinstance(line.get("meta"), dict) else {}
    who = text_in(line.get("_annotator_id")) or text_in(line.get("_session_id")) or text_in(meta.get("annotator"))
    text: str = line["text"]
    answer = line.get("answer")
    if isinstance(answer, str) and answer not in ("", ACCEPT):
        left = {f"tasks answered “{answer}”": 1}
        return ReadDocument(f"line {number}", text, who, left_out=left, answered=False)
    named = next((text_in(meta[key]) for key in _NAMES if text_in(meta.get(key))), "")
    name = names.named(named, who) if named else names.of_text(text, who, number)
    words = {
        word: token for token in objects_in(line.get("tokens")) if (word := number_in(token.get("id"))) is not None
    }
    left_out: Counter[str] = Counter()
    problems: list[str] = []
    spans = _spans(line, words, left_out, problems, number)
    relations = []
    for relation in objects_in(line.get("relations")):
        label = text_in(relation.get("label")) or "related"
        head, child = (_end_of(relation, end, spans, words) for end in ("head", "child"))
        if head and child:
            relations.append(ReadRelation(label, head, child))
        else:
            problems.append(f"line {number}: a relation “{label}” leads to words that are in no span; it is left out.")
    return ReadDocument(
        name, text, who, info={"codes": _codes(line)}, problems=tuple(problems), spans=tuple(spans.values()),
        relations=tuple(relations), unnamed=not named, left_out=left_out,
    )  # fmt: skip


def _spans(
    line: dict[str, Any],
    words: dict[int, dict[str, Any]],
    left_out: Counter[str],
    problems: list[str],
    number: int,
) -> dict[tuple[int, int, str], ReadSpan]:
    """Give every span once, by its place and label."""
    spans: dict[tuple[int, int, str], ReadSpan] = {}
    for ordinal, span in enumerate(objects_in(line.get("spans"))):
        start, end = number_in(span.get("start")), number_in(span.get("end"))
        label = text_in(span.get("label")) or "span"
        if start is None or end is None:
            problems.append(f"line {number}: a span “{label}” has no start and end; it is left out.")
            continue
        left_out["spans that stand twice"] += (start, end, label) in spans
        spans.setdefault((start, end, label), ReadSpan(f"s{ordinal}", label, ((start, end),), _quote(span, words)))
    return spans


def _codes(line: dict[str, Any]) -> list[str]:
    """Give what was said of the whole text: its label, and what was chosen for it."""
    chosen = line.get("accept")
    items = chosen if isinstance(chosen, list) else [chosen]
    return list(dict.fromkeys(filter(None, map(text_in, [line.get("label"), *items]))))


def _quote(span: dict[str, Any], words: dict[int, dict[str, Any]]) -> str | None:
    """Give the words of a span as its tokens have them, so that its offsets can be checked."""
    if isinstance(span.get("text"), str):
        return text_in(span["text"])
    first, last = number_in(span.get("token_start")), number_in(span.get("token_end"))
    if first is None or last is None or not all(number in words for number in (first, last)):
        return None
    return " ".join(text_in(words[number].get("text")) for number in range(first, last + 1) if number in words)


def _end_of(
    relation: dict[str, Any], end: str, spans: dict[tuple[int, int, str], ReadSpan], words: dict[int, dict[str, Any]]
) -> str:
    """Give the id of the span at one end of a relation: the one it names, else the shortest that covers its word."""
    named = relation.get(f"{end}_span")
    if isinstance(named, dict):
        key = (named.get("start"), named.get("end"), text_in(named.get("label")) or "span")
        if key in spans:
            return spans[key].id
    word = words.get(number_in(relation.get(end)) or 0, {})
    place = Span(number_in(word.get("start")) or 0, number_in(word.get("end")) or 0)
    covering = [key for key in spans if key[0] <= place.start < place.end <= key[1]]
    return spans[min(covering, key=lambda key: key[1] - key[0])].id if covering else ""
