"""A list of passages, whatever they were chosen by: each with its words, what is said of it and where it stands."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from annotator.formats.tables.delimited import delimited_columns, delimited_line
from annotator.model.annotation import Annotation
from annotator.model.layer import Layer
from annotator.model.vocabulary import ROLE_WORD
from annotator.services.reporting.page import LETTER_OF, Block, Heading, Mark, Page, Paragraph, Run, shown

_COLUMNS = (
    "document", "before", "quote", "after", "type", "roles", "topic", "stance", "status", "codes", "annotator", "date",
    "note",
)  # fmt: skip
_CONTEXT: Final = 32
"""So many characters on each side of a passage are kept in a file, which may end in the middle of a word."""
_WORD_END: Final = re.compile(r"\s+(?=\S)")
_WORD_BEGIN: Final = re.compile(r"(.*\S)\s", re.DOTALL)
_SPOKEN = (("topic", "Topic"), ("stance", "Stance"), ("status", "Status"), ("note", "Note"))


class Passage(NamedTuple):
    """An annotation as a row of a list, with names for ids; "" or () where nothing is said.

    ``quote`` has its fragments joined by " … "; ``roles`` are pairs such as ("speaker", "Japan"), of an actor
    ("entity", "Japan"); ``date`` is the annotation's, else the document's.
    """

    document: str
    quote: str
    before: str = ""
    after: str = ""
    type: str = ""
    roles: tuple[tuple[str, str], ...] = ()
    topic: str = ""
    stance: str = ""
    status: str = ""
    codes: tuple[str, ...] = ()
    annotator: str = ""
    date: str = ""
    note: str = ""


class PassageList(NamedTuple):
    """Passages below a heading; ``told`` are sentences about them, such as what they were chosen by."""

    title: str
    passages: Sequence[Passage]
    told: tuple[str, ...] = ()


def passage_of(annotation: Annotation, layer: Layer, document: str) -> Passage:
    """Give an annotation as a passage; ``document`` is the name that its document has in the list."""

    def name(key: str) -> str:
        return layer.entities[key].name if key in layer.entities else key

    roles = [("entity", name(key)) for key in annotation.entities]
    roles += [(ROLE_WORD[field], name(role.entity)) for field, role in annotation.roles()]
    topic = layer.topics.get(annotation.topic or "")
    return Passage(
        document, annotation.text, annotation.before, annotation.after, annotation.type, tuple(roles),
        topic.name if topic else annotation.topic or "", annotation.stance or "", annotation.status or "",
        annotation.codes, layer.head.annotator.id, annotation.date or layer.document.published or "", annotation.note,
    )  # fmt: skip


def around(passage: Passage) -> tuple[str, str]:
    """Give the words before and behind a passage, without parts of words at which the file has cut them off."""
    before, after = passage.before, passage.after
    if len(before) >= _CONTEXT and (cut := _WORD_END.search(before)):
        before = f"… {before[cut.end() :]}"
    if len(after) >= _CONTEXT and (cut := _WORD_BEGIN.match(after)):
        after = f"{cut[1]} …"
    return before, after


def passages_csv(listed: PassageList) -> bytes:
    """Give the passages as a table."""
    columns = [[_cell(column, getattr(passage, column)) for passage in listed.passages] for column in _COLUMNS]
    return delimited_line(_COLUMNS, ",") + delimited_columns(columns, ",")


def _cell(column: str, value: object) -> str:
    if column == "roles":
        assert isinstance(value, tuple)
        return "; ".join(f"{role}: {name}" for role, name in value)
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def passages_page(listed: PassageList) -> Page:
    """Give the passages as a page: each in its context with its mark, and below it what is said of it."""
    count = len(listed.passages)
    told = (*listed.told, f"{count:,} passage{'' if count == 1 else 's'}")
    blocks: list[Block] = [Heading(1, shown(listed.title), "passages")]
    blocks += [Paragraph((Run(shown(one), quiet=True),)) for one in told]
    document = None
    for number, passage in enumerate(listed.passages, 1):
        if passage.document != document:
            document = passage.document
            blocks.append(Heading(2, shown(document), f"document{number}"))
        blocks += _passage(passage, number)
    return Page(listed.title, "passages", tuple(blocks))


def _passage(passage: Passage, number: int) -> Iterator[Block]:
    mark = Mark(f"{LETTER_OF.get(passage.type, '')}{number}", passage.type, 0, f"passage{number}")
    before, after = around(passage)
    words = (Run(shown(before), quiet=True), Run(shown(passage.quote), (mark,)))
    yield Paragraph((*words, Run(shown(after), quiet=True)), of_text=True, gap=True)
    runs = [Run(mark.label, bold=True), Run(f" {passage.type.capitalize()}")]
    said = [(role.capitalize(), name) for role, name in passage.roles]
    said += [(label, value) for field, label in _SPOKEN if (value := getattr(passage, field))]
    said += [("Codes", ", ".join(passage.codes)), ("Date", passage.date), ("Annotator", passage.annotator)]
    for label, value in said:
        if value:
            runs += [Run(". "), Run(f"{label}: ", quiet=True), Run(shown(value))]
    yield Paragraph(tuple(runs), anchor=mark.note)
