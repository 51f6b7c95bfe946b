"""Label Studio's JSON: tasks with the results of those who annotated them.

Facts are from https://labelstud.io/guide/export and https://labelstud.io/guide/task_format. Offsets were UTF-16 units
until October 2021 and are code points since; the quotes in ``value.text`` decide.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from annotator.formats.exchange.json_records import number_in, objects_in, read_json, text_in
from annotator.formats.exchange.offset_units import CODE_POINTS, UTF16
from annotator.formats.exchange.protocols import FormatError, ImportFormat, ImportOptions
from annotator.formats.exchange.read_document import ReadDocument
from annotator.formats.labels.label_studio_minimal import LOOSE, is_minimal, of_minimal
from annotator.formats.labels.label_studio_regions import TWICE, Regions, value_of

_NAME_FIELDS: Final = ("name", "title", "filename", "file_name", "document")


class LabelStudioReader(ImportFormat):
    """Labels, relations and what was chosen for regions, of every annotator of every task."""

    name = "label-studio"
    suffixes = (".json",)
    offset_units = (CODE_POINTS, UTF16)

    def read(self, path: Path, _options: ImportOptions) -> Iterator[ReadDocument]:
        """Give a record for each annotation of each task. Raises FormatError."""
        tree = read_json(path)
        tasks = [_as_task(item) for item in objects_in(tree if isinstance(tree, list) else [tree])]
        if not any("data" in task for task in tasks):
            raise FormatError("These are no tasks of Label Studio. Export them as JSON (not CSV).")
        names = _Names(tasks)
        for number, task in enumerate(tasks, 1):
            yield from _task(task, number, names)


LABEL_STUDIO_READER: Final = LabelStudioReader()


def _as_task(item: dict[str, Any]) -> dict[str, Any]:
    """Give a task; where Label Studio stores each annotation by itself, the task stands inside of it."""
    task = item.get("task")
    if isinstance(task, dict) and "result" in item:
        return {**task, "annotations": [item]}
    return of_minimal(item) if is_minimal(item) else item


class _Names:
    """Names of tasks: what their data calls them, or the file that alone was uploaded, else their numbers.

    Tasks with one name and one text are one document where different people annotated them, as the program writes
    them itself; others of one name get their number behind it.
    """

    def __init__(self, tasks: list[dict[str, Any]]) -> None:
        self._uploads = Counter(text_in(task.get("file_upload")) for task in tasks)
        self._taken: dict[str, tuple[str | None, set[str]]] = {}

    def name(self, task: dict[str, Any], number: int, text: str | None, people: set[str]) -> str:
        """Give the name of a task with this text, which these people annotated."""
        own = text_in(task.get("id")) or str(number)
        named, upload = _named(_data(task)), text_in(task.get("file_upload"))
        if not named and upload and self._uploads[upload] > 1:
            upload = f"{upload.rpartition('.')[0] or upload}-{own}"
        name = _bare(named or upload or f"task-{own}")
        wanted = name
        while not self._is_free(wanted, text, people):
            wanted, own = f"{name.removesuffix('.txt')}-{own}", f"{own}-{number}"
        self._taken.setdefault(wanted, (text, set()))[1].update(people)
        return wanted

    def _is_free(self, name: str, text: str | None, people: set[str]) -> bool:
        there, others = self._taken.get(name, (text, set()))
        return there == text and not people & others


def _task(task: dict[str, Any], number: int, names: _Names) -> Iterator[ReadDocument]:
    data = _data(task)
    every = objects_in(task.get("annotations")) or objects_in(task.get("completions"))
    done = [one for one in every if not one.get("was_cancelled")]
    text = _text(data, [result for one in done for result in objects_in(one.get("result"))])
    people = {_annotator(one, data)[0] for one in done}
    name = names.name(task, number, text, people)
    left_out = Counter({"annotations that were cancelled": len(every) - len(done)})
    left_out[LOOSE] = number_in(task.get(LOOSE)) or 0
    left_out["predictions"] = len(objects_in(task.get("predictions")))
    left_out["drafts"] = len(objects_in(task.get("drafts")))
    counted: dict[str, int] = defaultdict(int)
    for one in done:
        who, full = _annotator(one, data)
        counted[who] += 1
        problems = []
        if counted[who] > 1:
            problems.append(
                f"task {number}: {who or 'somebody'} annotated it {counted[who]} times; a number tells them apart."
            )
            who = f"{who or 'annotator'}-{counted[who]}"
        regions = Regions(objects_in(one.get("result")), text or "")
        problems += [f"task {number}: “{what}” is about the whole document; it is left out." for what in regions.whole]
        left_out[TWICE] = regions.twice
        yield ReadDocument(
            name, text, who, full, {"codes": regions.codes()}, problems=tuple(problems),
            spans=tuple(regions.spans()), relations=tuple(regions.relations()), left_out=+left_out,
        )  # fmt: skip
        left_out.clear()
    if +left_out:
        yield ReadDocument(name, text, left_out=+left_out, answered=False)
    elif not done:
        yield ReadDocument(name, text, problems=(f"task {number} has no annotations yet.",))


def _data(task: dict[str, Any]) -> dict[str, Any]:
    data = task.get("data")
    return data if isinstance(data, dict) else {}


def _named(data: dict[str, Any]) -> str:
    return next((text_in(data[field]) for field in _NAME_FIELDS if text_in(data.get(field))), "")


def _bare(name: str) -> str:
    return "".join("-" if letter in '\\:*?"<>|' or ord(letter) < 32 else letter for letter in name).strip("/. ")


def _text(data: dict[str, Any], results: list[dict[str, Any]]) -> str | None:
    """Give the value that is annotated: the one in which most quotes occur, else ``text``, else the longest."""
    quotes = [quote for result in results if (quote := text_in(value_of(result).get("text")))]
    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    if not texts:
        return None
    return max(
        texts.items(), key=lambda item: (sum(quote in item[1] for quote in quotes), item[0] == "text", len(item[1]))
    )[1]


def _annotator(one: dict[str, Any], data: dict[str, Any]) -> tuple[str, str]:
    by = one.get("completed_by")
    if text_in(data.get("annotator")) and "lead_time" in one and one["lead_time"] is None:
        # Nobody drew it there: it was brought in, by whoever did so, with the task that says whose it is.
        return text_in(data["annotator"]), ""
    if isinstance(by, dict):
        full = " ".join(filter(None, (text_in(by.get("first_name")), text_in(by.get("last_name")))))
        mail = text_in(by.get("email"))
        return mail.partition("@")[0] or text_in(by.get("id")), full or mail
    if number := text_in(by):
        return (number.partition("@")[0], number) if "@" in number else (f"annotator-{number}", "")
    return text_in(data.get("annotator")), ""
