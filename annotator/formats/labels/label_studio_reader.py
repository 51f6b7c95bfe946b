"""Label Studio's JSON: tasks with the results of those who annotated them.

Facts are from https://labelstud.io/guide/export and https://labelstud.io/guide/task_format. Offsets were UTF-16 units
until October 2021 and are code points since; the quotes in ``value.text`` decide.
"""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.formats.exchange.json_records import objects_in, read_json, text_in
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF16
from annotator.formats.exchange.plain_values import NOTE, PLAIN_VALUES
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument, ReadRelation, ReadSpan

# Our own names for what is chosen or written about a region; others' become attributes.
VALUES: Final = (*PLAIN_VALUES, NOTE)
_NAME_FIELDS: Final = ("name", "title", "filename", "file_name", "document")
_REGIONS: Final = ("labels", "hypertextlabels", "paragraphlabels")


class LabelStudioReader(ImportFormat):
    """Labels, relations and what was chosen for regions, of every annotator of every task."""

    name = "label-studio"
    title = "Label Studio JSON"
    suffixes = (".json",)
    offset_units = (CODE_POINTS, UTF16)

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record for each annotation of each task. Raises FormatError."""
        tasks = objects_in(read_json(path))
        if not any("data" in task for task in tasks):
            raise FormatError("These are no tasks of Label Studio. Export them as JSON (not JSON-MIN or CSV).")
        for number, task in enumerate(tasks, 1):
            yield from _task(task, number)


LABEL_STUDIO_READER: Final = LabelStudioReader()


def _task(task: dict[str, Any], number: int) -> Iterator[ReadDocument]:
    data = task.get("data")
    data = data if isinstance(data, dict) else {}
    name = _name(task, data, number)
    done = objects_in(task.get("annotations")) or objects_in(task.get("completions"))
    text = _text(data, [result for one in done for result in objects_in(one.get("result"))])
    counted: dict[str, int] = defaultdict(int)
    for one in done:
        who, full = _annotator(one, data)
        counted[who] += 1
        problems = [f"task {number}: an annotation was cancelled; it is imported."] if one.get("was_cancelled") else []
        if counted[who] > 1:
            problems.append(
                f"task {number}: {who or 'somebody'} annotated it {counted[who]} times; a number tells them apart."
            )
            who = f"{who or 'annotator'}-{counted[who]}"
        results = objects_in(one.get("result"))
        spans = tuple(_spans(results, problems, number))
        yield ReadDocument(
            name,
            text,
            who,
            full,
            {"codes": _of_the_document(results)},
            problems=tuple(problems),
            spans=spans,
            relations=tuple(_relations(results)),
        )
    if not done:
        yield ReadDocument(name, text, problems=(f"task {number} has no annotations yet.",))


def _name(task: dict[str, Any], data: dict[str, Any], number: int) -> str:
    named = next((text_in(data[field]) for field in _NAME_FIELDS if text_in(data.get(field))), "")
    named = named or text_in(task.get("file_upload")) or f"task-{text_in(task.get('id')) or number}"
    return "".join("-" if letter in '\\:*?"<>|' or ord(letter) < 32 else letter for letter in named).strip("/. ")


def _text(data: dict[str, Any], results: list[dict[str, Any]]) -> str | None:
    """Give the value that is annotated: the one in which most quotes occur, else ``text``, else the longest."""
    quotes = [quote for result in results if (quote := text_in(_value(result).get("text")))]
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    if not texts:
        return None
    return max(
        texts.items(), key=lambda item: (sum(quote in item[1] for quote in quotes), item[0] == "text", len(item[1]))
    )[1]


def _annotator(one: dict[str, Any], data: dict[str, Any]) -> tuple[str, str]:
    by = one.get("completed_by")
    if isinstance(by, dict):
        full = " ".join(filter(None, (text_in(by.get("first_name")), text_in(by.get("last_name")))))
        mail = text_in(by.get("email"))
        return mail.partition("@")[0] or text_in(by.get("id")), full or mail
    if number := text_in(by):
        return f"annotator-{number}", ""
    return text_in(data.get("annotator")), ""


def _value(result: dict[str, Any]) -> dict[str, Any]:
    value = result.get("value")
    return value if isinstance(value, dict) else {}


def _spans(results: list[dict[str, Any]], problems: list[str], task: int) -> Iterator[ReadSpan]:
    """Give every region once, with what else was said about it."""
    regions: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for number, result in enumerate(results):
        if result.get("type") != "relation" and "start" in _value(result):
            regions[text_in(result.get("id")) or f"region-{number}"].append(result)
        elif result.get("type") not in ("relation", "choices"):
            problems.append(
                f"task {task}: “{text_in(result.get('from_name'))}” is about the whole document; it is left out."
            )
    for identifier, said in regions.items():
        yield _span(identifier, said)


def _span(identifier: str, said: list[dict[str, Any]]) -> ReadSpan:
    labels: list[str] = []
    told: dict[str, list[Any]] = defaultdict(list)
    for result in said:
        kind, value = text_in(result.get("type")), _value(result)
        if kind in _REGIONS:
            labels += [text_in(label) for label in _listed(value.get(kind) or value.get("labels"))]
        else:
            told[text_in(result.get("from_name")) or kind] += _told(kind, value)
    value = _value(next((one for one in said if one.get("type") in _REGIONS), said[0]))
    start, end = _offsets(value)
    codes = (*labels[1:], *map(str, told.pop("code", ())))
    own = {name: str(told.pop(name)[0]) for name in VALUES if told.get(name)}
    topic = str(next(iter(told.pop("topic", ())), ""))
    entities = tuple(map(str, told.pop("entity", ())))
    return ReadSpan(
        identifier,
        labels[0] if labels else "region",
        ((start, end),) if start is not None and end is not None else (),
        text_in(value.get("text")) or None,
        codes=codes,
        entities=entities,
        topic=topic,
        values=own,
        attributes={name: items if len(items) > 1 else items[0] for name, items in told.items() if items},
    )


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


def _of_the_document(results: list[dict[str, Any]]) -> list[str]:
    whole = [result for result in results if result.get("type") == "choices" and "start" not in _value(result)]
    return [str(choice) for result in whole for choice in _told("choices", _value(result))]


def _relations(results: list[dict[str, Any]]) -> Iterator[ReadRelation]:
    for result in results:
        if result.get("type") == "relation":
            source, target = text_in(result.get("from_id")), text_in(result.get("to_id"))
            if result.get("direction") == "left":
                source, target = target, source
            labels = result.get("labels")
            for label in labels if isinstance(labels, list) and labels else ["related"]:
                yield ReadRelation(str(label), source, target)
